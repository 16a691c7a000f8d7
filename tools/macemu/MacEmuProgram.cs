using System.CommandLine;
using MacEmu.Coverage;
using MacEmu.Description;
using MacEmu.Manual;
using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.Storage;
using MacToolHost;

namespace MacEmu;

/// <summary>The control tool: makes emulated Macs, lets things happen to them, runs scripts on them (design sections 6 and 7).</summary>
public static class MacEmuProgram
{
    private const string OptionsEnd = "--";

    // Each makes its part of the tree anew: the parser's symbols know their parents, so they can't be shared between trees.
    private static readonly Func<Verb>[] Verbs =
    [
        Create.Define, Show.Define, Setup.Define, Login.Define, Logout.Define, ConsoleCommand.Define, Restart.Define, Shutdown.Define, Update.Define, Erase.Define,
        SecurityResponseCommand.Define, InstallOs.Define, DfuRestore.Define,
        FaultCommand.Define, SecurityUtility.Define, PolicyCommand.Define, FindMyCommand.Define, NetworkCommand.Define, DialogCommand.Define, KextCommand.Define, MdmVerb.Define, ProfileCommand.Define, ClockCommand.Define, DiskCommand.Define,
        RunCommand.Define, ReplayCommand.Define, TestCommand.Define, MergeCommand.Define, CoverageCommand.Define, Log.Define, ReportCommand.Define, SnapshotCommand.Define, DiffCommand.Define, Verify.Define, ExportCommand.Define, ImportCommand.Define, DirectoryCommand.Define, Install.Define, Uninstall.Define, Completions.Define, ManualCommand.Define,
    ];

    private static readonly ParserConfiguration Grammar = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="console">The streams and surroundings.</param>
    /// <param name="host">The host's clock; the real one unless a test says otherwise.</param>
    /// <returns>The exit status.</returns>
    public static int Run(IReadOnlyList<string> arguments, ToolConsole console, TimeProvider? host = null)
    {
        try
        {
            var status = Dispatch(arguments, console, host);
            console.FlushOutput();
            return status;
        }
        catch (MacEmuException error)
        {
            return Fail(console, error.Message, error.ExitStatus);
        }
        catch (DescriptionException error)
        {
            return Fail(console, error.Message, Status.Usage);
        }
        catch (Exception missing) when (missing is NotEmulatedException or AccountPolicyException)
        {
            return Fail(console, $"not emulated: {missing.Message}", ExitStatus.NotEmulated);
        }
        catch (MachineFileException error)
        {
            return Fail(console, error.Message, error.Problem == MachineFileProblem.NotWritable ? ExitStatus.CannotWrite : ExitStatus.NotEmulated);
        }
        catch (LifecycleException error)
        {
            return Fail(console, error.Message, Status.CheckFailed);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail(console, $"reading or writing failed: {error.Message}", ExitStatus.CannotWrite);
        }
#pragma warning disable CA1031 // The last line of defence: no user ever sees a stack trace.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Fail(console, $"internal error: {error.GetType().Name}; nothing was changed. Please report this with the command you ran.", ExitStatus.InternalError);
        }
    }

    /// <summary>The whole tree of commands.</summary>
    internal static Verb Tree() => Tree(out _, out _, out _);

    /// <summary>What is wrong with a command line, without running it.</summary>
    /// <exception cref="MacEmuException">It is no command line of macemu.</exception>
    internal static void Check(Verb root, IReadOnlyList<string> arguments)
    {
        var parsed = Parse(root, arguments);
        Usage.Check(parsed, (Verb)parsed.CommandResult.Command);
    }

    private static ParseResult Parse(Verb root, IReadOnlyList<string> arguments) => root.Parse([.. arguments.SelectMany(EmptyValueApart)], Grammar);

    private static Verb Tree(out Option<string?> machine, out Option<bool> help, out Option<bool> version)
    {
        machine = Verb.Valued("--machine", "FILE", $"the machine file (else ${MachineLocation.MachineVariable}, else the default one)");
        machine.Recursive = true;
        help = new Option<bool>("--help", "-h") { Description = "show this help", Arity = ArgumentArity.Zero, Recursive = true };
        version = Verb.Flag("--version", "show the version");
        var root = new Verb("macemu", "Emulated Macs for testing admin scripts.", "macemu create --os 14.5 --setup alice:s3cret && macemu run ./my-script.sh && macemu show")
        {
            machine, help, version,
        };
        foreach (var define in Verbs)
        {
            var verb = define();
            // Else the parser insists on one of the commands below it.
            if (verb.Run is not null) verb.SetAction(_ => Status.Good);
            root.Add(verb);
        }
        return root;
    }

    private static int Dispatch(IReadOnlyList<string> arguments, ToolConsole console, TimeProvider? host)
    {
        if (ToolRun.FirstBroken(arguments) is { } broken)
            throw new MacEmuException($"argument {broken} is not valid UTF-8; nothing was changed", ExitStatus.BadInput);
        var root = Tree(out var machine, out var help, out var version);
        var (own, rest, isCommand) = SplitRest(root, arguments);
        var parsed = Parse(root, own);
        var verb = (Verb)parsed.CommandResult.Command;

        if (parsed.GetResult(help) is { Implicit: false }) return Help.Show(verb, console);
        if (parsed.GetResult(version) is { Implicit: false })
        {
            console.OutLine($"macemu {typeof(MacEmuProgram).Assembly.GetName().Version!.ToString(3)}");
            return Status.Good;
        }
        Usage.Check(parsed, verb);
        var location = parsed.GetValue(machine) is { } file ? (file, false) : MachineLocation.Of(console);
        if (location.Item1.Length == 0) throw new MacEmuException("--machine: the file's name is empty");
        return verb.Run!(new Invocation(parsed, arguments, rest, isCommand, (Path.GetFullPath(location.Item1), location.Item2), console, host));
    }

    // From the script (or `--`) of `macemu run` on, nothing is ours.
    private static (IReadOnlyList<string> Own, IReadOnlyList<string> OfScript, bool IsCommand) SplitRest(Verb root, IReadOnlyList<string> arguments)
    {
        Verb? verb = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == OptionsEnd) return verb is null ? (arguments, [], false) : (Take(i), [.. arguments.Skip(i + 1)], true);
            if (argument.StartsWith('-'))
            {
                if (root.Options.Concat(verb?.Options ?? []).Any(option => option.Name == argument && option.Arity.MaximumNumberOfValues > 0)) i++;
            }
            else if (verb is not null)
            {
                return (Take(i), [.. arguments.Skip(i)], false);
            }
            else
            {
                verb = root.Subcommands.OfType<Verb>().FirstOrDefault(sub => sub.Name == argument);
                if (verb?.Rest is null) return (arguments, [], false);
            }
        }
        return (arguments, [], false);

        List<string> Take(int count) => [.. arguments.Take(count)];
    }

    // The parser takes `--password=` for a missing value.
    private static string[] EmptyValueApart(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=', StringComparison.Ordinal) == argument.Length - 1 ? [argument[..^1], ""] : [argument];

    private static int Fail(ToolConsole console, string message, int status)
    {
        console.Complain($"macemu: {TextTable.Printable(message)}");
        return status;
    }
}
