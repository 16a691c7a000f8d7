using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MacToolHost;

namespace MacEmu.Tests;

public sealed record Outcome(int Status, string Output, string Errors);

/// <summary>A folder for one machine, and macemu run in process or as a process on it.</summary>
public sealed class Bench : IDisposable
{
    public Bench() => Environment["HOME"] = Folder;

    public string Folder { get; } = Directory.CreateTempSubdirectory("macemu-tests-").FullName;

    public string Machine => Path.Combine(Folder, "machine.db");

    public Dictionary<string, string> Environment { get; } = [];

    public bool IsTerminal { get; set; }

    public static Bench WithMachine(params string[] createOptions)
    {
        var bench = new Bench();
        bench.Environment["MACEMU_MACHINE"] = bench.Machine;
        bench.Good(["create", "--seed", "1", "--kdf-iterations", "2", .. createOptions]);
        return bench;
    }

    public static Bench WithAlice(params string[] createOptions) => WithMachine(["--os", "14.5", "--setup", "alice:s3cret:Alice Example", .. createOptions]);

    public Outcome Run(params string[] arguments) => RunWith("", arguments);

    public Outcome RunWith(string input, params string[] arguments) => RunWith(Encoding.UTF8.GetBytes(input), arguments);

    public Outcome RunWith(byte[] input, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        int status;
        using (var console = new ToolConsole(new MemoryStream(input), output, errors, name => Environment.GetValueOrDefault(name), isOutputTerminal: IsTerminal))
            status = MacEmuProgram.Run(arguments, console);
        return new Outcome(status, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(errors.ToArray()));
    }

    /// <summary>Runs a command that must succeed and say nothing on standard error; gives its output.</summary>
    public string Good(params string[] arguments)
    {
        var outcome = Run(arguments);
        Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
        return outcome.Output;
    }

    /// <summary>Runs a command that must fail with a status and exactly this line, printing nothing else and changing nothing.</summary>
    public void Bad(int status, string line, params string[] arguments)
    {
        var before = File.Exists(Machine) ? State() : null;
        var outcome = Run(arguments);
        Assert.Equal((status, "", $"macemu: {line}\n"), (outcome.Status, outcome.Output, outcome.Errors));
        Assert.Equal(before, File.Exists(Machine) ? State() : null);
    }

    /// <summary>What the machine is, without its clock, which goes on by itself.</summary>
    public string State() => string.Concat(Good("show", "--json", "--machine", Machine).Split('\n').Where(line => !line.Contains("\"clock\"")));

    public JsonElement Show() => JsonDocument.Parse(Good("show", "--json")).RootElement;

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs the macemu executable as a process.</summary>
    public Outcome Start(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "macemu"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("MACEMU_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(inherited);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
