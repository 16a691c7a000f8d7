using MacStateStore.LocalPolicy;

namespace MacEmu.Report;

/// <summary>What a Mac was and is, in tables and pictures; the same parts for a run and for a test.</summary>
/// <param name="Before">What it was; null where that isn't known.</param>
/// <param name="After">What it is.</param>
/// <param name="Id">What begins the names of parts, as there may be several Macs on a page.</param>
internal sealed record StateSections(MacState? Before, MacState After, string Id)
{
    private Tables.Moments Moments => new(Before is null ? null : "Before", Before is null ? "Now" : "After");

    /// <summary>Who may do what.</summary>
    public Html Users()
    {
        var html = new Html();
        if (After.Users.Count == 0 && Before is null or { Users.Count: 0 }) return html.Own("<p class=\"note\">There are no users yet: Setup Assistant has not run.</p>\n");
        Tables.WriteMatrix(html, "Users: administrators, secure tokens, volume ownership, FileVault",
            ["User", "Admin", "Secure token", "Volume owner", "Unlocks FileVault"], Before?.Users.Select(Row).ToList(), [.. After.Users.Select(Row)]);
        return html;

        static string[] Row(ReportedUser user) => [user.Name, user.Described, YesNo(user.IsAdmin), YesNo(user.HasToken), YesNo(user.IsOwner), user.Unlocks is { } unlocks ? YesNo(unlocks) : "– (off)"];
    }

    /// <summary>FileVault, bootstrap token and what else there is to know.</summary>
    /// <param name="changedOnly">Whether what stayed as it was is left out.</param>
    public Html Security(bool changedOnly = false)
    {
        var html = new Html();
        var facts = After.Security.Select(fact => (new Html().Text(fact.Name), Before?.Security.FirstOrDefault(old => old.Name == fact.Name)?.Value, (string?)fact.Value));
        var shown = facts.Where(fact => !changedOnly || fact.Item2 != fact.Item3).ToList();
        if (shown.Count == 0) return html.Own("<p class=\"note\">FileVault, the bootstrap token, management and start-up are as they were.</p>\n");
        Tables.WriteFacts(html, "FileVault, bootstrap token, management and start-up", "What", Moments, shown);
        return html;
    }

    /// <summary>The LocalPolicy of each system.</summary>
    /// <param name="presentOnly">Whether fields that are absent before and after are left out.</param>
    /// <param name="level">The level of the headings.</param>
    public Html Policies(bool presentOnly, int level)
    {
        var html = new Html();
        foreach (var name in After.Systems.Concat(Before?.Systems ?? []).Select(system => system.Name).Distinct())
        {
            var (before, after) = (Before?.Systems.FirstOrDefault(system => system.Name == name), After.Systems.FirstOrDefault(system => system.Name == name));
            html.Add($"<h{level}><bdi>{name}</bdi></h{level}>\n");
            if (before is not null && after is not null && before.Described != after.Described) html.Add($"<p><bdi>{before.Described}</bdi> <span class=\"arrow\">→</span> <strong><bdi>{after.Described}</bdi></strong> <span class=\"tag changed\">▲ changed</span></p>\n");
            else html.Add($"<p><bdi>{(after ?? before)!.Described}</bdi>");
            if (before is null && Before is not null) html.Own(" <span class=\"tag changed\">+ new</span></p>\n");
            else if (after is null) html.Own(" <span class=\"tag changed\">− gone</span></p>\n");
            else if (before is null || before.Described == after.Described) html.Own("</p>\n");
            WritePolicy(html, name, before, after, presentOnly);
        }
        return html;
    }

    private void WritePolicy(Html html, string system, ReportedSystem? before, ReportedSystem? after, bool presentOnly)
    {
        if (!(after ?? before)!.HasPolicy)
        {
            html.Own("<p class=\"note\">This Mac has no LocalPolicy: only Apple silicon has.</p>\n");
            return;
        }
        var isFactory = (after ?? before) is { IsPolicyMade: false };
        if (isFactory) html.Own("<p class=\"note\">The policy is the factory’s: nothing has asked for it yet, so its identity, hashes and nonces aren’t made. Its settings are told.</p>\n");
        else if (before is { IsPolicyMade: false }) html.Own("<p class=\"note\">Before, the policy was still the factory’s, of which only the settings are told: something asked for it meanwhile.</p>\n");
        var fields = PolicyFields.All.Select(field => (Field: field, Before: before?.Fields.GetValueOrDefault(field.Code), After: after?.Fields.GetValueOrDefault(field.Code)))
            .Where(row => !(presentOnly || isFactory) || row.Before is not null || row.After is not null || (isFactory && !presentOnly && row.Field.IsSetting))
            // What the factory's didn't tell hasn't changed.
            .Select(row => (Name(row.Field), Known(row.Field, row.Before, before) ? row.Before ?? "absent" : Tables.Unknown, (string?)(Known(row.Field, row.After, after) ? row.After ?? "absent" : Tables.Unknown)))
            .Select(row => (row.Item1, (string?)row.Item2, row.Item3)).ToList();
        if (fields.Count > 0) Tables.WriteFacts(html, $"LocalPolicy of {system}", "Field", Moments with { Before = before is null ? null : Moments.Before }, fields);
        else html.Own("<p class=\"note\">No setting of it is changed from the factory’s.</p>\n");
    }

    private static bool Known(PolicyField field, string? value, ReportedSystem? system) => value is not null || system is null or { IsPolicyMade: true } || field.IsSetting;

    private static Html Name(PolicyField field) => new Html().Add($"<code>{field.Code}</code> <span class=\"note\">{PolicyMeanings.Of(field.Code)}</span>");

    /// <summary>The disks, as pictures and as a table.</summary>
    public Html Layout()
    {
        var html = new Html();
        var (rows, old) = (LayoutPicture.Rows(After), Before is null ? null : LayoutPicture.Rows(Before));
        LayoutPicture.Write(html, After, $"{Id}-now");
        var isSame = old is null || (old.Count == rows.Count && old.Zip(rows).All(pair => pair.First.SequenceEqual(pair.Second)) && Before!.Containers.Select(Frame).SequenceEqual(After.Containers.Select(Frame)));
        if (!isSame)
        {
            html.Own("<details class=\"block\"><summary>The disks as they were before</summary>\n");
            LayoutPicture.Write(html, Before!, $"{Id}-was");
            html.Own("</details>\n");
        }
        html.Add($"<details class=\"block\"><summary>The volumes as a table{(old is null ? "" : isSame ? " (nothing has changed)" : " with what has changed")}</summary>\n");
        Tables.WriteMatrix(html, "APFS volumes", LayoutPicture.Columns, old, rows);
        html.Own("</details>\n");
        return html;

        static (string, long, long) Frame(ReportedContainer container) => (container.Device, container.Size, container.Free);
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}
