using MacStateStore;
using MacStateStore.LocalPolicy;

namespace Csrutil;

/// <summary>The questions before a policy is changed, and the change (dossier csrutil, 6).</summary>
internal static class Authorization
{
    /// <summary>Asks a question; whether the answer is yes.</summary>
    public static bool Confirms(Call call, string explanation, string question)
    {
        call.Say(explanation);
        return call.Run.Ask(question) is "y" or "Y";
    }

    /// <summary>Changes a policy with the credentials of an owner, who is asked for them.</summary>
    public static void Change(Call call, InstalledSystem system, Func<PolicyContents, PolicyContents> change)
    {
        try
        {
            var (name, password) = Ask(call, system);
            call.Mac.Policies.Change(system, call.Mac.Policies.Authenticate(system, name, password), change);
        }
        catch (PolicyException error)
        {
            throw call.Failure(error, system.Name);
        }
    }

    // Where recoveryOS knows one owner only, it asks for that one's password.
    private static (string Name, string Password) Ask(Call call, InstalledSystem system)
    {
        if (!call.IsInMacOS && call.Mac.Policies.OwnersOf(system) is [var only])
        {
            call.Say("");
            return (only, call.Run.AskSecret(Messages.AskPasswordOf(only)));
        }
        var name = call.Run.Ask(Messages.AskUser);
        return (name, call.Run.AskSecret(Messages.AskPassword));
    }
}
