using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Dscl;

/// <summary>What a command of the MCX plug-in was given: the record, the options after it, and the rest (dossier dscl, section 11).</summary>
internal sealed record McxArguments(DirectoryRecord Record, string? Output, string Format, bool DeletesFirst, IReadOnlyList<string> Rest)
{
    public const string Text = "text";
    public const string Xml = "xml";
    public const string Binary = "plist";

    private const string To = "-o";
    private const string As = "-format";
    private const string Version = "-v";
    private const string DeleteFirst = "-d";

    /// <summary>The options.</summary>
    public static readonly string[] Options = [To, As, Version, DeleteFirst];

    public static McxArguments Parse(Command command, string usualFormat)
    {
        var words = command.Arguments;
        var record = (command.Walk(words[0]) as RecordItem)?.Record ?? throw new InvalidPathException();
        var (output, format, deletesFirst) = ((string?)null, usualFormat, false);
        var i = 1;
        for (; i < words.Count; i++)
        {
            if (words[i] == DeleteFirst) deletesFirst = true;
            else if (words[i] == To && i + 1 < words.Count) output = words[++i];
            else if (words[i] == As && i + 1 < words.Count) format = words[++i];
            else if (words[i] != Version || i + 1 >= words.Count) break;
            else if (words[++i] != "1") throw new NotEmulatedException($"dscl {command.Line.Word} -v {words[i]}");
        }
        if (format is not (Text or Xml or Binary)) throw new NotEmulatedException($"dscl {command.Line.Word} -format {format}");
        return new McxArguments(record, output, format, deletesFirst, [.. words.Skip(i)]);
    }
}
