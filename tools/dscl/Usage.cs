using System.Text;
using MacStateStore.Releases;

namespace Dscl;

/// <summary>The usage, made from the tables of options and verbs (dossier dscl, section 2; the blocks are a Mac's, the wording is ours).</summary>
internal static class Usage
{
    private const int OptionColumn = 29;
    private const int VerbColumn = 14;

    private static readonly (string Word, string Meaning)[] DataSources =
    [
        ("localhost", "every node of this Mac (also when nothing is named)"),
        ("localonly", "the local nodes alone"),
        (".", "the local node, /Local/Default"),
        ("<node name>", "a node by its path"),
        ("<host name>", "another Mac's directory"),
    ];

    /// <summary>The command help: it isn't an error, yet the usage goes to standard error.</summary>
    public static int Print(Command command)
    {
        command.Run.Console.Error(Text(command.Run.Mac.System.Version));
        return 0;
    }

    /// <summary>The command mcxhelp, on standard output.</summary>
    public static int PrintMcx(Command command)
    {
        command.Run.Console.Out(McxText());
        return 0;
    }

    public static string Text(MacOSVersion version)
    {
        var text = new StringBuilder();
        text.Append($"dscl (v{version.Major}.{version.Minor})\n");
        text.Append("usage: dscl [options] [<datasource> [<command>]]\n");
        text.Append("datasource:\n");
        foreach (var (word, meaning) in DataSources) Item(word, OptionColumn, meaning);
        text.Append("options:\n");
        foreach (var option in Option.All)
            if (option.Meaning is not null) Item($"{option.Name} {option.Argument}", OptionColumn, option.Meaning);
        text.Append("commands:\n");
        foreach (var verb in Verb.All)
            if (!verb.IsPlugIn) Item("-" + verb.Name, VerbColumn, verb.Arguments);
        return text.Append('\n').Append(McxText()).ToString();

        void Item(string word, int column, string rest) => text.Append(Line(word, column, rest));
    }

    private static string McxText() =>
        "MCX Extensions:\n" + string.Concat(Verb.All.Where(verb => verb.IsPlugIn).Select(verb => Line("-" + verb.Name, VerbColumn, verb.Arguments)));

    private static string Line(string word, int column, string rest) => $"    {$"{word.PadRight(column - 1)} {rest}".TrimEnd()}\n";
}
