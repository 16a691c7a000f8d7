using MacStateStore.DeviceManagement;

namespace Profiles;

/// <summary>The verbs of the bootstrap token (dossier profiles, 8.3).</summary>
internal static class BootstrapTokens
{
    private const int DoesNotUnlock = -69594;

    public static int Install(Call call) => With(call, call.Mac.BootstrapToken.Install, Messages.TokenCreated, Messages.TokenEscrowing, Messages.TokenEscrowed);

    public static int Remove(Call call) => With(call, call.Mac.BootstrapToken.Remove, Messages.TokenRemoved);

    public static int Validate(Call call) => With(call, call.Mac.BootstrapToken.Validate, Messages.TokenValidated);

    private static int With(Call call, Func<string, string, BootstrapTokenOutcome> work, params IReadOnlyList<string> success)
    {
        if (!call.Mac.BootstrapToken.IsSupported) throw call.Undone(Messages.TokenNotSupported);
        var (name, password) = call.AskAdmin();
        var outcome = work(name, password);
        if (outcome != BootstrapTokenOutcome.Done) throw call.Undone(Refusal(outcome));
        foreach (var text in success) call.Say(text);
        return Call.Done;
    }

    private static string Refusal(BootstrapTokenOutcome outcome) => outcome switch
    {
        BootstrapTokenOutcome.NotSupported => Messages.TokenNotSupported,
        BootstrapTokenOutcome.PasswordRequired => Messages.TokenPasswordRequired,
        BootstrapTokenOutcome.NotAuthenticated => Messages.TokenNotAuthenticated,
        BootstrapTokenOutcome.ServerUnreachable => Messages.TokenServerUnreachable,
        BootstrapTokenOutcome.ServerHasNone => Messages.TokenMissingOnServer,
        BootstrapTokenOutcome.OnlyKey => Messages.TokenIsOnlyKey,
        _ => Messages.TokenNotVerified(DoesNotUnlock),
    };
}
