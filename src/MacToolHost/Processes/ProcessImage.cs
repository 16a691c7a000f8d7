using System.Runtime.InteropServices;

namespace MacToolHost.Processes;

/// <summary>
/// Replaces the running program by another one (execve): the new one keeps our process, so terminal, signals and exit
/// status are its own and nobody has to stay behind to forward them.
/// </summary>
public static class ProcessImage
{
    /// <summary>The status shells give for a command that isn't there.</summary>
    public const int NotFound = 127;

    /// <summary>The status shells give for a command that is there and can't be run.</summary>
    public const int NotRunnable = 126;

    /// <summary>The effective user ID of this process, as the kernel shows it in our user namespace.</summary>
    public static uint EffectiveUserId => NativeMethods.GetEffectiveUserId();

    /// <summary>The effective group ID of this process, as the kernel shows it in our user namespace.</summary>
    public static uint EffectiveGroupId => NativeMethods.GetEffectiveGroupId();

    /// <summary>Gives a file to a user and group, where we may: only root can, and only to whom its user namespace knows.</summary>
    public static void GiveTo(string path, uint userId, uint groupId) => _ = NativeMethods.ChangeOwner(path, userId, groupId);

    /// <summary>This process's environment as a dictionary that can be changed and handed to <see cref="Replace"/>.</summary>
    public static Dictionary<string, string> InheritedEnvironment
    {
        get
        {
            var variables = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (System.Collections.DictionaryEntry entry in Environment.GetEnvironmentVariables())
                variables[(string)entry.Key] = (string?)entry.Value ?? "";
            return variables;
        }
    }

    /// <summary>
    /// Becomes <paramref name="program"/>. A name without a slash is looked for in the PATH of <paramref name="environment"/>;
    /// a text file that names no interpreter is given to /bin/sh, as shells do. Returns only when that failed: then one line
    /// is on stderr, and the result is the exit status a shell would give.
    /// </summary>
    /// <param name="reporter">The name that the line on stderr begins with.</param>
    /// <param name="program">A path, or a name to look for in PATH.</param>
    /// <param name="arguments">All arguments, the program's own name first.</param>
    /// <param name="environment">The whole environment of the new program.</param>
    public static int Replace(string reporter, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(environment);
        return Start(reporter, program, arguments, environment, (path, words) =>
        {
            NativeMethods.Execve(path, [.. words, null], KernelForm(environment));
            return Marshal.GetLastPInvokeError();
        });
    }

    /// <summary>
    /// Runs <paramref name="program"/> as <see cref="Replace"/> does, but as a child, to its end. What tells us to end is passed on to
    /// it; what the terminal sends reaches it anyway.
    /// </summary>
    /// <returns>The exit status, or 128 and the number of the signal that ended it.</returns>
    public static int RunToEnd(string reporter, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(environment);
        int pid = 0;
        using var interrupt = Catch(PosixSignal.SIGINT, forward: false);
        using var quit = Catch(PosixSignal.SIGQUIT, forward: false);
        using var hangUp = Catch(PosixSignal.SIGHUP, forward: true);
        using var terminate = Catch(PosixSignal.SIGTERM, forward: true);
        int failure = Start(reporter, program, arguments, environment, (path, words) =>
            NativeMethods.PosixSpawn(out pid, path, 0, 0, [.. words, null], KernelForm(environment)));
        NativeMethods.Signal(NativeMethods.SigPipe, NativeMethods.Ignore);
        return pid == 0 ? failure : WaitFor(pid);

        PosixSignalRegistration Catch(PosixSignal signal, bool forward) => PosixSignalRegistration.Create(signal, context =>
        {
            if (pid == 0)
                return;
            context.Cancel = true;
            if (forward)
                _ = NativeMethods.Kill(pid, signal == PosixSignal.SIGHUP ? NativeMethods.SigHangUp : NativeMethods.SigTerm);
        });
    }

    /// <summary>Waits for a child's end.</summary>
    internal static int WaitFor(int pid)
    {
        int status;
        while (NativeMethods.WaitPid(pid, out status, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != NativeMethods.ErrnoInterrupted)
                return NotRunnable;
        }
        int signal = status & 0x7f;
        return signal == 0 ? status >> 8 & 0xff : 128 + signal;
    }

    /// <summary>Starts a program wherever PATH has it. The last function starts one at a path with arguments: it gives 0, or why it couldn't.</summary>
    private static int Start(
        string reporter, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Func<string, IEnumerable<string>, int> start)
    {
        // .NET ignores SIGPIPE, and what is ignored stays so across execve: `yes | head` would then complain.
        NativeMethods.Signal(NativeMethods.SigPipe, 0);
        int error = NativeMethods.ErrnoNoEntry;
        foreach (string candidate in Candidates(program, environment))
        {
            int failure = start(candidate, arguments);
            if (failure == NativeMethods.ErrnoNoExec)
                failure = start("/bin/sh", ["/bin/sh", candidate, .. arguments.Skip(1)]);
            if (failure == 0)
                return 0;
            if (failure is NativeMethods.ErrnoNoEntry or NativeMethods.ErrnoNotADirectory)
                continue;
            error = failure;        // a later directory of PATH may still have one that can be run
        }

        bool missing = error == NativeMethods.ErrnoNoEntry;
        string reason = missing && !program.Contains('/') ? "command not found" : Marshal.GetPInvokeErrorMessage(error);
        Console.Error.WriteLine($"{reporter}: {program}: {reason}");
        return missing ? NotFound : NotRunnable;
    }

    /// <summary>An environment in the kernel's form, NAME=VALUE, ended by null.</summary>
    internal static string?[] KernelForm(IReadOnlyDictionary<string, string> environment) =>
        [.. environment.Select(variable => $"{variable.Key}={variable.Value}"), null];

    private static IEnumerable<string> Candidates(string program, IReadOnlyDictionary<string, string> environment)
    {
        if (program.Contains('/') || program.Length == 0)
            return [program];
        string path = environment.GetValueOrDefault("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        return path.Split(':').Select(directory => directory.Length == 0 ? "./" + program : $"{directory}/{program}");
    }
}
