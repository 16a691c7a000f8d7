namespace Companions.SoftwareUpdates;

/// <summary>A command line of softwareupdate, read as getopt_long does: options and operands in any order, single letters together.</summary>
internal sealed class UpdateRequest
{
    private static readonly (char Letter, string Name)[] Letters =
        [('l', "list"), ('d', "download"), ('i', "install"), ('a', "all"), ('r', "recommended"), ('R', "restart"), ('e', "cancel-download"), ('v', "verbose"), ('h', "help")];

    private static readonly string[] WithValue = ["user", "product-types", "full-installer-version", "products", "set-catalog", "duration", "ignore"];

    private static readonly string[] Plain =
    [
        .. Letters.Select(letter => letter.Name), "os-only", "safari-only", "stdinpass", "agree-to-license", "no-scan", "force", "include-config-data", "history", "schedule",
        "install-rosetta", "list-full-installers", "fetch-full-installer", "background", "dump-state", "evaluate-products", "clear-catalog", "reset-ignored", "suspend-background",
    ];

    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    private UpdateRequest()
    {
    }

    /// <summary>What isn't an option: labels of updates, or <c>on</c> and <c>off</c>.</summary>
    public List<string> Operands { get; } = [];

    /// <summary>What getopt says about the first wrong option; null where all are right.</summary>
    public string? Problem { get; private set; }

    /// <summary>The options that are given.</summary>
    public IEnumerable<string> Names => _options.Keys;

    /// <summary>Whether an option is given.</summary>
    public bool Has(string name) => _options.ContainsKey(name);

    /// <summary>The value of an option; null where it isn't given.</summary>
    public string? Value(string name) => _options.GetValueOrDefault(name);

    /// <summary>Reads a command line.</summary>
    public static UpdateRequest Read(IReadOnlyList<string> arguments)
    {
        var request = new UpdateRequest();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var word) && request.Problem is null)
            if (word == "--") while (rest.TryDequeue(out var operand)) request.Operands.Add(operand);
            else if (word.StartsWith("--", StringComparison.Ordinal)) request.ReadName(word[2..], rest);
            else if (word is ['-', _, ..]) request.ReadLetters(word[1..]);
            else request.Operands.Add(word);
        return request;
    }

    private void ReadName(string word, Queue<string> rest)
    {
        var (name, value) = word.Split('=', 2) is [var before, var after] ? (before, after) : (word, null);
        if (WithValue.Contains(name))
        {
            if ((value ?? (rest.TryDequeue(out var next) ? next : null)) is { } given) _options[name] = given;
            else Problem = $"option `--{name}' requires an argument";
        }
        else if (!Plain.Contains(name)) Problem = $"unrecognized option `--{name}'";
        else if (value is not null) Problem = $"option `--{name}' doesn't allow an argument";
        else _options[name] = "";
    }

    private void ReadLetters(string word)
    {
        foreach (var letter in word)
            if (Array.Find(Letters, known => known.Letter == letter).Name is { } name) _options[name] = "";
            else
            {
                Problem = $"invalid option -- {letter}";
                return;
            }
    }
}
