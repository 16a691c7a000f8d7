using System.Globalization;
using MacEmu.Run;

namespace MacEmu.Coverage;

/// <summary>One form of a command as scripts use it.</summary>
/// <param name="Tool">The command.</param>
/// <param name="Form">How it is called, names and values as placeholders.</param>
/// <param name="Calls">How many calls it stands for. Of a companion only all calls together were counted: its forms share them by their number of repositories.</param>
internal sealed record UsageForm(string Tool, string Form, double Calls);

/// <summary>
/// A table of how often scripts call what: columns table, tool, command, files, repositories, calls. The rows <c>full</c> are the seven
/// tools, <c>companion</c> the commands beside them, <c>companion-form</c> how those are called.
/// </summary>
internal static class UsageTable
{
    private const int Columns = 6;

    /// <summary>Reads the forms.</summary>
    /// <exception cref="MacEmuException">It isn't such a table.</exception>
    public static IReadOnlyList<UsageForm> Read(string path)
    {
        if (!File.Exists(path)) throw new MacEmuException($"coverage: {path}: no such file");
        var rows = File.ReadLines(path).Select(line => line.Split('\t')).Where(row => row.Length >= Columns).ToList();
        var forms = rows.Where(row => row[0] == "full").Select(row => new UsageForm(row[1], row[2], Number(row[5]))).ToList();
        var ofCompanions = rows.Where(row => row[0] == "companion-form").ToLookup(row => row[1], row => (Form: row[2], Repositories: Number(row[4])));
        foreach (var row in rows.Where(row => row[0] == "companion" && (row[1] == "macOS-only" || (ofCompanions.Contains(row[2]) && MacPaths.Commands.ContainsKey(row[2])))))
        {
            var own = ofCompanions[row[2]].ToList();
            var all = own.Sum(form => form.Repositories);
            if (own.Count == 0) forms.Add(new UsageForm(row[2], row[2], Number(row[5])));
            else forms.AddRange(own.Select(form => new UsageForm(row[2], form.Form, Number(row[5]) * form.Repositories / all)));
        }
        return forms.Count > 0 ? forms : throw new MacEmuException($"coverage: {path}: no row of a table of usage (its first column would be full, companion or companion-form)");
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
