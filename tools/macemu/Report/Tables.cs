namespace MacEmu.Report;

/// <summary>Tables that show what was and what is; a change is told by words and a sign, colour only goes with it.</summary>
internal static class Tables
{
    /// <summary>The names of the columns that stand beside each other in <see cref="WriteFacts"/>.</summary>
    /// <param name="Before">What the first moment is called; null where nothing is known of it.</param>
    /// <param name="After">What the second is called.</param>
    public sealed record Moments(string? Before, string After);

    /// <summary>Stands for what nobody knows: it can't have changed.</summary>
    public const string Unknown = "not made";

    /// <summary>A table of things with several columns each: a changed cell has both values.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="caption">What it is a table of.</param>
    /// <param name="columns">The columns' titles; the first is the name's.</param>
    /// <param name="before">The rows of before; null where nothing is known of it.</param>
    /// <param name="after">The rows of after: the name, what stands below it, and a value for each further column.</param>
    public static void WriteMatrix(Html html, string caption, string[] columns, IReadOnlyList<string[]>? before, IReadOnlyList<string[]> after)
    {
        Begin(html, caption, columns, "matrix");
        foreach (var row in after)
        {
            var was = before?.FirstOrDefault(old => old[0] == row[0]);
            var isNew = before is not null && was is null;
            html.Add($"<tr><th scope=\"row\">{Named(row[0])}");
            if (isNew) html.Own(" <span class=\"tag changed\">+ new</span>");
            WriteBelow(html, isNew ? null : was?[1], row[1]);
            html.Own("</th>");
            for (var i = 2; i < row.Length; i++) WriteCell(html, was?[i], row[i]);
            html.Own("</tr>\n");
        }
        foreach (var row in before ?? [])
        {
            if (after.Any(now => now[0] == row[0])) continue;
            html.Add($"<tr class=\"gone\"><th scope=\"row\">{Named(row[0])} <span class=\"tag changed\">− gone</span>");
            WriteBelow(html, null, row[1]);
            html.Own("</th>");
            for (var i = 2; i < row.Length; i++) html.Add($"<td>{Value(row[i])}</td>");
            html.Own("</tr>\n");
        }
        End(html);
    }

    /// <summary>A table of single values, before and after beside each other.</summary>
    public static void WriteFacts(Html html, string caption, string title, Moments moments, IReadOnlyList<(Html Name, string? Before, string? After)> facts)
    {
        Begin(html, caption, moments.Before is null ? [title, moments.After] : [title, moments.Before, moments.After], "facts");
        foreach (var (name, before, after) in facts)
        {
            var isChanged = moments.Before is not null && before != after && before != Unknown && after != Unknown;
            html.Add($"<tr{Class(isChanged)}><th scope=\"row\">{name}</th>");
            if (moments.Before is not null) html.Add($"<td>{Value(before ?? "–")}</td>");
            html.Add($"<td>{Value(after ?? "–")}");
            if (isChanged) html.Own(" <span class=\"tag changed\">▲ changed</span>");
            html.Own("</td></tr>\n");
        }
        End(html);
    }

    private static Html Class(bool isChanged) => new Html().Own(isChanged ? " class=\"changed\"" : "");

    private static void WriteBelow(Html html, string? before, string now)
    {
        if (before is not null && before != now) html.Add($"<br><span class=\"below\"><span class=\"was\"><bdi>{before}</bdi></span> <span class=\"arrow\">→</span> <strong><bdi>{now}</bdi></strong></span>");
        else if (now.Length > 0) html.Add($"<br><span class=\"below\"><bdi>{now}</bdi></span>");
    }

    private static void WriteCell(Html html, string? before, string after)
    {
        if (before is null || before == after) html.Add($"<td>{Value(after)}</td>");
        else html.Add($"<td class=\"changed\"><span class=\"was\">{Value(before)}</span> <span class=\"arrow\">→</span> <strong>{Value(after)}</strong></td>");
    }

    private static Html Named(string name) => new Html().Add($"<bdi>{(name.Length > 0 ? name : "(no name)")}</bdi>");

    // A sign beside the word, for the eye.
    private static Html Value(string value) => value switch
    {
        "yes" => new Html().Own("<span class=\"yes\"><span aria-hidden=\"true\">✓</span> yes</span>"),
        "no" => new Html().Own("<span class=\"no\"><span aria-hidden=\"true\">✗</span> no</span>"),
        _ => new Html().Add($"<bdi>{value}</bdi>"),
    };

    private static void Begin(Html html, string caption, string[] columns, string kind)
    {
        html.Add($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\"><table class=\"{kind}\"><caption>{caption}</caption>\n<thead><tr>");
        foreach (var column in columns) html.Add($"<th scope=\"col\">{column}</th>");
        html.Own("</tr></thead>\n<tbody>\n");
    }

    private static void End(Html html) => html.Own("</tbody></table></div>\n");
}
