namespace Companions;

/// <summary>
/// Which forms of the companions are served, by a table that <c>companions --forms</c> prints for those who count (served-forms.tsv says
/// how a form is compared).
/// </summary>
internal static class ServedForms
{
    private const string Table = "served-forms.tsv";

    /// <summary>Command, form, and how it is served: emulated, host or refused.</summary>
    public static IReadOnlyList<(string Command, string Form, string How)> All => field ??= Read();

    private static List<(string, string, string)> Read()
    {
        using var reader = new StreamReader(typeof(ServedForms).Assembly.GetManifestResourceStream(Table) ?? throw new InvalidOperationException($"{Table} is missing from the build"));
        var rows = new List<(string, string, string)>();
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#') && line.Split('\t') is [var command, var form, var how]) rows.Add((command, form, how));
        return rows;
    }
}
