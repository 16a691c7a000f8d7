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
        // .NET ignores SIGPIPE, and what is ignored stays so across execve: `yes | head` would then complain.
        NativeMethods.Signal(NativeMethods.SigPipe, 0);

        int error = NativeMethods.ErrnoNoEntry;
        foreach (string candidate in Candidates(program, environment))
        {
            int failure = Execve(candidate, arguments, environment);
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

    private static int Execve(string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        string?[] variables = KernelForm(environment);
        NativeMethods.Execve(path, [.. arguments, null], variables);
        int error = Marshal.GetLastPInvokeError();
        if (error != NativeMethods.ErrnoNoExec)
            return error;
        NativeMethods.Execve("/bin/sh", ["/bin/sh", path, .. arguments.Skip(1), null], variables);
        return Marshal.GetLastPInvokeError();
    }

    private static IEnumerable<string> Candidates(string program, IReadOnlyDictionary<string, string> environment)
    {
        if (program.Contains('/') || program.Length == 0)
            return [program];
        string path = environment.GetValueOrDefault("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        return path.Split(':').Select(directory => directory.Length == 0 ? "./" + program : $"{directory}/{program}");
    }
}
