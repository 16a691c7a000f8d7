using System.Text.RegularExpressions;

namespace Transcripts.Tests;

/// <summary>Compares what a case expects of a command with what it did.</summary>
public static partial class Comparison
{
    /// <summary>What is equal although it isn't: ids and times that differ on every machine. By reference: the same one stays the same.</summary>
    public static Func<string, string> Normaliser(IReadOnlyCollection<string> kinds)
    {
        var uuids = new Dictionary<string, int>();
        return line =>
        {
            if (kinds.Contains("prefix")) line = LogPrefix().Replace(line, "");
            if (kinds.Contains("date")) line = LogDate().Replace(line, "<date>");
            if (kinds.Contains("pid")) line = Process().Replace(line, "[<pid>]");
            if (kinds.Contains("uuids")) line = Uuid().Replace(line, "<uuid>");
            if (kinds.Contains("isolates")) line = line.Replace("\u2068", "").Replace("\u2069", "");
            if (kinds.Contains("uuid"))
                line = Uuid().Replace(line, match => $"<uuid:{(uuids.TryGetValue(match.Value, out var known) ? known : uuids[match.Value] = uuids.Count + 1)}>");
            if (kinds.Contains("time")) line = Real().Replace(line, "<time>");
            if (kinds.Contains("kdc")) line = KerberosRealm().Replace(line, "<kdc>");
            if (kinds.Contains("build")) line = FrameworkPath().Replace(line, "File:<build>/");
            if (kinds.Contains("daemon")) line = DaemonVersion().Replace(line, "record_daemon_version: <version>");
            if (kinds.Contains("recoverykey")) line = RecoveryKey().Replace(line, "ecovery key = <key>");
            if (kinds.Contains("picture")) line = Picture().Replace(line, "<picture>");
            if (kinds.Contains("error") && line.StartsWith("### Error:", StringComparison.Ordinal)) line = line.Split(' ', 3) is [var a, var b, ..] ? $"{a} {b}" : line;
            if (kinds.Contains("address")) line = Address().Replace(line, "<address>");
            if (kinds.Contains("dash") && line.StartsWith("- ", StringComparison.Ordinal)) line = line[2..];
            if (kinds.Contains("indent")) line = line.TrimStart();
            if (kinds.Contains("blanks")) line = Blanks().Replace(line, " ");
            return line;
        };
    }

    /// <summary>What differs, in words; null where all is as expected.</summary>
    /// <param name="expected">The command of the case.</param>
    /// <param name="actual">What happened.</param>
    /// <param name="kinds">What is normalised.</param>
    /// <param name="isExcerpt">Whether the case shows only some of the lines, in their order.</param>
    /// <param name="uuids">What <c>{uuid:1}</c> and so on have stood for so far in the case.</param>
    /// <param name="ignored">Beginnings of lines that aren't compared on either side.</param>
    public static string? Difference(
        TranscriptCommand expected, Outcome actual, IReadOnlyCollection<string> kinds, bool isExcerpt, Dictionary<string, string> uuids,
        IReadOnlyCollection<string>? ignored = null)
    {
        bool IsCompared(string text) => ignored is null || !ignored.Any(beginning => text.StartsWith(beginning, StringComparison.Ordinal));

        var (normaliseExpected, normaliseActual) = (Normaliser(kinds), Normaliser(kinds));
        var wanted = expected.Lines.ConvertAll(line => (line.Stream, Text: normaliseExpected(line.Text)))
            .FindAll(line => IsCompared(line.Text));
        var prompts = wanted.Where(line => line.Stream == Seen.Either).Select(line => line.Text).Concat(ignored ?? []).ToList();
        var output = new Queue<string>(actual.OutputLines.Select(normaliseActual).Where(IsCompared));
        // A prompt has no line end of its own, where no terminal echoes one.
        var error = new Queue<string>(actual.ErrorLines.SelectMany(line => SplitPrompts(line, prompts)).Select(normaliseActual).Where(IsCompared));
        foreach (var (stream, text) in wanted)
        {
            var found = stream switch
            {
                Seen.Output => Take(output, text, isExcerpt, uuids),
                Seen.Error => Take(error, text, isExcerpt, uuids),
                _ => Take(output, text, isExcerpt, uuids) || Take(error, text, isExcerpt, uuids),
            };
            if (!found) return Explain($"expected '{text}' on {stream}");
        }
        if (!isExcerpt && output.Count + error.Count > 0) return Explain($"unexpected '{output.Concat(error).First()}'");
        return expected.Status is { } status && status != actual.Status ? Explain($"expected exit status {status}") : null;

        string Explain(string problem) => $"$ {expected.Line}\n{problem}; it printed\n{actual}";
    }

