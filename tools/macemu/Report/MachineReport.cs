namespace MacEmu.Report;

/// <summary>What a report of a machine is about.</summary>
/// <param name="Title">The title.</param>
/// <param name="Notes">What is to be known of it, a sentence each.</param>
/// <param name="Before">What the Mac was; null where that isn't known.</param>
/// <param name="After">What it is.</param>
/// <param name="Commands">What was run in between.</param>
internal sealed record MachineReport(string Title, IReadOnlyList<string> Notes, MacState? Before, MacState After, IReadOnlyList<ReportedCommand> Commands)
{
    private const string List = "commands";

    /// <summary>The page.</summary>
    public byte[] Write()
    {
        var parts = new StateSections(Before, After, "mac");
        return ReportPage.Write(Title, Introduction(),
        [
            new("users", "Users and tokens", parts.Users()),
            new("security", "FileVault and bootstrap token", parts.Security()),
            new("timeline", "Timeline", TimelineOf()),
            new("policy", "LocalPolicy", parts.Policies(presentOnly: false, level: 3)),
            new("disks", "Disks", parts.Layout()),
        ]);
    }

    private Html Introduction()
    {
        var html = new Html();
        html.Add($"<p><bdi>{After.Model}</bdi></p>\n");
        var (failed, changing, missing) = (Commands.Count(command => !command.IsGood), Commands.Count(command => command.Changes.Count > 0), Commands.Count(command => command.NotEmulated is not null));
        html.Add($"<ul class=\"sums\"><li><strong>{Commands.Count}</strong> {(Commands.Count == 1 ? "command" : "commands")}</li><li class=\"{(failed > 0 ? "bad" : "good")}\"><strong>{failed}</strong> failed</li><li><strong>{changing}</strong> changed the Mac</li>");
        if (missing > 0) html.Add($"<li class=\"bad\"><strong>{missing}</strong> not emulated</li>");
        html.Own("</ul>\n");
        foreach (var note in Notes) html.Add($"<p class=\"note\">{note}</p>\n");
        return html;
    }

    private Html TimelineOf()
    {
        if (Commands.Count == 0) return new Html().Own("<p class=\"note\">No command was run.</p>\n");
        var html = ReportPage.Filter(List, "commands", hasChanges: true);
        new Timeline().Write(html, Commands, List, "Commands in the order in which they began");
        return html;
    }
}
