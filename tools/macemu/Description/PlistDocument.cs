using System.Globalization;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace MacEmu.Description;

/// <summary>A description written as a property list, XML or binary, in the shape of YAML's; data are bytes.</summary>
internal static class PlistDocument
{
    /// <summary>Reads a file that may be a property list, and else is YAML or JSON; <c>-</c> is standard input, which is no property list.</summary>
    public static DocumentNode Read(string file, ToolConsole console)
    {
        if (!IsPropertyList(file)) return DocumentReader.Read(file, console);
        try
        {
            return Node(file, "", PropertyList.Parse(File.ReadAllBytes(file)));
        }
        catch (PropertyListException error)
        {
            throw new DescriptionException(file, 1, 1, $"this is not a property list: {error.Message}");
        }
    }

    private static bool IsPropertyList(string file)
    {
        if (file == "-" || !File.Exists(file)) return false;
        var begin = new byte[512];
        using var stream = File.OpenRead(file);
        var text = System.Text.Encoding.Latin1.GetString(begin, 0, stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false));
        return text.StartsWith("bplist", StringComparison.Ordinal) || text.Contains("<plist", StringComparison.Ordinal);
    }

    private static DocumentNode Node(string file, string path, PlistValue value) => value switch
    {
        PlistDictionary dictionary => New(file, path, NodeKind.Mapping) with
        {
            Fields = [.. dictionary.Select(entry => new DocumentField(entry.Key, 1, 1, Node(file, path.Length > 0 ? $"{path}.{entry.Key}" : entry.Key, entry.Value)))],
        },
        PlistArray array => New(file, path, NodeKind.List) with { Items = [.. array.Select((item, i) => Node(file, $"{path}[{i}]", item))] },
        PlistString text => New(file, path, NodeKind.Scalar) with { Text = text.Value },
        PlistBoolean boolean => New(file, path, NodeKind.Scalar) with { Text = boolean.Value ? "true" : "false", IsPlain = true },
        PlistInteger number => New(file, path, NodeKind.Scalar) with { Text = number.Value.ToString(CultureInfo.InvariantCulture), IsPlain = true },
        PlistData data => New(file, path, NodeKind.Mapping) with
        {
            Fields = [new DocumentField("hex", 1, 1, New(file, path, NodeKind.Scalar) with { Text = Convert.ToHexString(data.Value.ToArray()) })],
        },
        _ => throw new DescriptionException(file, 1, 1, $"{path}: a description has no dates, reals or UIDs"),
    };

    // A property list doesn't say where in the file its values stand.
    private static DocumentNode New(string file, string path, NodeKind kind) => new(file, path, kind, 1, 1);
}
