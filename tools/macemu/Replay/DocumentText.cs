using System.Text;
using MacEmu.Description;
using MacToolHost;

namespace MacEmu.Replay;

/// <summary>How a document is written.</summary>
internal enum DocumentFormat
{
    Text,
    Markdown,
    Html,
}

/// <summary>A document in lines, with all that is needed to write it again byte for byte.</summary>
internal sealed class DocumentText
{
    private const string StandardInputName = "(standard input)";

    private readonly bool _hasMark;

    private DocumentText(string name, string text, bool hasMark)
    {
        (Name, _hasMark) = (name, hasMark);
        var (lines, ends) = (new List<string>(), new List<string>());
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            var length = end < 0 ? text.Length - at : end > at && text[end - 1] == '\r' ? end - 1 - at : end - at;
            lines.Add(text.Substring(at, length));
            ends.Add(end < 0 ? "" : text[(at + length)..(end + 1)]);
            at = end < 0 ? text.Length : end + 1;
        }
        (Lines, Ends) = (lines, ends);
        Format = FormatOf(name, lines);
    }

    /// <summary>What the user calls it.</summary>
    public string Name { get; }

    /// <summary>The lines without their ends.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>What each line ends with; nothing, perhaps, for the last.</summary>
    public IReadOnlyList<string> Ends { get; }

    public DocumentFormat Format { get; }

    /// <summary>Where files beside it lie.</summary>
    public string Folder => Name == StandardInputName ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(Name))!;

    /// <summary>Whether it came from standard input, and so can't be written.</summary>
    public bool IsStandardInput => Name == StandardInputName;

    /// <summary>Reads a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="MacEmuException">There is none, or it is no text.</exception>
    public static DocumentText Read(string file, ToolConsole console)
    {
        if (file.Length == 0) throw new MacEmuException("replay: the document's name is empty");
        var name = file == DocumentReader.StandardInput ? StandardInputName : file;
        var bytes = DocumentReader.Bytes(file, name, console, $"{name}: it has more than {DocumentReader.LargestFile / 1024 / 1024} MB; that is no document to replay").AsSpan();
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) throw new MacEmuException($"{name}: it is in UTF-16; save it in UTF-8");
        if (bytes.IndexOf((byte)0) is >= 0 and var zero) throw new MacEmuException($"{name}:{LineOf(bytes, zero)}: this is no text but a binary file");
        var hasMark = bytes.StartsWith("\uFEFF"u8);
        if (hasMark) bytes = bytes[3..];
        try
        {
            return new DocumentText(name, DocumentReader.Strict.GetString(bytes), hasMark);
        }
        catch (DecoderFallbackException error)
        {
            throw new MacEmuException($"{name}:{LineOf(bytes, error.Index)}: this is not UTF-8 text");
        }
    }

    /// <summary>The document with other lines in it.</summary>
    public byte[] Written(IEnumerable<(string Line, string End)> lines)
    {
        var text = new StringBuilder(_hasMark ? "\uFEFF" : "");
        foreach (var (line, end) in lines) text.Append(line).Append(end);
        return DocumentReader.Strict.GetBytes(text.ToString());
    }

    private static int LineOf(ReadOnlySpan<byte> bytes, int index) => bytes[..Math.Clamp(index, 0, bytes.Length)].Count((byte)'\n') + 1;

    private static DocumentFormat FormatOf(string name, List<string> lines)
    {
        switch (Path.GetExtension(name).ToLowerInvariant())
        {
            case ".md" or ".markdown":
                return DocumentFormat.Markdown;
            case ".html" or ".htm" or ".xhtml":
                return DocumentFormat.Html;
        }
        var first = lines.FirstOrDefault(line => line.Trim().Length > 0)?.TrimStart() ?? "";
        if (first.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || first.StartsWith("<html", StringComparison.OrdinalIgnoreCase)) return DocumentFormat.Html;
        return lines.Any(line => line.TrimStart().StartsWith("```", StringComparison.Ordinal)) ? DocumentFormat.Markdown : DocumentFormat.Text;
    }
}
