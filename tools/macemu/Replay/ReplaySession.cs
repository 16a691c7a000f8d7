using System.Security.Cryptography;
using System.Text;
using MacEmu.Description;
using MacEmu.Scenarios;
using MacStateStore;
using MacStateStore.Storage;
using MacToolHost;

namespace MacEmu.Replay;

/// <summary>What a command came to.</summary>
/// <param name="Status">Its exit status; null where it has none.</param>
/// <param name="Output">What it printed on both streams, in order.</param>
internal sealed record CommandOutcome(int? Status, string Output)
{
    /// <summary>What of it isn't emulated.</summary>
    public IReadOnlyList<string> NotEmulated { get; init; } = [];

    /// <summary>What it did, from the journal.</summary>
    public IReadOnlyList<JournalRow> Rows { get; init; } = [];

    /// <summary>Why it couldn't be run to its end; null if it was.</summary>
    public string? Problem { get; init; }

    /// <summary>What <c>macemu run</c> itself had to say.</summary>
    public string Notes { get; init; } = "";
}

/// <summary>
/// Where a document's commands are typed: a folder, a Mac, and what stays from one command to the next (the directory, variables,
/// functions). macemu's own commands run as on the host, all others on the Mac, where the host can't be written.
/// </summary>
internal sealed class ReplaySession(Invocation run, TimeSpan limit) : IDisposable
{
    private const string Root = "root";

    /// <summary>Names the document that is being replayed, so that none replays itself.</summary>
    public const string DocumentVariable = "MACEMU_REPLAY";

    // They write where a document says, which on the Mac is the current directory at most.
    private static readonly string[] Writing = ["install", "uninstall", "export", "report"];
    private static readonly string[] WritingOptions = ["--output", "--raw", "--html"];

    // What macemu and macemu run say themselves.
    private const string NotEmulated = "macemu: not emulated: ";
    private const string NotEmulatedRun = "macemu: run: not emulated: ";
    private const string SoItEnds = "macemu: run: so what came of it ";
    private const string NoNamespace = "macemu: run: no namespace";

    private static readonly string[] Passing = ["_", "PWD", "OLDPWD", "SHLVL"];

    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly List<string> _folders = [];
    private readonly string _id = run.Console.Environment(MachineLocation.RunVariable) ?? Guid.NewGuid().ToString();
    private string _machine = run.Machine.Path;
    private string _folder = Directory.GetCurrentDirectory();
    private string? _directory;

    /// <summary>Who types; null for whoever is at the screen.</summary>
    public string? User { get; set; }

    /// <summary>The id of all calls in the journal.</summary>
    public string Id => _id;

    /// <summary>The machine file that commands are about.</summary>
    public string Machine => _variables.GetValueOrDefault(MachineLocation.MachineVariable) is { } named ? Path.GetFullPath(named, _folder) : _machine;

