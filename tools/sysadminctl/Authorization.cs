using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Sysadminctl;

/// <summary>Somebody whose password was verified, for whose account the call is made.</summary>
internal sealed record Authorizer(DirectoryRecord User, string Password);

/// <summary>
/// Who answers for a call: root, an admin named with <c>-adminUser</c> and <c>-adminPassword</c>, or one asked in person
/// (dossier sysadminctl, 1.3 and 1.4).
/// </summary>
internal static class Authorization
{
    /// <summary>
    /// Lets root and admins pass. Root without usable credentials passes too, but is warned that the account gets no secure token.
    /// </summary>
    /// <returns>The verified authorizer; null for plain root.</returns>
    public static Authorizer? Require(Call call, bool warns)
    {
        var authorizer = Credentials(call);
        if (authorizer is not null && (call.IsRoot || Memberships.IsAdmin(call.Mac.Directory, authorizer.User))) return authorizer;
        RequireRoot(call);
        if (warns)
        {
            call.Say(Messages.Dashes);
            call.Say(Messages.NoAdminCredentials);
            call.Say(Messages.Dashes);
        }
        return null;
    }

    /// <summary>Refuses whoever isn't root.</summary>
    public static void RequireRoot(Call call)
    {
        if (!call.IsRoot) throw Refused(call, Messages.NoInteraction);
    }

    /// <summary>
    /// Verifies the credentials that the call gives. Wrong ones are reported and otherwise as good as none.
    /// </summary>
    public static Authorizer? Credentials(Call call)
    {
        if (call.Line.Value(Grammar.AdminUser.Name) is { } name && call.Line.TryGet(Grammar.AdminPassword.Name, out _))
        {
            var user = call.Mac.Directory.Find(RecordType.Users, name);
            var password = call.Password(Grammar.AdminPassword.Name, Messages.AskPassword(user is null ? name : Call.FullName(user)));
            return Verified(call, name, password);
        }
        return call.Line.IsInteractive ? AskInPerson(call) : null;
    }

    // Stands in for the system's authorization dialog, which no terminal can show: the admin at the console answers it, in the words
    // of sysadminctl's own prompts (docs/fidelity.md).
    private static Authorizer AskInPerson(Call call)
    {
        if (call.Mac.Sessions.ConsoleUser is not { } name
            || call.Mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, name) is not { } user
            || !Memberships.IsAdmin(call.Mac.Directory, user))
            throw Refused(call, Messages.NoInteraction);
        var password = call.Ask(Messages.AskPassword(Call.FullName(user)));
        return Verify(call, name, password).Authorizer ?? throw Refused(call, Messages.InteractionCanceled);
    }

    /// <summary>Verifies a password; a wrong one is reported and gives null.</summary>
    public static Authorizer? Verified(Call call, string name, string password)
    {
        var (authorizer, status) = Verify(call, name, password);
        if (authorizer is null) call.Say(FrameworkSource.AuthenticationError(call.Os, status));
        return authorizer;
    }

    private static (Authorizer? Authorizer, int Status) Verify(Call call, string name, string password)
    {
        try
        {
            return (new Authorizer(call.Mac.DirectoryAs(DirectoryCaller.Root).Authenticate(name, password), password), 0);
        }
        catch (DirectoryException error)
        {
            return (null, error.Status);
        }
    }

    private static CommandFailedException Refused(Call call, string message)
    {
        call.Say(message);
        return new CommandFailedException(Call.NotAuthorized);
    }
}
