using System.ComponentModel;
using MacToolHost.Processes;

namespace MacEmu.Run;

/// <summary>
/// Runs a script or command where the emulators stand at the Mac's paths, to its end. In a mount namespace of its own it
/// gets a new root, made of the host's directories and the Mac's. The host sees none of it, and nothing is left to clean
/// up: the namespace ends with its last process.
/// </summary>
public static class MacNamespace
{
    /// <summary>The verb by which we start ourselves inside a user namespace; the number of an inherited file follows.</summary>
    public const string EnterVerb = "__enter-namespace";

    /// <summary>The value of MACEMU_NO_NAMESPACE with which the notice has been given, so that runs within don't repeat it.</summary>
    internal const string AlreadyNoticed = "noticed";

    /// <summary>How the program is started in the end: in our place, or as a child to wait for.</summary>
    private delegate int Starter(string reporter, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment);

    private const string Reporter = "macemu: run";

    /// <summary>The exit status for a system that doesn't do what it has to (EX_OSERR).</summary>
    private const int SystemFailure = 71;

    /// <summary>
    /// Runs a command and gives its exit status; where it can't be started, the one a shell would give, and one line on stderr.
    /// With <see cref="ScriptEnvironment.Shell"/> the words are joined and given to that shell as one command line.
    /// </summary>
    public static int Run(ScriptEnvironment environment, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(arguments);
        environment = Settled(environment);
        string program = arguments[0];
        if (environment.Shell is { } name)
        {
            Interpreter shell = Interpreter.OfShell(name, environment);
            shell = shell with { Arguments = [.. shell.Arguments, "-c"] };
            return RunInterpreter(environment, shell, program, script: null, [string.Join(' ', arguments)]);
        }
        bool isScript = program.Contains('/') && File.Exists(program)
            && NativeMethods.Access(program, NativeMethods.AccessExecute) == 0 && Interpreter.StartsWithMark(program);
        if (isScript)
            return RunScript(environment, program, [.. arguments.Skip(1)]);
        var planner = new LaunchPlanner(environment);
        return Start(environment, planner.Command(arguments, inNamespace: true), planner.Command(arguments, inNamespace: false));
    }

    /// <summary>
    /// Runs a script by its interpreter: the one of <see cref="ScriptEnvironment.Shell"/>, else the one its first line names,
    /// else sh. The file needs no execute bit. Gives its exit status; where it can't be started, the one a shell would give.
    /// </summary>
    public static int RunScript(ScriptEnvironment environment, string script, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(arguments);
        environment = Settled(environment);
        Interpreter? interpreter;
        try
        {
            string path = Path.GetFullPath(script, environment.WorkingDirectory!);
            if (Directory.Exists(path))
                return Fail($"{script}: is a directory", ProcessImage.NotRunnable);
            interpreter = Interpreter.Of(path, environment);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Fail($"{script}: No such file or directory", ProcessImage.NotFound);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return Fail($"{script}: {e.Message}", ProcessImage.NotRunnable);
        }
        if (interpreter is not null)
            return RunInterpreter(environment, interpreter, script, script, arguments);
        var planner = new LaunchPlanner(environment);
        string program = script.Contains('/') ? script : "./" + script;
        return Start(
            environment,
            planner.Command([program, .. arguments], inNamespace: true),
            planner.Command([program, .. arguments], inNamespace: false));
    }

    /// <summary>
    /// The second half of a run in a user namespace; macemu calls it first thing when its first argument is
    /// <see cref="EnterVerb"/>. Returns only when it failed.
    /// </summary>
    public static int Enter(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        NamespacePlan plan;
        using (FileStream file = InheritedFile.Open(int.Parse(arguments[1])))
            plan = NamespacePlan.Read(file);
        return EnterHere(plan, ProcessImage.Replace);
    }

    private static int RunInterpreter(
        ScriptEnvironment environment, Interpreter interpreter, string label, string? script, IReadOnlyList<string> arguments)
    {
        if (interpreter.Path is null)
            return Fail(interpreter.MissingMessage(label), ProcessImage.NotFound);
        var planner = new LaunchPlanner(environment);
        return Start(
            environment,
            planner.Script(interpreter, script, arguments, inNamespace: true),
            planner.Script(interpreter, script, arguments, inNamespace: false));
    }

