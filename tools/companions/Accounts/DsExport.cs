using System.Text;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>
/// Writes records into a delimited file whose first line describes the fields, as dsimport reads it (manual page and published source
/// of dsexport; docs/fidelity.md). The options may stand before or after the three words that are needed.
/// </summary>
internal static class DsExport
{
    public static readonly Companion Companion = new("dsexport", Run)
    {
        IsSecret = arguments => [.. arguments.Select((_, i) => i > 0 && arguments[i - 1] == "-p")],
    };

    private const string Delimiters = "0x0A 0x5C 0x3A 0x2C";

    private const string Usage =
        """

        dsexport - A tool for exporting records from Open Directory

        Usage:  dsexport filePath DSNodePath recordType [options] [DS proxy]
        flags:
           --N exports Native attributes, by default only standard attributes
               are exported.
        options: (comma delimited lists)
            -r <recordNames>
            -e <attributesToBeExcluded>

        proxy:   (when using DS proxy password prompt provided if none specified)
            -a <proxyAddress>
            -u <proxyUsername>
            -p <proxyPassword>


        """;

    private static int Run(ToolRun run)
    {
        var words = new List<string>();
        var records = new List<string>();
        var excluded = new HashSet<AttributeName> { AttributeName.MetaNodeLocation, AttributeName.RecordType, AttributeName.Parse("dsAttrTypeNative:objectClass") };
        var withNative = false;
        for (var i = 0; i < run.Arguments.Count; i++)
        {
            var argument = run.Arguments[i];
            if (argument == "--N") withNative = true;
            else if (argument is not ("-r" or "-e" or "-a" or "-u" or "-p")) words.Add(argument);
            else if (++i == run.Arguments.Count) return Misused(run);
            else if (argument == "-r") records.AddRange(List(run.Arguments[i]));
            else if (argument == "-e") excluded.UnionWith(List(run.Arguments[i]).Select(AttributeName.Parse));
            else throw new NotEmulatedException($"dsexport {argument} (another computer's directory)");
        }
        if (words is not [{ Length: > 0 } file, var node, { Length: > 0 } typeName]) return Misused(run);
        if (node is not ("/Local/Default" or "/Search")) return Failed(run, file, $"No node was found at the following path:'{node}'");
        var type = Type(run, typeName);
        var session = run.Mac.DirectoryAs(new DirectoryCaller(run.User));
        var found = run.Mac.Directory.Records(type).Where(record => records.Count == 0 || IsNamed(record, records)).ToList();
        run.Log($"Exporting {found.Count} records");
        return Write(run, file, Text(run, session, type, found, excluded, withNative));
    }

    // A column comes in with the first record that has it; the records before are shorter.
    private static string Text(ToolRun run, DirectorySession session, RecordType type, List<DirectoryRecord> records, HashSet<AttributeName> excluded, bool withNative)
    {
        var columns = new List<AttributeName>();
        var lines = new StringBuilder();
        foreach (var record in records)
        {
            var attributes = record.AllAttributes()
                .Where(attribute => !excluded.Contains(attribute.Name) && session.MaySee(attribute.Name)
                    && (withNative || attribute.Name.FullName.StartsWith(AttributeName.StandardPrefix, StringComparison.Ordinal)))
                .OrderBy(attribute => attribute.Name != AttributeName.RecordName).ThenBy(attribute => attribute.Name.FullName, StringComparer.Ordinal)
                .ToDictionary(attribute => attribute.Name, attribute => attribute.Values);
            columns.AddRange(attributes.Keys.Except(columns).ToList());
            lines.AppendJoin(':', columns.Select(column => Field(run, record, column, attributes.GetValueOrDefault(column, [])))).Append('\n');
        }
        return $"{Delimiters} {type.FullName} {columns.Count} {string.Join(' ', columns.Select(column => column.FullName))}\n{lines}";
    }

    private static string Field(ToolRun run, DirectoryRecord record, AttributeName column, IReadOnlyList<DirectoryValue> values)
    {
        var texts = new List<string>();
        foreach (var value in values)
        {
            if (value.Text is { } text) texts.Add(Escaped(text));
            else run.Log($"Skipping binary data attribute `{column.FullName}` in record `{record.Name}`. ");
        }
        return string.Join(',', texts);
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\\' or ',' or ':' or '\n') escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }

    private static int Write(ToolRun run, string file, string text)
    {
        try
        {
            File.Delete(file);
            File.WriteAllText(file, text);
            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Failed(run, file, "Failed to create output file.");
        }
    }

    private static RecordType Type(ToolRun run, string name)
    {
        if (RecordType.FromFullName(name) is { } full) return full;
        var standard = RecordType.Standard(name);
        if (run.Mac.Directory.Types.Contains(standard))
        {
            run.Log($"The specified record type did not contain a valid prefix, the specified type corresponds to a supported standard type. The tool will be using the following record type: {standard.FullName}");
            return standard;
        }
        var native = RecordType.FromFullName($"dsRecTypeNative:{name}")!.Value;
        run.Log($"The specified record type did not contain a valid prefix, the specified type does not corresponds to a supported standard type. The tool therfore defaulted to a native type: {native.FullName}");
        return native;
    }

    private static bool IsNamed(DirectoryRecord record, List<string> names) =>
        record.Values(AttributeName.RecordName).Any(value => names.Exists(name => name.Equals(value.Text, StringComparison.OrdinalIgnoreCase)));

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // A failure is told, and the status is good all the same; a file that was there is gone.
    private static int Failed(ToolRun run, string file, string reason)
    {
        run.Log($"DSExportException: {reason}");
        if (File.Exists(file)) File.Delete(file);
        return 0;
    }

    private static int Misused(ToolRun run)
    {
        run.Console.Out(Usage);
        return 0;
    }
}
