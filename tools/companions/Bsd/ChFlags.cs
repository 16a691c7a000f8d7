using MacStateStore.Lifecycle;
using MacToolHost;

namespace Companions;

/// <summary><c>chflags</c>: flags of files are kept in the machine, where <c>stat -f %f</c> and <c>ls -lO</c> see them; they protect nothing (source: FreeBSD's texts).</summary>
internal static class ChFlags
{
    public static readonly Companion Companion = new("chflags", Run);

    private const string Usage = "usage: chflags [-fhv] [-R [-H | -L | -P]] [-x] flags file ...\n";

    // Words, the flag's own word, its bit.
    private static readonly (string[] Words, string Flag, uint Bit)[] Flags =
    [
        (["arch", "archived"], "arch", 0x10000), (["nodump"], "nodump", 0x1), (["hidden"], "hidden", 0x8000), (["opaque"], "opaque", 0x8), (["sappnd", "sappend"], "sappnd", 0x40000), (["schg", "schange", "simmutable"], "schg", 0x20000),
        (["uappnd", "uappend"], "uappnd", 0x4), (["uchg", "uchange", "uimmutable"], "uchg", 0x2), (["restricted"], "restricted", 0x80000),
    ];

    private static readonly string[] OnlyRoots = ["arch", "sappnd", "schg"];

    /// <summary>A file's flags as a number.</summary>
    public static uint Bits(MacStateStore.Mac mac, string argument) =>
        (mac.FileMarks[FileTarget.PathOf(argument), FileMarks.Flags]?.Split(',') ?? []).Aggregate(0u, (bits, word) => bits | Array.Find(Flags, row => row.Flag == word).Bit);

    /// <summary>A file's flags in words; a dash for none.</summary>
    public static string Words(uint bits) => Flags.Where(row => (bits & row.Bit) != 0).Select(row => row.Flag).ToList() is { Count: > 0 } words ? string.Join(',', words) : "-";

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "HLPRfhvx");
        if (options.Problem is { } problem || options.Rest.Count < 2)
        {
            run.Console.Error($"{(options.Problem is null ? "" : $"chflags: {options.Problem}\n")}{Usage}");
            return 1;
        }
        var changes = new List<(string Flag, bool On)>();
        foreach (var word in options.Rest[0].Split(','))
        {
            if (word == "0") changes.AddRange(Flags.Select(row => (row.Flag, false)));
            else if (Find(word) is { } flag) changes.Add((flag, true));
            else if (word.StartsWith("no", StringComparison.Ordinal) && Find(word[2..]) is { } not) changes.Add((not, false));
            else if (word == "dump") changes.Add(("nodump", false));
            else
            {
                run.Console.ErrorLine($"chflags: invalid flag: {word}");
                return 1;
            }
        }
        var status = 0;
        foreach (var argument in options.Rest.Skip(1))
        {
            if (!FileTarget.Exists(run, argument))
            {
                if (!options.Has('f')) run.Console.ErrorLine($"chflags: {argument}: No such file or directory");
                status = 1;
                continue;
            }
            foreach (var path in options.Has('R') ? FileTarget.Tree(run, argument) : [FileTarget.PathOf(argument)])
            {
                var before = run.Mac.FileMarks[path, FileMarks.Flags]?.Split(',').ToHashSet() ?? [];
                var after = before.ToHashSet();
                foreach (var (flag, on) in changes) _ = on ? after.Add(flag) : after.Remove(flag);
                if (after.SetEquals(before)) continue;
                if (!run.IsRoot && (after.Except(before).Any(OnlyRoots.Contains) || before.Except(after).Any(OnlyRoots.Contains)))
                {
                    if (!options.Has('f')) run.Console.ErrorLine($"chflags: {argument}: Operation not permitted");
                    status = 1;
                    continue;
                }
                run.Mac.FileMarks[path, FileMarks.Flags] = after.Count == 0 ? null : string.Join(',', after.Order(StringComparer.Ordinal));
                if (options.Has('v')) run.Console.OutLine(path);
            }
        }
        return status;
    }

    private static string? Find(string word) => Array.Find(Flags, row => row.Words.Contains(word)).Flag;
}
