using System.Runtime.InteropServices;
using MacStateStore;
using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.Storage;
using MacToolHost.Declarations;

namespace MacToolHost;

/// <summary>One emulated tool: what the host needs to know to run it.</summary>
/// <param name="Name">The executable's name.</param>
/// <param name="Run">Does the work: returns the exit status, or throws <see cref="CommandFailedException"/> to undo and fail.</param>
/// <param name="IsSecret">Says of each argument whether it is a secret that the journal must not see.</param>
public sealed record Tool(string Name, Func<ToolRun, int> Run, Func<IReadOnlyList<string>, IReadOnlyList<bool>> IsSecret)
{
    /// <summary>Whether it only turns into another command, which has its own row in the journal: then it waits for no other run and leaves none.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>
    /// How it fails where <c>macemu fault</c> gave no text for it: prints what the tool prints then and gives the exit status. Null
    /// where its failure must be told.
    /// </summary>
    public Func<ToolRun, Fault, int>? Fail { get; init; }

    /// <summary>All that the tool can be asked for, for `macemu coverage`; null where it doesn't say.</summary>
    public Func<Declaration>? Declare { get; init; }
}

/// <summary>One run of a tool: its arguments, console, machine and caller. The run is one transaction and one row of the journal.</summary>
public sealed partial class ToolRun
{
    private readonly Mac _mac;

    private ToolRun(string tool, IReadOnlyList<string> arguments, ToolConsole console, Mac mac, string user)
    {
        Tool = tool;
        Arguments = arguments;
        Console = console;
        _mac = mac;
        User = user;
    }

    /// <summary>The tool's name.</summary>
    public string Tool { get; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Its streams and surroundings.</summary>
    public ToolConsole Console { get; }

    /// <summary>The emulated Mac.</summary>
    public Mac Mac => _mac;

    /// <summary>The short name of the emulated user who runs it.</summary>
    public string User { get; }

    /// <summary>Whether that is the superuser.</summary>
    public bool IsRoot => User == "root";

    /// <summary>
    /// What to do when a run that succeeded has ended and the machine is closed, such as becoming another program; its result is then
    /// the exit status.
    /// </summary>
    public Func<int>? Afterwards { get; set; }

    /// <summary>Asks for a secret while other runs go on (see <see cref="ToolConsole.AskSecret"/>).</summary>
    public string AskSecret(string prompt, bool takesPipe = false) => _mac.Pause(() => Console.AskSecret(prompt, takesPipe));

    /// <summary>Asks for something that may be seen, while other runs go on.</summary>
    public string Ask(string prompt) => _mac.Pause(() => Console.Ask(prompt));

    /// <summary>Prints a line as NSLog does: time, tool and process before it, on standard error (dossier sysadminctl, 1.1).</summary>
    public void Log(string message)
    {
        var process = System.Environment.ProcessId;
        Console.ErrorLine($"{Mac.Clock.Now:yyyy-MM-dd HH:mm:ss.fff} {Tool}[{process}:{ThreadOf(process)}] {message}");
    }

    /// <summary>Runs a tool as a process: with the process's console, arguments and environment.</summary>
    public static int Main(Tool tool, string[] arguments)
    {
        using var console = ToolConsole.OfProcess();
        return tool.Declare is { } declare && console.Environment(Declaration.Variable) is not null ? Print(declare(), console) : Start(tool, arguments, console);
    }

    private static int Print(Declaration declaration, ToolConsole console)
    {
        console.Out(declaration.Write());
        console.FlushOutput();
        return 0;
    }

    /// <summary>Runs a tool.</summary>
    /// <returns>The exit status.</returns>
    public static int Start(Tool tool, IReadOnlyList<string> arguments, ToolConsole console, TimeProvider? host = null)
    {
        try
        {
            if (FirstBroken(arguments) is { } broken)
                return Fail(console, tool.Name, $"argument {broken} is not valid UTF-8; macOS has no such names. Nothing was changed.", ExitStatus.BadInput);
            var (path, isDefault) = MachineLocation.Of(console);
            int status;
            Func<int>? afterwards;
            using (var mac = MachineLocation.Open(path, isDefault, host))
            {
                var user = UserOf(console, mac);
                if (tool.OnlyReads) mac.BeginReading();
                else
                {
                    var secret = tool.IsSecret(arguments);
                    for (var i = 0; i < arguments.Count; i++)
                        if (secret[i]) console.Hide(arguments[i]);
                    mac.Begin(new JournalEntry(tool.Name, JournalArguments(arguments, secret), user, console.Environment(MachineLocation.RunVariable)));
                }
                var run = new ToolRun(tool.Name, arguments, console, mac, user);
                status = RunIn(mac, run, tool);
                if (!tool.OnlyReads)
                {
                    KcPassword.LogIn(mac);
                    LaunchPlist.Follow(mac);
                    AccountFiles.Follow(console, mac);
                    ManagedPreferenceFiles.Follow(console, mac);
                    FileVaultOnDisk.Follow(console, mac);
                    mac.End(status, printed: SecretText.OutputOf(console, arguments));
                    if (mac.MdmConnection.Problem is { } problem) console.Complain($"macemu: note: {problem}");
                }
                afterwards = run.Afterwards;
            }
            console.FlushOutput();
            return status == 0 && afterwards is not null ? afterwards() : status;
        }
        catch (Exception missing) when (missing is NotEmulatedException or AccountPolicyException)
        {
            console.FlushOutput();
            // A use that leaves no row in the journal gets one now, or its `macemu run` wouldn't know.
            if (tool.OnlyReads && IsInRun(console)) return Start(tool with { OnlyReads = false, Run = _ => throw missing }, arguments, console, host);
            console.ErrorLine($"macemu: not emulated: {missing.Message}");
            return ExitStatus.NotEmulated;
        }
        catch (MachineFileException error)
        {
            return Fail(console, tool.Name, error.Message, error.Problem == MachineFileProblem.NotWritable ? ExitStatus.CannotWrite : ExitStatus.NotEmulated);
        }
        catch (LifecycleException error)
        {
            return Fail(console, tool.Name, error.Message, ExitStatus.NotEmulated);
        }
        catch (IOException error)
        {
            return Fail(console, tool.Name, $"reading or writing failed: {error.Message}", ExitStatus.CannotWrite);
        }
#pragma warning disable CA1031 // The last line of defence: no user ever sees a stack trace.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Fail(console, tool.Name, $"internal error: {error.GetType().Name}; nothing was changed. Please report this with the command you ran.", ExitStatus.InternalError);
        }
    }

