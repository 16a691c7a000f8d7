namespace MacEmu.Replay;

/// <summary>What became of a line.</summary>
internal enum Change
{
    None,
    Removed,
    Added,
}

/// <summary>Differences of two lists of lines, and their unified form.</summary>
internal static class TextDiff
{
    private const int Context = 3;

    /// <summary>More than so many pairs of lines aren't compared: the one is then taken for wholly other than the other.</summary>
    private const long MostPairs = 4_000_000;

    /// <summary>The shortest way from the old lines to the new ones; each step with its places in both.</summary>
    public static List<(Change Kind, int Old, int New)> Compare(IReadOnlyList<string> old, IReadOnlyList<string> now, Func<string, string, bool> same)
    {
        var steps = new List<(Change, int, int)>();
        var start = 0;
        while (start < old.Count && start < now.Count && same(old[start], now[start])) steps.Add((Change.None, start, start++));
        var (oldEnd, newEnd) = (old.Count, now.Count);
        while (oldEnd > start && newEnd > start && same(old[oldEnd - 1], now[newEnd - 1])) (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1);
        var (height, width) = (oldEnd - start, newEnd - start);
        var longest = (long)height * width > MostPairs ? null : new int[height + 1, width + 1];
        for (var i = height - 1; longest is not null && i >= 0; i--)
            for (var j = width - 1; j >= 0; j--)
                longest[i, j] = same(old[start + i], now[start + j]) ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        var (x, y) = (0, 0);
        while (x < height || y < width)
        {
            if (longest is not null && x < height && y < width && same(old[start + x], now[start + y])) steps.Add((Change.None, start + x++, start + y++));
            else if (x < height && (y == width || longest is null || longest[x + 1, y] >= longest[x, y + 1])) steps.Add((Change.Removed, start + x++, start + y));
            else steps.Add((Change.Added, start + x, start + y++));
        }
        for (; oldEnd < old.Count; oldEnd++, newEnd++) steps.Add((Change.None, oldEnd, newEnd));
        return steps;
    }

    /// <summary>The unified diff of a document and the same with other lines in it.</summary>
    public static IEnumerable<string> Unified(string name, IReadOnlyList<string> old, IReadOnlyList<(int Start, int Count, IReadOnlyList<string> Lines)> edits)
    {
        var steps = new List<(Change Kind, int Old, int New, string Line)>();
        var (at, number) = (0, 0);
        foreach (var (start, count, lines) in edits)
        {
            while (at < start) steps.Add((Change.None, at, number++, old[at++]));
            var before = old.Skip(start).Take(count).ToList();
            foreach (var (kind, i, j) in Compare(before, lines, static (a, b) => a == b))
                steps.Add((kind, start + i, number + j, kind == Change.Added ? lines[j] : before[i]));
            (at, number) = (start + count, number + lines.Count);
        }
        while (at < old.Count) steps.Add((Change.None, at, number++, old[at++]));

        var changed = Enumerable.Range(0, steps.Count).Where(i => steps[i].Kind != Change.None).ToList();
        if (changed.Count == 0) yield break;
        yield return $"--- {name}";
        yield return $"+++ {name} (as it came)";
        for (var i = 0; i < changed.Count;)
        {
            var last = i;
            while (last + 1 < changed.Count && changed[last + 1] - changed[last] <= 2 * Context + 1) last++;
            var hunk = steps[Math.Max(0, changed[i] - Context)..Math.Min(steps.Count, changed[last] + Context + 1)];
            yield return $"@@ -{Range(hunk[0].Old, hunk.Count(step => step.Kind != Change.Added))} +{Range(hunk[0].New, hunk.Count(step => step.Kind != Change.Removed))} @@";
            foreach (var step in hunk) yield return (step.Kind switch { Change.None => " ", Change.Removed => "-", _ => "+" }) + step.Line;
            i = last + 1;
        }
    }

    private static string Range(int start, int count) => count == 1 ? $"{start + 1}" : $"{(count == 0 ? start : start + 1)},{count}";
}