    private static bool Take(Queue<string> lines, string wanted, bool skipOthers, Dictionary<string, string> uuids)
    {
        if (skipOthers)
        {
            var rest = lines.ToList();
            var place = rest.FindIndex(line => Matches(wanted, line, uuids));
            if (place < 0) return false;
            lines.Clear();
            foreach (var line in rest.Skip(place + 1)) lines.Enqueue(line);
            return true;
        }
        if (!lines.TryPeek(out var first) || !Matches(wanted, first, uuids)) return false;
        lines.Dequeue();
        return true;
    }

    private static IEnumerable<string> SplitPrompts(string line, List<string> prompts)
    {
        while (prompts.Find(prompt => prompt.Length > 0 && line.Length > prompt.Length && line.StartsWith(prompt, StringComparison.Ordinal)) is { } asked)
        {
            yield return asked;
            line = line[asked.Length..];
        }
        yield return line;
    }

    /// <summary>Whether a line is the expected one; <c>{uuid} {uuid:1} {date} {pid} {any}</c> stand for what they say.</summary>
    public static bool Matches(string expected, string actual, Dictionary<string, string> uuids)
    {
        if (!expected.Contains('{')) return expected == actual;
        var pattern = Placeholder().Replace(Regex.Escape(expected), match => match.Groups[1].Value switch
        {
            "uuid" when uuids.TryGetValue(match.Groups[2].Value, out var known) => known,
            "uuid" when match.Groups[2].Success => $"(?<u{match.Groups[2].Value}>{UuidPattern})",
            "uuid" => UuidPattern,
            "date" => @"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}",
            "pid" => @"\d+:\d+",
            _ => ".*",
        });
        var found = Regex.Match(actual, $"^{pattern}$", RegexOptions.CultureInvariant);
        foreach (var group in found.Groups.Values.Where(group => group.Name[0] == 'u')) uuids[group.Name[1..]] = group.Value;
        return found.Success;
    }

    /// <summary>A printed line as an expectation: what differs each time as a pattern.</summary>
    public static string AsExpectation(string line) => Process().Replace(LogDate().Replace(line, "{date}"), "[{pid}]");

    private const string UuidPattern = "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}";

    [GeneratedRegex(@"\\\{(uuid|date|pid|any)(?::(\d+))?}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    // Who published a record may have masked some of its digits.
    [GeneratedRegex("[0-9A-FX]{8}-[0-9A-FX]{4}-[0-9A-FX]{4}-[0-9A-FX]{4}-[0-9A-FX]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d+)?)? sysadminctl\[[^]]*\]:? ")]
    private static partial Regex LogPrefix();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}")]
    private static partial Regex LogDate();

    [GeneratedRegex(@"\[\d+:\d+\]")]
    private static partial Regex Process();

    [GeneratedRegex(@"\d{10}(?:\.\d+)?")]
    private static partial Regex Real();

    [GeneratedRegex(@"LKDC:SHA1\.[0-9A-F]{40}")]
    private static partial Regex KerberosRealm();

    [GeneratedRegex(@"File:/\S*/(?=DS)")]
    private static partial Regex FrameworkPath();

    [GeneratedRegex(@"record_daemon_version: \d+")]
    private static partial Regex DaemonVersion();

    [GeneratedRegex("ecovery key = '[^']*'")]
    private static partial Regex RecoveryKey();

    [GeneratedRegex("0x6[0-9a-f]{11}")]
    private static partial Regex Address();

    [GeneratedRegex(@"/Library/User Pictures/\S+")]
    private static partial Regex Picture();
}
