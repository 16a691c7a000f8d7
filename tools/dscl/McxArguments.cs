using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Dscl;

/// <summary>What a command of the MCX plug-in was given: the record, the options after it, and the rest (dossier dscl, section 11).</summary>
internal sealed record McxArguments(DirectoryRecord Record, string? Output, string Format, bool DeletesFirst, IReadOnlyList<string> Rest)
{
    public const string Text = "text";
    public const string Xml = "xml";
    public const string Binary = "plist";

    public static McxArguments Parse(Command command, string usualFormat)
    {
        var words = command.Arguments;
        var record = (command.Walk(words[0]) as RecordItem)?.Record ?? throw new InvalidPathException();
        var (output, format, deletesFirst) = ((string?)null, usualFormat, false);
        var i = 1;
        for (; i < words.Count; i++)
        {
            if (words[i] == "-d") deletesFirst = true;
            else if (words[i] == "-o" && i + 1 < words.Count) output = words[++i];
            else if (words[i] == "-format" && i + 1 < words.Count) format = words[++i];
            else if (words[i] != "-v" || i + 1 >= words.Count) break;
            else if (words[++i] != "1") throw new NotEmulatedException($"dscl {command.Line.Word} -v {words[i]}");
        }
        if (format is not (Text or Xml or Binary)) throw new NotEmulatedException($"dscl {command.Line.Word} -format {format}");
        return new McxArguments(record, output, format, deletesFirst, [.. words.Skip(i)]);
    }
}
