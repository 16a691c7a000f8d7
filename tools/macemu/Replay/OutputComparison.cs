using System.Text.RegularExpressions;

namespace MacEmu.Replay;

/// <summary>
/// Compares what a document shows with what came. A line <c>…</c> or <c>...</c> stands for any lines, <c>…</c> within a line for any text;
/// what is another each time (UUIDs, dates, process numbers, recovery keys) is compared by its shape, and a UUID that a document shows twice
/// must come twice.
/// </summary>
internal sealed partial class OutputComparison
{
    private readonly Dictionary<string, string> _identifiers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is what the document shows.</summary>
    public bool Holds(IReadOnlyList<string> shown, IReadOnlyList<string> came)
    {
        var expected = Trimmed(shown);
        var actual = Trimmed(came);
        if (Align(expected, actual) is not { } pairs) return false;
        // Only what holds as a whole tells which identifier stands for which.
        var found = new Dictionary<string, string>(_identifiers, StringComparer.OrdinalIgnoreCase);
        foreach (var (wanted, line) in pairs)
        {
            if (wanted.Contains('…', StringComparison.Ordinal)) continue;
            var (of, with) = (Identifiers(wanted), Identifiers(line));
            for (var i = 0; i < of.Count; i++)
                if (!found.TryAdd(of[i], with[i]) && !found[of[i]].Equals(with[i], StringComparison.OrdinalIgnoreCase)) return false;
        }
        foreach (var (wanted, line) in found) _identifiers[wanted] = line;
        return true;
    }

    /// <summary>What the document is to show instead: lines that are right stay as they are, and what it leaves out in the middle is left out again.</summary>
    public static IReadOnlyList<string> Rewritten(IReadOnlyList<string> shown, IReadOnlyList<string> came)
    {
        var actual = Trimmed(came);
        if (shown.Count(IsGap) == 1)
        {
            var gap = shown.ToList().FindIndex(IsGap);
            var tail = Trimmed(shown).Count - gap - 1;
            if (gap + tail < actual.Count) return [.. Kept(shown.Take(gap), actual[..gap]), shown[gap], .. Kept(shown.Skip(gap + 1).Take(tail), actual[^tail..])];
        }
        return Kept(shown, actual);
    }

    /// <summary>Whether a line shows a line.</summary>
    public static bool Matches(string shown, string came)
    {
        var (wanted, line) = (Shape(shown.TrimEnd()), Shape(came.TrimEnd()));
        if (!wanted.Contains('…', StringComparison.Ordinal)) return wanted == line;
        var parts = wanted.Split('…');
        if (!line.StartsWith(parts[0], StringComparison.Ordinal)) return false;
        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var next = line.IndexOf(part, at, StringComparison.Ordinal);
            if (next < 0) return false;
            at = next + part.Length;
        }
        return line.Length - at >= parts[^1].Length && line.EndsWith(parts[^1], StringComparison.Ordinal);
    }

    /// <summary>Whether a line stands for any lines.</summary>
    public static bool IsGap(string line) => line.Trim() is "…" or "..." or "[…]" or "[...]";

    private static List<string> Trimmed(IReadOnlyList<string> lines)
    {
        var end = lines.Count;
        while (end > 0 && lines[end - 1].Trim().Length == 0) end--;
        return [.. lines.Take(end)];
    }

    private static List<string> Kept(IEnumerable<string> shown, List<string> came)
    {
        var old = shown.ToList();
        var lines = new List<string>();
        foreach (var (kind, i, j) in TextDiff.Compare(old, came, Matches))
            if (kind != Change.Removed) lines.Add(kind == Change.None ? old[i] : came[j].TrimEnd());
        return lines;
    }

    // The lines that belong together; null where they don't fit.
    private static List<(string Shown, string Came)>? Align(List<string> shown, List<string> came)
    {
        var pairs = new List<(string, string)>();
        var parts = new List<List<string>> { new() };
        foreach (var line in shown)
            if (IsGap(line)) parts.Add([]);
            else parts[^1].Add(line);
        if (parts.Count == 1) return shown.Count == came.Count && Take(parts[0], 0) ? pairs : null;
        if (parts[0].Count + parts[^1].Count > came.Count || !Take(parts[0], 0)) return null;
        var at = parts[0].Count;
        var last = came.Count - parts[^1].Count;
        foreach (var part in parts.Skip(1).SkipLast(1))
        {
            while (at + part.Count <= last && !Fits(part, at)) at++;
            if (at + part.Count > last) return null;
            Take(part, at);
            at += part.Count;
        }
        return Take(parts[^1], last) ? pairs : null;

        bool Fits(List<string> part, int from)
        {
            for (var i = 0; i < part.Count; i++)
                if (!Matches(part[i], came[from + i])) return false;
            return true;
        }

        bool Take(List<string> part, int from)
        {
            if (!Fits(part, from)) return false;
            pairs.AddRange(part.Select((line, i) => (line, came[from + i])));
            return true;
        }
    }

    private static List<string> Identifiers(string line) => [.. Uuid().Matches(line).Select(match => match.Value)];

    private static string Shape(string line)
    {
        if (line.AsSpan().IndexOfAnyInRange('0', '9') < 0 && !line.Contains('-', StringComparison.Ordinal)) return line;
        line = Uuid().Replace(line, "<uuid>");
        line = RecoveryKey().Replace(line, "<key>");
        line = Time().Replace(line, "<time>");
        return Process().Replace(line, "[<pid>]");
    }

    // Those that mean the same on every Mac are compared as they are.
    [GeneratedRegex("(?!(?:FFFFEEEE-DDDD-CCCC-BBBB-AAAA|ABCDEFAB-CDEF-ABCD-EFAB-CDEF))(?<![0-9A-Fa-f-])[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-(?!00306543ECAC)[0-9A-Fa-f]{12}(?![0-9A-Fa-f-])")]
    private static partial Regex Uuid();

    [GeneratedRegex("(?<![0-9A-Z-])(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}(?![0-9A-Z-])")]
    private static partial Regex RecoveryKey();

    // 2026-03-01 08:30:00.123, 2026-03-01T08:30:00Z, Sun Mar  1 08:30:00 UTC 2026, 08:30:00
    [GeneratedRegex(@"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?(?:(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* {1,2}\d{1,2}|\d{4}-\d\d-\d\d)[ T])?\b\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| [A-Z]{3,4}(?= \d{4}))?(?: ?[+-]\d{4})?(?: \d{4}\b)?|\b\d{4}-\d\d-\d\d\b")]
    private static partial Regex Time();

    [GeneratedRegex(@"\[\d+(?::[0-9a-fA-F]+)?\]")]
    private static partial Regex Process();
}
