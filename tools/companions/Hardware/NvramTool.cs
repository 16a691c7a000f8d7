using System.Text;
using MacStateStore;
using MacStateStore.Boot;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>
/// <c>nvram</c>: prints, sets and deletes the firmware's variables, each option in its turn (dossier bputil, 12; texts from its published
/// source). What protects start-up can't be changed from macOS while System Integrity Protection covers it.
/// </summary>
internal static class NvramTool
{
    public static readonly Companion Companion = new("nvram", Run);

    private const string UsageText =
        "nvram [-x] [-p] [-f filename] [-d name] [-c] name[=value] ...\n" +
        "\t-x         use XML format for printing or reading variables\n" +
        "\t           (must appear before -p or -f)\n" +
        "\t-p         print all firmware variables\n" +
        "\t-f         set firmware variables from a text file\n" +
        "\t-d         delete the named variable\n" +
        "\t-c         delete all variables\n" +
        "\tname=value set named variable\n" +
        "\tname       print variable\n" +
        "Note that arguments and options are executed in order.\n";

    private const string NotFound = "data was not found";
    private const string NotPermitted = "not permitted";
    private const string NotPrivileged = "privilege violation";

    private static readonly string[] Protected = [Nvram.IntegrityVariable, Nvram.NetBootVariable, Nvram.BootArguments];

    private static int Run(ToolRun run)
    {
        if (run.Arguments.Count == 0) throw Usage(run, "no arguments"); // the reason: guess
        var (isXml, words) = (false, new Queue<string>(run.Arguments));
        while (words.TryDequeue(out var word))
            if (word is ['-', ..])
                foreach (var letter in word[1..])
                    switch (letter)
                    {
                        case 'x': isXml = true; break;
                        case 'p': PrintAll(run, isXml); break;
                        case 'c': Clear(run); break;
                        case 'd': Change(run, words.TryDequeue(out var name) ? name : throw Usage(run, "missing name"), null); break;
                        case 'f': Read(run, words.TryDequeue(out var file) ? file : throw Usage(run, "missing filename"), isXml); break;
                        default: throw Usage(run, $"no such option as -{letter}");
                    }
            else if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals) Set(run, word[..equals], word[(equals + 1)..]);
            else Print(run, word, isXml);
        return 0;
    }

    private static void PrintAll(ToolRun run, bool isXml)
    {
        if (isXml) PrintXml(run, run.Mac.Nvram.All);
        else
            foreach (var (name, value) in run.Mac.Nvram.All) run.Console.OutLine($"{name}\t{Nvram.Print(value)}");
    }

    private static void Print(ToolRun run, string name, bool isXml)
    {
        var value = run.Mac.Nvram[name] ?? Implied(run.Mac, name) ?? throw Fail(run, Error("getting", name, NotFound));
        if (isXml) PrintXml(run, [(name, value)]);
        else run.Console.OutLine($"{name}\t{Nvram.Print(value)}");
    }

    // A Mac with a T2 starts at Full Security, and from its own disk only, unless somebody has changed that.
    private static byte[]? Implied(Mac mac, string name) => name == StartupSecurity.Variable && mac.Machine.Chip == Chip.T2 ? mac.StartupSecurity.Stored : null;

    // The kernel knows boot-args to be text, and of others nothing.
    private static void PrintXml(ToolRun run, IEnumerable<(string Name, byte[] Value)> variables) => run.Console.Out(PropertyList.ToXml(new PlistDictionary(
        variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Name == Nvram.BootArguments ? (PlistValue)new PlistString(Encoding.UTF8.GetString(variable.Value)) : new PlistData(variable.Value))))));

    private static void Clear(ToolRun run)
    {
        foreach (var (name, _) in run.Mac.Nvram.All)
            if (Refusal(run, name) is { } reason) run.Console.ErrorLine($"nvram: Error clearing firmware variable {name}: (iokit/common) {reason}\n");
            else run.Mac.Nvram[name] = null;
    }

    // One variable a line, its name up to the first blank; with -x a property list.
    private static void Read(ToolRun run, string file, bool isXml)
    {
        if (!File.Exists(file)) throw Fail(run, $"nvram: Couldn't open file - '{file}'\n");
        if (isXml)
        {
            foreach (var (name, value) in ReadXml(run, file)) Change(run, name, value);
            return;
        }
        foreach (var line in File.ReadLines(file).Select(line => line.TrimStart()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var end = line.IndexOfAny([' ', '\t']);
            Set(run, end < 0 ? line : line[..end], end < 0 ? "" : line[end..].TrimStart());
        }
    }

    private static List<(string Name, byte[] Value)> ReadXml(ToolRun run, string file)
    {
        try
        {
            if (PropertyList.Parse(File.ReadAllBytes(file)) is PlistDictionary variables)
                return [.. variables.Select(variable => (variable.Key, variable.Value switch
                {
                    PlistString text => Encoding.UTF8.GetBytes(text.Value),
                    PlistData data => data.Value.ToArray(),
                    PlistBoolean flag => flag.Value ? "true"u8.ToArray() : "false"u8.ToArray(),
                    _ => throw Fail(run, $"nvram: Error setting variable - '{variable.Key}': (iokit/common) invalid argument\n"),
                }))];
        }
        catch (PropertyListException)
        {
            // The same answer as for a list that holds no variables.
        }
        throw Fail(run, $"nvram: Error parsing XML file\n"); // unseen
    }

    private static void Set(ToolRun run, string name, string text) => Change(run, name, Nvram.Parse(text) ?? throw Fail(run, Error("setting", name, "invalid argument")));

    private static void Change(ToolRun run, string name, byte[]? value)
    {
        var verb = value is null ? "deleting" : "setting";
        if (Refusal(run, name) is { } reason) throw Fail(run, Error(verb, name, reason));
        if (value is null && run.Mac.Nvram[name] is null) throw Fail(run, Error(verb, name, NotFound));
        run.Mac.Nvram[name] = value;
    }

    private static string? Refusal(ToolRun run, string name) =>
        !run.IsRoot ? NotPrivileged
        // The T2 keeps that by itself, whatever the kernel would like.
        : name == StartupSecurity.Variable || (Protected.Contains(name) && run.Mac.Boot.Environment == BootState.MacOS && !run.Mac.Boot.Integrity.Allows(SystemIntegrity.Nvram)) ? NotPermitted
        : null;

    private static string Error(string verb, string name, string reason) => $"nvram: Error {verb} variable - '{name}': (iokit/common) {reason}\n";

    private static CommandFailedException Usage(ToolRun run, string problem)
    {
        run.Console.Error($"nvram: (usage: {problem})\n");
        run.Console.Out(UsageText);
        return new CommandFailedException(1);
    }

    private static CommandFailedException Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        return new CommandFailedException(1);
    }
}
