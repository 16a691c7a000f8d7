using System.Globalization;
using MacStateStore;
using MacStateStore.Storage;

namespace MacEmu.Report;

/// <summary>A command as a report tells it.</summary>
/// <param name="Number">Its number in the journal.</param>
/// <param name="At">The machine's time at its start.</param>
/// <param name="User">Who ran it.</param>
/// <param name="Line">What was typed, secrets hidden.</param>
/// <param name="ExitStatus">Its exit status; null where it didn't end.</param>
/// <param name="NotEmulated">What it asked for that isn't emulated; null for nothing.</param>
/// <param name="Printed">What it printed; null for nothing.</param>
/// <param name="Changes">What it changed, a line each.</param>
internal sealed record ReportedCommand(long Number, DateTimeOffset At, string User, string Line, int? ExitStatus, string? NotEmulated, Printed? Printed, IReadOnlyList<string> Changes)
{
    /// <summary>Whether it ended well.</summary>
    public bool IsGood => ExitStatus == 0 && NotEmulated is null;

    /// <summary>Reads commands from a journal.</summary>
    public static IReadOnlyList<ReportedCommand> Of(Mac mac, IEnumerable<JournalRow> rows) =>
    [
        .. rows.Select(row => new ReportedCommand(row.Id, row.At, row.Entry.User, Log.CommandLine(row.Entry), row.ExitStatus, row.NotEmulated, mac.Journal.PrintedBy(row.Id), [.. row.Changes.SelectMany(Log.Lines)])),
    ];
}

/// <summary>The list of what was run, each with its outcome; output and changes unfold.</summary>
internal sealed class Timeline
{
    private const int MostChanges = 200;

    // Characters of output in one page: beyond that a browser gets slow, and nobody reads it.
    private const int MostOutput = 12_000_000;

    // From so many on, what isn't in sight isn't laid out.
    private const int Long = 300;

    private int _output;
    private string _date = "";

    /// <summary>Writes commands as a list.</summary>
    public void Write(Html html, IReadOnlyList<ReportedCommand> commands, string id, string label)
    {
        _date = "";
        Begin(html, id, label, commands.Count);
        foreach (var command in commands) Write(html, command, id);
        html.Own("</ol>\n");
    }

    private void Write(Html html, ReportedCommand command, string id)
    {
        var (hasMore, kinds) = (command.Printed is not null || command.Changes.Count > 0, $"{(command.IsGood ? "" : " failed")}{(command.Changes.Count > 0 ? " changing" : "")}");
        html.Add($"<li id=\"{id}-{command.Number}\" class=\"item{kinds}\">").Own(hasMore ? "<details><summary>" : "<div class=\"line\">");
        html.Add($"<span class=\"what\"><code>{command.Line}</code></span> <span class=\"outcome\"><span class=\"{(command.IsGood ? "good" : "bad")}\">{StatusOf(command)}</span>");
        if (command.Changes.Count > 0) html.Add($" <span class=\"tag changed\">▲ {Count(command.Changes.Count, "change")}</span>");
        html.Add($" <span class=\"when\"><bdi>{command.User}</bdi>, <time datetime=\"{ClockCommand.Print(command.At)}\">{TimeOf(command.At)}</time></span></span>");
        html.Own(hasMore ? "</summary>\n<div class=\"more\">" : "</div></li>\n");
        if (!hasMore) return;
        if (command.Printed is { } printed)
        {
            WriteOutput(html, "Standard output", printed.Output, printed.OutputSize, printed.IsOutputCut);
            WriteOutput(html, "Standard error", printed.Errors, printed.ErrorsSize, printed.AreErrorsCut);
        }
        if (command.Changes.Count > 0)
        {
            html.Own("<p class=\"label\">Changes</p>\n<ul class=\"changes\">");
            foreach (var change in command.Changes.Take(MostChanges)) html.Add($"<li><code>{change}</code></li>");
            if (command.Changes.Count > MostChanges) html.Add($"<li>and {command.Changes.Count - MostChanges} more, which <code>macemu log</code> shows</li>");
            html.Own("</ul>\n");
        }
        html.Own("</div></details></li>\n");
    }

    /// <summary>Begins a list.</summary>
    public static void Begin(Html html, string id, string label, int count) =>
        html.Add($"<ol class=\"timeline{(count >= Long ? " long" : "")}\" role=\"list\" id=\"{id}\" aria-label=\"{label}\">\n");

    // The date only where it isn't that of the command before.
    private string TimeOf(DateTimeOffset at)
    {
        var date = at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var time = at.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        if (date == _date) return time;
        _date = date;
        return $"{date} {time}";
    }

    /// <summary>Writes what went to a stream; nothing where that was nothing.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="name">The stream's name.</param>
    /// <param name="text">What is kept of it.</param>
    /// <param name="size">How many bytes it was.</param>
    /// <param name="isCut">Whether more is not kept.</param>
    public void WriteOutput(Html html, string name, string text, long size, bool isCut)
    {
        if (size == 0 && text.Length == 0) return;
        html.Add($"<p class=\"label\">{name}</p>\n");
        if (_output + text.Length > MostOutput)
        {
            html.Add($"<p class=\"note\">{size} bytes; left out, as this page has output enough.</p>\n");
            return;
        }
        _output += text.Length;
        // The parser takes away one line end at the beginning.
        html.Add($"<pre tabindex=\"0\">\n{text.TrimEnd('\n')}</pre>\n");
        if (isCut) html.Add($"<p class=\"note\">✂ Cut here: {LayoutPicture.Size(size)} in all, only the beginning is kept.</p>\n");
    }

    private static string StatusOf(ReportedCommand command) => command switch
    {
        { NotEmulated: { } missing } => $"✗ not emulated: {missing}",
        { ExitStatus: null } => "✗ not finished",
        { ExitStatus: 0 } => "✓ exit 0",
        _ => $"✗ exit {command.ExitStatus}",
    };

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