    /// <summary>Begins anew in a folder of its own, without a Mac.</summary>
    public void BeginAnew()
    {
        var folder = Directory.CreateTempSubdirectory("macemu-replay-").FullName;
        _folders.Add(folder);
        (_machine, _folder, _directory) = (Path.Combine(folder, "machine.db"), Path.Combine(folder, "work"), null);
        _variables.Clear();
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Whether the folder is the session's own.</summary>
    public bool HasOwnFolder => _folders.Count > 0;

    /// <summary>Copies a file or folder into the session's folder.</summary>
    public void Bring(string path)
    {
        var target = Path.Combine(_folder, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
        if (!Directory.Exists(path))
        {
            File.Copy(path, target, overwrite: true);
            return;
        }
        foreach (var folder in Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).Prepend(path)) Directory.CreateDirectory(target + folder[path.Length..]);
        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)) File.Copy(file, target + file[path.Length..], overwrite: true);
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The command, its placeholders filled.</param>
    /// <param name="step">What the document says about it.</param>
    /// <param name="answers">What is typed when it asks.</param>
    /// <param name="document">The document.</param>
    public CommandOutcome Run(string command, ReplayStep step, IReadOnlyList<TerminalAnswer> answers, DocumentText document)
    {
        var machine = Machine;
        var words = HostCommand(command);
        if (words is null && !File.Exists(machine)) return new CommandOutcome(null, "") { Problem = "there is no Mac yet to run it on ('macemu create' makes one)" };
        var newest = Newest(machine);
        var script = new ScenarioStep(DocumentNode.Empty(document.Name, step.Line, 1))
        {
            Environment = [.. _variables.Where(variable => words is null || variable.Key != MachineLocation.MachineVariable).Select(variable => (variable.Key, variable.Value)), (DocumentVariable, Path.GetFullPath(document.Name))],
            Answers = answers.Count > 0 ? answers : null,
        };
        var mark = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        script = words is not null
            ? script with { Kind = StepKind.Event, Words = words }
            : script with { Kind = StepKind.Command, Words = [Wrapped(command, mark)], Shell = step.Shell, User = step.User ?? User ?? Typist(machine) };
        var outcome = new ScriptProcess(script, machine, words is not null && _directory is not null && IsOwn(_directory) ? _directory : _folder, run.Console) { RunId = _id, AnswersByPrompt = true }.Run(limit);
        var told = (words is null ? Remember(outcome.Errors, mark) : "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith(NotEmulatedRun, StringComparison.Ordinal) && !line.StartsWith(SoItEnds, StringComparison.Ordinal)).ToList();
        var notes = told.Where(line => line.StartsWith(NoNamespace, StringComparison.Ordinal)).ToList();
        var output = outcome.Terminal.Replace("\r\n", "\n", StringComparison.Ordinal) + outcome.Output + string.Concat(told.Except(notes).Select(line => line + "\n"));
        var rows = Rows(Machine, File.Exists(machine) && Newest(machine) >= newest ? newest : 0);
        return new CommandOutcome(outcome.Status, output)
        {
            NotEmulated = [.. rows.Select(row => row.NotEmulated).OfType<string>()
                .Concat(output.Split('\n').Where(line => line.StartsWith(NotEmulated, StringComparison.Ordinal)).Select(line => line[NotEmulated.Length..])).Distinct()],
            Rows = rows,
            Problem = outcome.Problem,
            Notes = string.Concat(notes.Select(line => line + "\n")),
        };
    }

    public void Dispose()
    {
        foreach (var folder in _folders)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // What a command left running may still hold it; the host clears its temporary folder some time.
            }
        }
    }

    /// <summary>The words of a command of macemu's with nothing for a shell to do; null for any other.</summary>
    private static IReadOnlyList<string>? HostCommand(string command)
    {
        const string Name = "macemu ";
        if (!command.StartsWith(Name, StringComparison.Ordinal)) return null;
        var quote = '\0';
        var end = command.Length;
        for (var i = 0; i < end; i++)
        {
            var c = command[i];
            if (c == '\n' || (c == '\\' && i + 1 < command.Length && command[i + 1] == '\n')) return null;
            if (quote == '\'' && c != '\'') continue;
            if (c is '$' or '`') return null;
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                continue;
            }
            if (c is '"' or '\'') quote = c;
            else if (c == '#' && command[i - 1] == ' ') end = i;
            else if ("|&;<>()*?[]{}~!".Contains(c, StringComparison.Ordinal)) return null;
        }
        var words = ShellWords.Split(command[..end]);
        if (words is null || words.Count < 2) return null;
        var writes = words.Any(word => Writing.Contains(word) || WritingOptions.Contains(word.Split('=', ':')[0]));
        return writes ? null : [.. words.Skip(1)];
    }

    // What the command leaves comes at the end on standard error, which is free as both streams are one.
    private string Wrapped(string command, string mark)
    {
        var script = new StringBuilder("exec 9>&2 2>&1\n");
        if (_directory is not null) script.Append("cd -- ").Append(Quoted(_directory)).Append(" 2>/dev/null\n");
        script.Append("printf '%s\\0' ").Append(mark).Append(" >&9; env -0 >&9\n");
        script.Append("trap 'printf \"%s\\0%s\\0\" ").Append(mark).Append(" \"$PWD\" >&9; env -0 >&9' EXIT\n");
        return script.Append("set -a\n").Append(command).Append('\n').ToString();
    }

    // Takes over what the command left, and gives what else came.
    private string Remember(string errors, string mark)
    {
        var parts = errors.Split(mark + "\0");
        if (parts.Length != 3) return errors;
        var before = Variables(parts[1].Split('\0'));
        var left = parts[2].Split('\0');
        var after = Variables([.. left.Skip(1).SkipLast(1)]);
        if (left[0].Length > 0) _directory = left[0];
        foreach (var (name, value) in after)
            if (!before.TryGetValue(name, out var old) || old != value) _variables[name] = value;
        foreach (var name in before.Keys)
            if (!after.ContainsKey(name)) _variables.Remove(name);
        return parts[0] + left[^1];
    }

    private static Dictionary<string, string> Variables(IReadOnlyList<string> assignments)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assignment in assignments)
            if (DocumentSteps.Pair(assignment) is var (name, value) && !Passing.Contains(name)) variables[name] = value;
        return variables;
    }

    // The host's folders elsewhere aren't a document's to write in.
    private bool IsOwn(string directory) => directory.StartsWith(_folder + "/", StringComparison.Ordinal) && Directory.Exists(directory);

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    // Whoever is at the screen; else root, as in macemu run.
    private string Typist(string machine) => Look(machine, mac => mac.Sessions.ConsoleUser) ?? Root;

    private long Newest(string machine) => Look(machine, mac => (long?)mac.Journal.Newest) ?? 0;

    private IReadOnlyList<JournalRow> Rows(string machine, long after) => Look(machine, mac => mac.Journal.Read(run: _id, after: after)) ?? [];

    private T? Look<T>(string machine, Func<Mac, T?> look)
    {
        if (!File.Exists(machine)) return default;
        try
        {
            using var mac = Mac.Open(machine, run.Host);
            mac.BeginReading();
            return look(mac);
        }
        catch (MachineFileException)
        {
            return default;
        }
    }
}
