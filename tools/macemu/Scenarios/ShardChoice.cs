using System.Globalization;
using MacToolHost;

namespace MacEmu.Scenarios;

/// <summary>Which part of the tests is ours: said on the command line, or by the CI system or batch scheduler that runs several of us.</summary>
internal static class ShardChoice
{
    // The variables that count the parts and number ours; where numbers begin, or the variable that says so.
    private static readonly (string Index, string Count, int First, string? FirstVariable)[] Sources =
    [
        ("CI_NODE_INDEX", "CI_NODE_TOTAL", 1, null),
        ("JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", 0, null),
        ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", 1, "SLURM_ARRAY_TASK_MIN"),
    ];

    /// <summary>The part, or null for all.</summary>
    /// <exception cref="MacEmuException">What is said makes no sense.</exception>
    public static Shard? Of(string? said, ToolConsole console)
    {
        if (said is not null)
        {
            var parts = said.Split('/');
            return parts.Length == 2 && Number(parts[0]) is { } index && Number(parts[1]) is { } count && index >= 1 && index <= count
                ? Of(index, count) : throw new MacEmuException($"test: --shard: '{said}' is not I/N with I from 1 to N, such as 2/4");
        }
        foreach (var (indexName, countName, first, firstName) in Sources)
        {
            if (console.Environment(indexName) is not { } indexText || console.Environment(countName) is not { } countText) continue;
            var start = firstName is not null && console.Environment(firstName) is { } text ? Number(text) : first;
            var step = firstName is not null && console.Environment("SLURM_ARRAY_TASK_STEP") is { } stepText ? Number(stepText) : 1;
            if (Number(indexText) is not { } index || Number(countText) is not { } count || start is not { } from || step is not > 0 || index < from || (index - from) / step.Value + 1 > count)
                throw new MacEmuException($"test: {indexName}={indexText} and {countName}={countText} name no shard; --shard 1/1 leaves them aside");
            return Of((index - from) / step.Value + 1, count);
        }
        return null;
    }

    private static Shard? Of(int index, int count) => count == 1 ? null : new Shard(index, count);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
