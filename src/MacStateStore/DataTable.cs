using System.Reflection;

namespace MacStateStore;

/// <summary>Reads the project's own TSV tables out of the assembly; lines beginning with # are comments.</summary>
internal static class DataTable
{
    /// <summary>The rows of a table, split at tabs.</summary>
    public static IEnumerable<string[]> Rows(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"table {name} is missing from the build");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split('\t');
    }

    /// <summary>The rows of a table whose first line names its columns.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> NamedRows(string name)
    {
        string[]? columns = null;
        foreach (var row in Rows(name))
        {
            if (columns is null) columns = row;
            else yield return columns.Select((column, i) => (column, i)).ToDictionary(c => c.column, c => c.i < row.Length ? row[c.i] : "");
        }
    }
}
