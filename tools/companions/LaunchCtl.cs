using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>
/// <c>launchctl asuser UID COMMAND…</c>: runs a command in a user's session. That changes the session, not who runs the command:
/// its user stays the caller, which is why scripts put <c>sudo -u NAME</c> after it. launchd itself isn't emulated.
/// </summary>
internal static class LaunchCtl
{
    public static readonly Companion Companion = new("launchctl", Run)
    {
        OnlyBecomesAnother = arguments => arguments is ["asuser", ..],
        IsSecret = arguments => [.. arguments.Select((_, i) => i > 1)],
    };

    private const int BadUsage = 64;

    private static int Run(ToolRun run)
    {
        if (run.Arguments is not ["asuser", ..])
            throw new NotEmulatedException(run.Arguments.Count > 0 ? $"launchctl {run.Arguments[0]}" : "launchctl");
        if (run.Arguments is not [_, var number, var command, ..] || Account.TryNumber(number) is not { } uid)
        {
            run.Console.ErrorLine("Usage: launchctl asuser <UID> <command> [arguments...]");
            return BadUsage;
        }
        if (!run.IsRoot)
        {
            run.Console.ErrorLine($"Could not switch to audit session 0x{100_000 + (uid & 0xFFFF):x}: 1: Operation not permitted");
            return 1;
        }
        run.Afterwards = () => ProcessImage.Replace("launchctl", command, [.. run.Arguments.Skip(2)], ProcessImage.InheritedEnvironment);
        return 0;
    }
}
