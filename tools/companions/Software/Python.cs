using MacToolHost;

namespace Companions;

/// <summary>
/// The Python 2 that Macs had up to 12.2. Of its bridge to the system there is only what scripts take from it, in one line: who is at the
/// screen (SystemConfiguration's SCDynamicStoreCopyConsoleUser). All else is for the host's python, if it has one.
/// </summary>
internal static class Python
{
    public static readonly Companion Companion = new("python", Run) { IsForHost = arguments => !AsksForConsoleUser(arguments) };

    private static bool AsksForConsoleUser(IReadOnlyList<string> arguments) =>
        arguments is ["-c", var code] && code.Contains("SCDynamicStoreCopyConsoleUser", StringComparison.Ordinal) && code.Contains("sys.stdout.write(username", StringComparison.Ordinal);

    private static int Run(ToolRun run)
    {
        run.Console.OutLine(run.Mac.Sessions.ConsoleUser ?? "");
        return 0;
    }
}
