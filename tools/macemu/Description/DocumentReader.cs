using System.Text;
using System.Text.Json;
using MacToolHost;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MacEmu.Description;

/// <summary>
/// Reads a YAML or JSON document (JSON is YAML too) event by event, so that each value knows its place and nothing grows beyond
/// what a description can need: size, depth, and what aliases would multiply to are limited.
/// </summary>
internal sealed class DocumentReader
{
    /// <summary>More bytes than anybody writes by hand.</summary>
    internal const int LargestFile = 16 * 1024 * 1024;
    private const int DeepestNesting = 64;
    private const int MostAliasedValues = 100_000;
    /// <summary>The name that stands for standard input.</summary>
    internal const string StandardInput = "-";

    /// <summary>UTF-8 that takes no broken text.</summary>
    internal static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _file;
    private readonly Parser _parser;
    private readonly Dictionary<string, DocumentNode> _anchors = [];
    private long _aliasedValues;

    private DocumentReader(string file, string text)
    {
        _file = file;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Reads a file, or standard input for <c>-</c>. An empty document is an empty mapping.</summary>
    public static DocumentNode Read(string file, ToolConsole console)
    {
        var name = file == StandardInput ? "(standard input)" : file;
        var bytes = Bytes(file, name, console, $"{name}:1:1: the file has more than {LargestFile / 1024 / 1024} MB; that is no description of a Mac");
        if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) CheckJson(name, bytes);
        return new DocumentReader(name, Decode(name, bytes)).Document();
    }

    /// <summary>What is in a file, or standard input.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="console">Where standard input is.</param>
    /// <param name="tooLarge">What to say of one that is too large.</param>
    /// <exception cref="MacEmuException">It can't be read, or is too large.</exception>
    internal static byte[] Bytes(string file, string name, ToolConsole console, string tooLarge)
    {
        try
        {
            using var stream = file == StandardInput ? null : File.OpenRead(file);
            using var bytes = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int read; (read = (stream ?? console.Input).Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > LargestFile) throw new MacEmuException(tooLarge);
            }
            return bytes.ToArray();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MacEmuException($"{name}: there is no such file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MacEmuException($"{name}: it can't be read ({error.Message})");
        }
    }

    /// <summary>Where files lie that a description names: beside it, where it is a file.</summary>
    public static string FolderOf(DocumentNode node) => File.Exists(node.File) ? Path.GetDirectoryName(Path.GetFullPath(node.File))! : Directory.GetCurrentDirectory();

