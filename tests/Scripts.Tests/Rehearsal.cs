using System.Diagnostics;
using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Scripts.Tests;

/// <summary>What a command printed and ended with.</summary>
public sealed record Ended(int Status, string Output, string Error);

/// <summary>A machine in a folder of its own, and the executables of `make tools` to use on it.</summary>
public sealed class Rehearsal : IDisposable
{
    private const int LongestSeconds = 90;

    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>Scripts of other people, kept outside the project; they may be absent.</summary>
    public static readonly string Scripts = Path.GetFullPath(Path.Combine(Root, "../shared/scripts"));

    /// <summary>The project's own examples.</summary>
    public static readonly string Examples = Path.Combine(Root, "examples");

    /// <summary>The executables.</summary>
    public static readonly string Bin = Environment.GetEnvironmentVariable("MACEMU_TOOLS") is { Length: > 0 } named ? named : Path.Combine(Root, "artifacts/bin");

    /// <summary>A machine as `macemu create` makes it from a description (YAML), or from arguments.</summary>
    public Rehearsal(string description, params string[] arguments)
    {
        Skip.IfNot(File.Exists(Path.Combine(Bin, "macemu")), "the executables are not built; run 'make tools'");
        File.WriteAllText(Path.Combine(Folder, "mac.yaml"), description);
        var made = Run("macemu", ["create", "--seed", "1", "--kdf-iterations", "2", "--from", "mac.yaml", .. arguments]);
        Assert.True(made.Status == 0, made.Error);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("macemu-script-").FullName;

    public string MachineFile => Path.Combine(Folder, "machine.db");

    /// <summary>Runs a tool as root of the emulated Mac.</summary>
    public Ended Run(string tool, params string[] arguments) => RunAs("root", tool, arguments);

    public Ended RunAs(string user, string tool, params string[] arguments) => RunAs(user, tool, arguments, "");

    /// <summary>Runs a line of commands with the tools in PATH; both streams come as output.</summary>
    public Ended Bash(string commands, string script) => RunAs("root", "/bin/bash", ["-c", $"exec 2>&1; {commands}"], "", script);

    public Ended RunAs(string user, string tool, string[] arguments, string input, string? script = null)
    {
        var start = new ProcessStartInfo("setsid") // no controlling terminal
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var argument in (string[])["--wait", Path.Combine(Bin, tool), .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["PATH"] = $"{Bin}:/usr/bin:/bin:/usr/sbin:/sbin";
        start.Environment["MACEMU_MACHINE"] = MachineFile;
        start.Environment["MACEMU_USER"] = user;
        if (script is not null) start.Environment["SCRIPT"] = script;
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(LongestSeconds)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{tool} {string.Join(' ', arguments)} has not ended after {LongestSeconds} s");
        }
        return new Ended(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs one of the scripts with `macemu run`.</summary>
    public Ended Script(string script, params string[] arguments)
    {
        var file = Path.Combine(Scripts, script);
        Skip.IfNot(File.Exists(file), $"{file} is absent");
        return Run("macemu", ["run", file, .. arguments]);
    }

    /// <summary>Looks into the machine.</summary>
    public T Look<T>(Func<Mac, T> look)
    {
        using var mac = Mac.Open(MachineFile);
        mac.BeginReading();
        return look(mac);
    }

    public UserAccount? Account(string name) => Look(mac => mac.Accounts.People.FirstOrDefault(user => user.Name == name));

    public string? Attribute(string record, string attribute) => Look(mac =>
        mac.Directory.Find(RecordType.Standard(record.Split('/')[0]), record.Split('/')[1])?.Text(AttributeName.Parse(attribute)));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "MacToolEmu.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