    private static int Start(ScriptEnvironment environment, Launch launch, Launch fallback)
    {
        if (!Directory.Exists(environment.ToolsDirectory))
            return Fail($"{environment.ToolsDirectory}: no directory of tools there", SystemFailure);
        string? unwanted = Environment.GetEnvironmentVariable(EmulatedUser.NoNamespaceVariable);
        if (!string.IsNullOrEmpty(unwanted))
        {
            string? reason = unwanted == AlreadyNoticed ? null : $"{EmulatedUser.NoNamespaceVariable} is set";
            return StartWithout(reason, fallback, environment.UserId, ProcessImage.RunToEnd);
        }

        KeptFolders.Make(environment);
        using var emptied = new MountPoints(environment);
        var plan = new NamespacePlan(NamespaceLayout.Plan(environment), launch, fallback, environment.UserId);
        bool sameUser = ProcessImage.EffectiveUserId == environment.UserId && ProcessImage.EffectiveGroupId == environment.GroupId;
        if (sameUser && EnterOnThread(plan) is { } status)
            return status;

        // Else in a user namespace, where the caller appears as the wanted user. --keep-caps: any user may then mount there.
        IReadOnlyList<string> unshare =
            [.. UserNamespace.Arguments(environment.UserId, environment.GroupId), "--mount", "--propagation", "slave", "--keep-caps"];
        if (UserNamespace.Refusal(unshare) is { } refusal)
            return StartWithout(refusal, fallback, environment.UserId, ProcessImage.RunToEnd);
        using FileStream file = InheritedFile.Create("macemu-run");
        plan.Write(file);
        string descriptor = $"{file.SafeFileHandle.DangerousGetHandle()}";
        return ProcessImage.RunToEnd(
            Reporter, HostCommand.Find("unshare")!, [.. unshare, "--", .. OwnCommand(), EnterVerb, descriptor], ProcessImage.InheritedEnvironment);
    }

    /// <summary>As root one thread can leave the host's mounts by itself; its child is there too, and the other threads are where they were.</summary>
    /// <returns>The exit status; null where the machine refuses that.</returns>
    private static int? EnterOnThread(NamespacePlan plan)
    {
        int? status = null;
        var thread = new Thread(() =>
        {
            if (NativeMethods.Unshare(NativeMethods.CloneNewNamespace) == 0)
                status = EnterHere(plan, ProcessImage.RunToEnd);
        });
        thread.Start();
        thread.Join();
        return status;
    }

    private static int EnterHere(NamespacePlan plan, Starter start)
    {
        try
        {
            NewRoot.Enter(plan.Steps);
        }
        catch (Win32Exception e) when (!Directory.Exists(HostPath.Root))
        {
            return StartWithout(e.Message, plan.Fallback, plan.ExpectedUserId, start);
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return Fail($"the emulated Mac's file system can't be made: {e.Message}", SystemFailure);
        }
        // The right to mount was ours, not the script's; root in a user namespace has it anyway.
        _ = NativeMethods.ProcessControl(
            NativeMethods.ControlAmbientCapabilities, NativeMethods.ClearAllAmbientCapabilities, 0, 0, 0);
        return Start(plan.Launch, start);
    }

    private static int StartWithout(string? reason, Launch fallback, uint expectedUserId, Starter start)
    {
        if (reason is not null)
        {
            string user = ProcessImage.EffectiveUserId == expectedUserId
                ? ""
                : $", and the user ID is {ProcessImage.EffectiveUserId}, not {expectedUserId}";
            Console.Error.WriteLine(
                $"{Reporter}: no namespace ({reason}): absolute paths such as /usr/bin/dscl aren't redirected{user}; `macemu install` would put the tools there");
        }
        return Start(fallback, start);
    }

    private static int Start(Launch launch, Starter start)
    {
        try
        {
            Directory.SetCurrentDirectory(launch.WorkingDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail($"{launch.WorkingDirectory}: {e.Message}", ProcessImage.NotRunnable);
        }
        return start(Reporter, launch.Program, launch.Arguments, launch.Environment);
    }

    /// <summary>Paths that mean the same wherever they are looked at from.</summary>
    private static ScriptEnvironment Settled(ScriptEnvironment environment) => environment with
    {
        ToolsDirectory = HostPath.Real(environment.ToolsDirectory) ?? Path.GetFullPath(environment.ToolsDirectory),
        WorkingDirectory = HostPath.Real(environment.WorkingDirectory ?? Environment.CurrentDirectory) ?? Path.GetFullPath(environment.WorkingDirectory ?? Environment.CurrentDirectory),
    };

    /// <summary>Ourselves: one executable, or `dotnet macemu.dll` while developing.</summary>
    private static string[] OwnCommand()
    {
        string program = Environment.ProcessPath!;
        return Path.GetFileName(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
    }

    private static int Fail(string message, int status)
    {
        Console.Error.WriteLine($"{Reporter}: {message}");
        return status;
    }
}
