using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace MacEmu.Report;

/// <summary>
/// A whole page: one file that needs nothing else and may do nothing else. Its policy lets only its own style and script in, by their
/// hashes, and nothing from anywhere.
/// </summary>
internal static class ReportPage
{
    /// <summary>A part of the page.</summary>
    /// <param name="Id">Its name in links.</param>
    /// <param name="Title">Its heading.</param>
    /// <param name="Content">What is in it.</param>
    public sealed record Section(string Id, string Title, Html Content);

    /// <summary>Puts a page together.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="introduction">What stands below the title.</param>
    /// <param name="sections">Its parts.</param>
    public static byte[] Write(string title, Html introduction, IReadOnlyList<Section> sections)
    {
        var (style, script) = (Resource("report.css"), Resource("report.js"));
        var html = new Html();
        html.Own("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Add($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; base-uri 'none'; form-action 'none'\">\n");
        html.Own("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
        html.Add($"<title>{title}</title>\n<style>").Own(style).Own("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n");
        html.Add($"<header>\n<h1>{title}</h1>\n{introduction}</header>\n<nav aria-label=\"Parts of this page\"><ul>");
        foreach (var section in sections) html.Add($"<li><a href=\"#{section.Id}\">{section.Title}</a></li>");
        html.Own("</ul></nav>\n<main id=\"content\" tabindex=\"-1\">\n");
        foreach (var section in sections) html.Add($"<section aria-labelledby=\"{section.Id}\">\n<h2 id=\"{section.Id}\" tabindex=\"-1\">{section.Title}</h2>\n{section.Content}</section>\n");
        html.Add($"</main>\n<footer><p>Made by macemu {typeof(ReportPage).Assembly.GetName().Version!.ToString(3)}. Times are the emulated Mac’s. Passwords and recovery keys are hidden.</p></footer>\n<script>").Own(script).Own("</script>\n</body>\n</html>\n");
        return html.ToUtf8();
    }

    /// <summary>The box that filters a list; it is there only where scripts run.</summary>
    /// <param name="list">The list's id.</param>
    /// <param name="what">What its items are, in the plural.</param>
    /// <param name="hasChanges">Whether one may ask for those that changed something.</param>
    public static Html Filter(string list, string what, bool hasChanges)
    {
        var html = new Html();
        html.Add($"<form class=\"filter\" role=\"search\" aria-label=\"Filter the {what}\" data-list=\"{list}\" data-what=\"{what}\" hidden>\n<label>Filter <input type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>\n<label><input type=\"checkbox\" value=\"failed\"> failed only</label>\n");
        if (hasChanges) html.Own("<label><input type=\"checkbox\" value=\"changing\"> with changes only</label>\n");
        return html.Own("<span class=\"buttons\"><button type=\"button\" value=\"open\">Expand all</button> <button type=\"button\" value=\"close\">Collapse all</button></span>\n<output class=\"count\" aria-live=\"polite\"></output>\n</form>\n");
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"resource {name} is missing from the build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
