using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>
/// <c>ls -l /dev/console</c>, by which scripts ask who is logged in (dossier companions, 9). Else BSD's letters are said in Linux's words; flags
/// and extended attributes in a list are refused (manual pages of both).
/// </summary>
internal static class Ls
{
    public static readonly Companion Companion = new("ls", Run)
    {
        IsForHost = arguments => !IsConsole(arguments) && arguments.All(IsSameOnBoth),
        IsLinuxs = arguments => Options.AreLong(arguments) || arguments.Any(argument => argument is ['-', not '-', ..] && argument.Contains('Z', StringComparison.Ordinal)),
        WithoutMachine = (arguments, console) => IsConsole(arguments) ? null : HostCommand.Replace("ls", InLinuxWords(arguments)),
    };

    private const string Usage = "usage: ls [-@ABCFGHILOPRSTUWXabcdefghiklmnopqrstuvwxy1%,] [--color=when] [-D format] [file ...]\n";

    // Letters that mean the same to both, and those of a Mac's that change nothing here: it has no access control lists, no whiteouts,
    // and no terminal that needs names written otherwise.
    private const string Same = "ACFHLRSacdfghiklmnopqrstux1";
    private const string Nothing = "BIPWbevw";

    // What may stand beside -l without changing the line.
    private const string Harmless = "laAdF1LHn";

    internal static bool IsConsole(IReadOnlyList<string> arguments) =>
        arguments is [.., ConsoleOwner.Device] && arguments.SkipLast(1).ToList() is var options
        && options.TrueForAll(option => option.Length > 1 && option[0] == '-' && option[1..].All(Harmless.Contains))
        && options.Exists(option => option.Contains('l', StringComparison.Ordinal) || option.Contains('n', StringComparison.Ordinal));

    internal static IReadOnlyList<string> InLinuxWords(IReadOnlyList<string> arguments)
    {
        if (arguments.FirstOrDefault(argument => argument is ['-', '-', _, ..] && argument != "--color" && !argument.StartsWith("--color=", StringComparison.Ordinal)) is { } unknown)
            throw new BadUseException($"unrecognized option `{unknown}'", Usage);
        var options = Options.ReadRight([.. arguments.Where(argument => argument is not ['-', '-', _, ..])], Same + Nothing + "@D:GOTUXy%,", Usage);
        var isList = options.Has('l');
        var words = new List<string>();
        foreach (var (letter, value) in options.All)
        {
            if (Same.Contains(letter)) words.Add($"-{letter}");
            else if (letter == 'T' && isList) words.Add("--time-style=+%b %e %H:%M:%S %Y");
            else if (letter == 'D' && isList) words.Add($"--time-style=+{value}");
            else if (letter == 'G') words.Add("--color=auto");
            else if (letter is 'U' or 'X' or 'y' or '%' or ',' || (letter is '@' or 'O' && isList)) throw new NotEmulatedException($"ls -{(isList ? "l" : "")}{letter}");
        }
        return [.. words, "--", .. options.Rest];
    }

    private static bool IsSameOnBoth(string argument) => argument is not ['-', _, ..] || argument[1..].All(Same.Contains);

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