    private static string Decode(string name, byte[] bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException error)
        {
            var (line, column) = PlaceOf(bytes, error.Index);
            throw new DescriptionException(name, line, column, "this is not UTF-8 text");
        }
    }

    // A file that says it is JSON is held to JSON's own rules, which are stricter than YAML's.
    private static void CheckJson(string name, byte[] bytes)
    {
        var bom = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var json = new Utf8JsonReader(bytes.AsSpan(bom), new JsonReaderOptions { MaxDepth = DeepestNesting });
        try
        {
            while (json.Read()) { }
        }
        catch (JsonException error)
        {
            var line = (int)(error.LineNumber ?? 0);
            throw new DescriptionException(name, line + 1, (int)(error.BytePositionInLine ?? 0) + 1, "this is not JSON, or nested too deeply");
        }
    }

    private static (int Line, int Column) PlaceOf(byte[] bytes, int index)
    {
        var before = bytes.AsSpan(0, index);
        return (before.Count((byte)'\n') + 1, index - before.LastIndexOf((byte)'\n'));
    }

    private DocumentNode Document()
    {
        try
        {
            Take<StreamStart>();
            if (Peek() is StreamEnd) return new DocumentNode(_file, "", NodeKind.Mapping, 1, 1);
            Take<DocumentStart>();
            var node = Node("", 1);
            Take<DocumentEnd>();
            if (Peek() is DocumentStart second) throw At(second.Start, "a second document begins; there can be only one");
            return node.IsNull ? node with { Kind = NodeKind.Mapping } : node;
        }
        catch (YamlException error)
        {
            throw At(error.Start, $"this is not YAML: {Message(error)}");
        }
#pragma warning disable CA1031 // On some malformed input the parser fails with exceptions of any kind.
        catch (Exception error) when (error is not DescriptionException)
#pragma warning restore CA1031
        {
            throw At(_parser.Current?.End ?? Mark.Empty, "from here on this is not YAML");
        }
    }

    private DocumentNode Node(string path, int depth)
    {
        var next = Peek();
        if (depth > DeepestNesting) throw At(next.Start, $"nested more than {DeepestNesting} deep");
        if (next is AnchorAlias alias) return Alias(alias, depth);
        if (next is not NodeEvent start) throw At(next.Start, "a value is missing");
        var tagged = !start.Tag.IsEmpty && !start.Tag.IsNonSpecific;
        if (tagged && start.Tag.Value != "tag:yaml.org,2002:str") throw At(start.Start, $"the tag {start.Tag.Value} isn't known here");
        var node = start switch
        {
            SequenceStart => List(path, depth),
            MappingStart => Mapping(path, depth),
            _ => Scalar(path, tagged),
        };
        if (!start.Anchor.IsEmpty) _anchors[start.Anchor.Value] = node;
        return node;
    }

    private DocumentNode Alias(AnchorAlias alias, int depth)
    {
        Take<AnchorAlias>();
        if (!_anchors.TryGetValue(alias.Value.Value, out var node)) throw At(alias.Start, $"there is no anchor &{alias.Value.Value} before this alias");
        _aliasedValues += node.Size;
        if (_aliasedValues > MostAliasedValues) throw At(alias.Start, $"aliases stand for more than {MostAliasedValues} values");
        if (depth + node.Depth > DeepestNesting) throw At(alias.Start, $"nested more than {DeepestNesting} deep");
        return node;
    }

    private DocumentNode Scalar(string path, bool isText)
    {
        var scalar = Take<Scalar>();
        return New(path, NodeKind.Scalar, scalar) with { Text = scalar.Value, IsPlain = scalar.Style == ScalarStyle.Plain && !isText };
    }

    private DocumentNode List(string path, int depth)
    {
        var start = Take<SequenceStart>();
        var items = new List<DocumentNode>();
        while (Peek() is not SequenceEnd) items.Add(Node($"{path}[{items.Count}]", depth + 1));
        Take<SequenceEnd>();
        return New(path, NodeKind.List, start) with { Items = items, Size = 1 + items.Sum(item => item.Size), Depth = 1 + items.Select(item => item.Depth).DefaultIfEmpty().Max() };
    }

    private DocumentNode Mapping(string path, int depth)
    {
        var start = Take<MappingStart>();
        var fields = new List<DocumentField>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (Peek() is not MappingEnd)
        {
            if (Peek() is not Scalar key) throw At(Peek().Start, "a key must be a text");
            Take<Scalar>();
            if (!keys.Add(key.Value)) throw At(key.Start, $"the key '{key.Value}' stands here a second time{(path.Length > 0 ? $" in {path}" : "")}");
            fields.Add(new DocumentField(key.Value, (int)key.Start.Line, (int)key.Start.Column, Node(path.Length > 0 ? $"{path}.{key.Value}" : key.Value, depth + 1)));
        }
        Take<MappingEnd>();
        return New(path, NodeKind.Mapping, start) with
        {
            Fields = fields,
            Size = 1 + fields.Sum(field => field.Value.Size),
            Depth = 1 + fields.Select(field => field.Value.Depth).DefaultIfEmpty().Max(),
        };
    }

    private DocumentNode New(string path, NodeKind kind, ParsingEvent at) => new(_file, path, kind, (int)at.Start.Line, (int)at.Start.Column);

    private ParsingEvent Peek()
    {
        if (_parser.Current is null && !_parser.MoveNext()) throw new InvalidOperationException("the events end too soon");
        return _parser.Current!;
    }

    private T Take<T>() where T : ParsingEvent
    {
        var taken = (T)Peek();
        _parser.MoveNext();
        return taken;
    }

    // The parser's messages end with the place, which stands before ours already.
    private static string Message(YamlException error) => error.Message.Split(" Line: ")[0].TrimEnd('.');

    private DescriptionException At(Mark mark, string problem) => new(_file, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column), problem);
}