    private static int RunIn(Mac mac, ToolRun run, Tool tool)
    {
        try
        {
            if (!mac.Boot.IsRunning) throw new LifecycleException("the emulated Mac is shut down; start it with 'macemu restart'");
            if (!tool.OnlyReads && mac.Faults.Take(tool.Name, run.Arguments) is { } fault)
            {
                mac.KeepSoFar();
                return Fail(run, tool, fault);
            }
            return tool.Run(run);
        }
        catch (CommandFailedException failure)
        {
            if (!tool.OnlyReads) mac.Undo();
            return failure.ExitStatus;
        }
        catch (Exception error) when (!tool.OnlyReads && error is (NotEmulatedException or LifecycleException or AccountPolicyException))
        {
            mac.Undo();
            mac.End(ExitStatus.NotEmulated, error is LifecycleException ? null : error.Message, SecretText.OutputOf(run.Console, run.Arguments));
            throw;
        }
    }

    private static int Fail(ToolRun run, Tool tool, Fault fault)
    {
        if (fault.Message is null && tool.Fail is not null) return tool.Fail(run, fault);
        if (fault.Message is not null) run.Console.ErrorLine(fault.Message);
        return fault.Status is { } status ? status < 0 ? -status & 0xFF : status : 1;
    }

    /// <summary>Whether a <c>macemu run</c> is to hear of what isn't emulated.</summary>
    public static bool IsInRun(ToolConsole console) => console.Environment(MachineLocation.RunVariable) is not null;

    /// <summary>The emulated user who runs a command (design section 6).</summary>
    public static string UserOf(ToolConsole console, Mac mac)
    {
        if (console.Environment(MachineLocation.UserVariable) is { } named) return named;
        if (EffectiveUserId() == 0) return "root";
        return mac.Sessions.ConsoleUser ?? mac.Accounts.People.FirstOrDefault(user => user.IsAdmin)?.Name ?? "root";
    }

    /// <summary>Arguments as the journal keeps them: a JSON array, secrets as •••, very long ones cut.</summary>
    public static string JournalArguments(IReadOnlyList<string> arguments, IReadOnlyList<bool> secret) =>
        JsonText.Array(arguments.Select((argument, i) => secret[i] ? Journal.Redacted : Shortened(argument)));

    private static string Shortened(string argument) => argument.Length <= 1000 ? argument : $"{argument[..1000]}… ({argument.Length} characters)";

    private static int Fail(ToolConsole console, string tool, string message, int status)
    {
        console.Complain($"{tool}: {message}");
        return status;
    }

    /// <summary>The number of the first argument that isn't valid UTF-8; null where all are.</summary>
    public static int? FirstBroken(IReadOnlyList<string> arguments)
    {
        // .NET has already put U+FFFD in place of what was no UTF-8; the kernel still has the bytes.
        if (!arguments.Any(argument => argument.Contains('\uFFFD', StringComparison.Ordinal))) return null;
        var raw = File.ReadAllBytes("/proc/self/cmdline");
        var parts = new List<byte[]>();
        for (var start = 0; start < raw.Length;)
        {
            var end = Array.IndexOf(raw, (byte)0, start);
            if (end < 0) end = raw.Length;
            parts.Add(raw[start..end]);
            start = end + 1;
        }
        for (var i = 0; i < arguments.Count && parts.Count >= arguments.Count; i++)
            if (!System.Text.Unicode.Utf8.IsValid(parts[parts.Count - arguments.Count + i])) return i + 1;
        return null;
    }

    // A Mac's thread ids are small numbers unlike the process's; scripts only look for digits.
    private static int ThreadOf(int process) => process * 7 % 90_000 + 10_000;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUserId();
}
