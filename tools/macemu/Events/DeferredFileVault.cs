using MacStateStore;
using MacStateStore.FileVault;

namespace MacEmu;

/// <summary>What a deferred FileVault asks at login and logout, and what becomes of the answer (dossier fdesetup, 7).</summary>
internal static class DeferredFileVault
{
    public static System.CommandLine.Option<string?> AnswerOption() =>
        Verb.OneOf("--defer-answer", "the answer where macOS asks to turn FileVault on (asked for if left out; nobody there means no)", "yes", "no");

    /// <summary>Whether the user agrees.</summary>
    public static bool Agrees(Invocation run, string user, string? answer) =>
        (answer ?? run.Console.Ask($"FileVault is to be turned on for {user}. Turn it on now? [y/n] ")) is "yes" or "y" or "Y";

    /// <summary>Turns it on with the user's password, and tells the recovery key where the user gets to see it.</summary>
    public static void Complete(Invocation run, Mac mac, string command, string user, string password)
    {
        try
        {
            var result = mac.FileVault.Deferral.Complete(user, password);
            run.Console.OutLine(result.RecoveryKey is { } key ? $"FileVault is on; the recovery key is {key}" : "FileVault is on");
        }
        catch (FileVaultException refused)
        {
            throw new MacEmuException($"{command}: FileVault was not turned on for {user} ({Reason(refused.Problem)}); nothing was changed", Status.CheckFailed);
        }
    }

    private static string Reason(FileVaultProblem problem) => problem switch
    {
        FileVaultProblem.NotAuthenticated => "wrong password",
        FileVaultProblem.VolumeRefuses => "no secure token",
        FileVaultProblem.BlankPassword => "somebody has a blank password",
        FileVaultProblem.Forbidden => "a profile forbids it",
        _ => "this Mac can't have it",
    };
}
