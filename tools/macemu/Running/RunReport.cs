using MacStateStore.Storage;
using MacToolHost;

namespace MacEmu;

/// <summary>
/// What there is to say after <c>macemu run</c>: which calls weren't emulated, also where the script has passed over that, and with
/// <c>--trace</c> all that was called.
/// </summary>
internal static class RunReport
{
    /// <summary>Says it on standard error.</summary>
    /// <param name="run">The call of macemu.</param>
    /// <param name="id">The id that the calls share.</param>
    /// <param name="after">The journal's newest row of before.</param>
    /// <param name="status">The script's exit status.</param>
    /// <param name="trace">Whether to show every call.</param>
    /// <param name="loose">Whether the script's status stands in any case.</param>
    /// <returns>The exit status of the run.</returns>
    public static int Tell(Invocation run, string id, long after, int status, bool trace, bool loose)
    {
        try
        {
            using var mac = run.Open();
            mac.BeginReading();
            if (mac.Journal.Newest > after) mac.RunStates.KeepAfter(id);
            if (trace) Trace(run.Console, mac.Journal.Read(run: id, after: after));
            var missing = mac.Journal.NotEmulated(id, after);
            if (missing.Count == 0) return status;
            run.Console.ErrorLine($"macemu: run: not emulated: {string.Join("; ", missing.Select(TextTable.Printable))}");
            if (loose) return status;
            run.Console.ErrorLine($"macemu: run: so what came of it isn't what a Mac would do: status {ExitStatus.NotEmulated} (with --loose the script's own, {status}, stands)");
            return ExitStatus.NotEmulated;
        }
        catch (MachineFileException error)
        {
            run.Console.ErrorLine($"macemu: run: what was called is not known: {error.Message}");
            return status;
        }
    }

    private static void Trace(ToolConsole console, IReadOnlyList<JournalRow> rows)
    {
        var changing = rows.Count(row => row.Changes.Count > 0);
        console.ErrorLine($"macemu: run: {Count(rows.Count, "call")}, {changing} changed the Mac, {rows.Count(row => row.NotEmulated is not null)} not emulated");
        if (rows.Count == 0) return;
        console.ErrorLine("status  changes  call");
        foreach (var row in rows)
            console.ErrorLine($"{row.ExitStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?",6}  {row.Changes.Count,7}  {Log.CommandLine(row.Entry)}{(row.NotEmulated is null ? "" : "   ← not emulated")}");
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
