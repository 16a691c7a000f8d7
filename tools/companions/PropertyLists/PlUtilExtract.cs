using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary><c>plutil -extract</c> and <c>-type</c>.</summary>
internal static class PlUtilExtract
{
    private static readonly string[] Types = ["bool", "integer", "float", "string", "date", "data", "dictionary", "array"];

    public static int Extract(ToolRun run, string path, PlUtilFormat format, string[] words)
    {
        var (files, expected) = Read(run, words);
        return files.ForEach((file, content) =>
        {
            var value = Find(content, path, expected);
            if (format != PlUtilFormat.Raw) return files.Write(file, PlUtilWrite.Bytes(value, format, files));
            if (Raw(value) is not { } text) return PlUtilText.NotRaw(path, TypeOf(value));
            return files.Write(file, Encoding.UTF8.GetBytes(files.EndsLine ? text + "\n" : text), isForPeople: true);
        });
    }

    public static int Type(ToolRun run, string path, string[] words)
    {
        var (files, expected) = Read(run, words);
        return files.ForEach((file, content) => files.Write(file, Encoding.UTF8.GetBytes(TypeOf(Find(content, path, expected)) + (files.EndsLine ? "\n" : "")), isForPeople: true));
    }

    private static (PlUtilFiles Files, string? Expected) Read(ToolRun run, string[] words)
    {
        if (words is not ["-expect", ..]) return (new PlUtilFiles(run, words), null);
        if (words.Length < 2) throw new PlUtilException(PlUtilText.ExpectNeeds);
        return Types.Contains(words[1]) ? (new PlUtilFiles(run, words[2..]), words[1]) : throw new PlUtilException(PlUtilText.UnknownExpectation(words[1]));
    }

    private static PlistValue Find(byte[] content, string path, string? expected)
    {
        var value = PlUtilKeyPath.Parse(path).In(PlUtilWrite.Read(content).Root) ?? throw new PropertyListException(PlUtilText.NoValue(path));
        if (expected is not null && TypeOf(value) != expected) throw new PropertyListException(PlUtilText.Unexpected(path, expected, TypeOf(value)));
        return value;
    }

    private static string TypeOf(PlistValue value) => value switch
    {
        PlistBoolean => "bool",
        PlistInteger => "integer",
        PlistReal => "float",
        PlistString => "string",
        PlistDate => "date",
        PlistData => "data",
        PlistDictionary => "dictionary",
        PlistArray => "array",
        _ => "(any)",
    };

    private static string? Raw(PlistValue value) => value switch
    {
        PlistBoolean boolean => boolean.Value ? "true" : "false",
        PlistInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        PlistReal real => real.Value.ToString("F6", CultureInfo.InvariantCulture),
        PlistString text => text.Value,
        PlistDate date => date.ToXmlText(),
        PlistData data => Convert.ToBase64String(data.Value.Span),
        PlistDictionary dictionary => string.Join('\n', PlUtilPrint.Sorted(dictionary.Keys)),
        PlistArray array => array.Count.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
