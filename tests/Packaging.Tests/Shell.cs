using System.Diagnostics;

namespace Packaging.Tests;

/// <summary>A folder of a test's own, and commands of the shell in it.</summary>
public sealed class Shell : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("packaging-").FullName;

    /// <summary>Runs a line of bash; gives its status and all that it printed.</summary>
    public (int Status, string Text) Run(string line, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", $"exec 2>&1\n{line}"]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardInput = true };
        // What a CI system says of itself is not said of what is tested.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("CI_NODE_") || name.StartsWith("JOB_COMPLETION") || name.StartsWith("SLURM_") || name.StartsWith("MACEMU_")).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = Folder;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    /// <summary>Runs a line that must succeed; gives what it printed.</summary>
    public string Good(string line, params (string Name, string Value)[] environment)
    {
        var (status, text) = Run(line, environment);
        Assert.True(status == 0, $"{line}\nended with {status}:\n{text}");
        return text;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Two short scenarios: one holds, one doesn't where that is asked for.</summary>
    public void WriteScenarios(bool failing)
    {
        Write("scenarios/first.yml", "name: first\nmachine: {os: \"14.5\", kdfIterations: 1}\nsteps:\n- command: sw_vers -productVersion\n  expect: {stdout: \"14.5\\n\"}\n");
        Write("scenarios/second.yml", $"name: second\nmachine: {{os: \"14.5\", kdfIterations: 1}}\nexpect: {{sip: {(failing ? "disabled" : "enabled")}}}\n");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
