using MacToolHost;

namespace Companions;

/// <summary>
/// <c>ls -l /dev/console</c>, by which scripts ask who is logged in (dossier companions, 9); everything else is the host's command's.
/// </summary>
internal static class Ls
{
    public static readonly Companion Companion = new("ls", Run) { IsForHost = arguments => !IsConsole(arguments) };

    // What may stand beside -l without changing the line.
    private const string Harmless = "laAdF1LHn";

    internal static bool IsConsole(IReadOnlyList<string> arguments) =>
        arguments is [.., ConsoleOwner.Device] && arguments.SkipLast(1).ToList() is var options
        && options.TrueForAll(option => option.Length > 1 && option[0] == '-' && option[1..].All(Harmless.Contains))
        && options.Exists(option => option.Contains('l', StringComparison.Ordinal) || option.Contains('n', StringComparison.Ordinal));

    private static int Run(ToolRun run)
    {
        var owner = ConsoleOwner.Of(run.Mac);
        var numeric = run.Arguments.SkipLast(1).Any(option => option.Contains('n', StringComparison.Ordinal));
        var group = numeric ? $"{owner.Gid}" : Account.Group(run.Mac, owner.Gid)?.Name ?? $"{owner.Gid}";
        var now = run.Mac.Clock.Now;
        run.Console.OutLine($"crw-------  1 {(numeric ? $"{owner.Uid}" : owner.Name)}  {group}  0x0 {now:MMM} {now.Day,2} {now:HH:mm} {ConsoleOwner.Device}");
        return 0;
    }
}
