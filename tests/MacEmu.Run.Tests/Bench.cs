using System.Diagnostics;

namespace MacEmu.Run.Tests;

/// <summary>A directory with fake emulators, and the driver that runs scripts with them.</summary>
public sealed class Bench : IDisposable
{
    private static readonly string[] Unprivileged = ["setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups"];

    public Bench()
    {
        Home = Directory.CreateTempSubdirectory("macemu-run-").FullName;
        Tools = Path.Combine(Home, "tools");
        Directory.CreateDirectory(Tools);
        Tool("dscl", "echo \"fake dscl from $0: $*\"");
        Tool("sysadminctl", "echo \"fake sysadminctl from $0\"");
        Tool("PlistBuddy", "echo \"fake PlistBuddy from $0\"");
        Tool("not-in-the-table", "echo wrong");
        Tool("sudo", $"{FindDriver}if [ \"$1\" = -u ]; then shift 2; exec $driver become alice 501 20 \"$@\"; fi\nexec $driver become root 0 0 \"$@\"");
        Tool("groups", $"{FindDriver}echo stand-in; exec $driver host groups \"$@\"");
        File.WriteAllText(Path.Combine(Home, "machine.db"), "");
        Shell($"chmod -R a+rwX {Home}");
    }

    public static string Driver { get; } = Path.Combine(AppContext.BaseDirectory, "run-driver");

    /// <summary>Where a run finds it, also where the project lies in a folder that the Mac has another of, such as /tmp.</summary>
    public static string DriverInside { get; } = MacPaths.Folders.Any(folder => Driver.StartsWith(folder + "/", StringComparison.Ordinal)) ? "/.macemu/host" + Driver : Driver;

    private static string FindDriver => $"driver={DriverInside}; [ -x $driver ] || driver={Driver}\n";

    public string Home { get; }

    public string Tools { get; }

    public string Machine => Path.Combine(Home, "machine.db");

    public string Script(string text, bool executable = true)
    {
        string path = Path.Combine(Home, Path.GetRandomFileName() + ".sh");
        File.WriteAllText(path, text);
        Shell($"chmod {(executable ? 755 : 644)} {path}");
        return path;
    }

    /// <summary>Runs the driver. Skips the test, saying why, where this machine can't do what it needs.</summary>
    public Outcome Run(Caller caller, IReadOnlyList<string> arguments, string input = "", string? variable = null, bool needsNamespace = true)
    {
        string[] prefix = Prefix(caller);
        if (needsNamespace)
        {
            Outcome probe = Start([.. prefix, "unshare", "--map-root-user", "--mount", "true"], "", null);
            Skip.IfNot(probe.Status == 0, $"namespaces are refused here: {probe.Errors.Trim()}");
        }
        return Start([.. prefix, Driver, "--tools", Tools, "--machine", Machine, .. arguments], input, variable);
    }

    public Outcome Start(IReadOnlyList<string> command, string input, string? variable)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Home,
        };
        start.Environment.Remove("MACEMU_NO_NAMESPACE");
        if (variable is not null)
            start.Environment[variable.Split('=')[0]] = variable.Split('=')[1];
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private string[] Prefix(Caller caller)
    {
        bool root = Environment.IsPrivilegedProcess;
        if (caller == Caller.Root)
        {
            Skip.IfNot(root, "only root can try what root does");
            return [];
        }
        if (!root)
            return [];
        Outcome probe = Start([.. Unprivileged, "test", "-x", Driver], "", null);
        Skip.IfNot(probe.Status == 0, $"an ordinary user can't reach {Driver}");
        return Unprivileged;
    }

    private void Tool(string name, string body)
    {
        string path = Path.Combine(Tools, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        Shell($"chmod 755 {path}");
    }

    private static void Shell(string command)
    {
        using Process process = Process.Start("/bin/sh", ["-c", command]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
