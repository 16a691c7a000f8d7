using System.Diagnostics;
using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions.Tests;

/// <summary>A Mac with an admin (alice, at the console) and a standard user (bob), and commands run on it.</summary>
internal sealed class Bench : IDisposable
{
    // In process these would replace the test host by another program if they did what a test says they must refuse.
    private static readonly string[] Becoming = ["arch", "launchctl", "su", "sudo"];

    private readonly string _folder = Directory.CreateTempSubdirectory("companions-").FullName;

    public Bench(MachineSpecification? specification = null)
    {
        Machine = Path.Combine(_folder, "machine.db");
        Mac.Create(Machine, specification ?? Usual());
    }

    public string Machine { get; }

    public string Folder => _folder;

    public static MachineSpecification Usual(string os = "14.5", Chip? chip = null) => new()
    {
        Os = os,
        Chip = chip,
        Seed = 7,
        KdfIterations = 2,
        ConsoleUser = "alice",
        Users =
        [
            new UserSpecification(new NewAccount("alice") { FullName = "Alice Example", IsAdmin = true, Maker = AccountMaker.SetupAssistant }) { Password = "pw-a", HasSecureToken = true },
            new UserSpecification(new NewAccount("bob") { FullName = "Bob Example", Uid = 505 }) { Password = "pw-b" },
        ],
    };

    /// <summary>Runs a command in process; one that may become another program, in a process of its own.</summary>
    public Outcome Run(string user, string input, string name, params string[] arguments)
    {
        return Becoming.Contains(name) ? Start(user, input, [name, .. arguments]) : InProcess(user, input, name, arguments);
    }

    /// <summary>Runs a command in process, also one that may become another program: for uses that don't.</summary>
    public Outcome InProcess(string user, string input, string name, params string[] arguments) => InProcess(user, input, name, arguments, isRun: false);

    /// <summary>Runs a command in process as in a run, where what only Linux's command knows isn't passed on.</summary>
    public Outcome InRun(string user, string name, params string[] arguments) => InProcess(user, "", name, arguments, isRun: true);

    private Outcome InProcess(string user, string input, string name, string[] arguments, bool isRun)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var variables = new Dictionary<string, string> { ["MACEMU_MACHINE"] = Machine, ["MACEMU_USER"] = user };
        if (isRun) variables[MacToolHost.Processes.HostCommand.PathVariable] = "/nowhere";
        int status;
        using (var console = new ToolConsole(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error, variables.GetValueOrDefault))
            status = Call.Run(name, arguments, console);
        return new Outcome(status, Text(output), Text(error));
    }

    public Outcome AsRoot(string name, params string[] arguments) => Run("root", "", name, arguments);

    public Outcome AsAlice(string name, params string[] arguments) => Run("alice", "", name, arguments);

    public Outcome AsBob(string name, params string[] arguments) => Run("bob", "", name, arguments);

    /// <summary>Starts the executable itself: for commands that become another program.</summary>
    public Outcome Start(string user, string input, params string[] arguments)
    {
        // Without a terminal: prompts are to be answered by the test, not by whoever runs it.
        var start = new ProcessStartInfo("setsid", ["--wait", Path.Combine(AppContext.BaseDirectory, "companions"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment["MACEMU_MACHINE"] = Machine;
        start.Environment["MACEMU_USER"] = user;
        start.Environment["MACEMU_NO_NAMESPACE"] = "1";
        start.Environment["HOME"] = "/Users/" + user;
        start.Environment["SECRET_OF_CALLER"] = "kept only with -E";
        foreach (var name in (string[])["SUDO_USER", "SUDO_UID", "SUDO_GID"]) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Says who may read and write a file.</summary>
    public static void Protect(string path, int mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    /// <summary>Looks at the machine.</summary>
    public T Look<T>(Func<Mac, T> look)
    {
        using var mac = Mac.Open(Machine);
        mac.BeginReading();
        return look(mac);
    }

    /// <summary>Changes the machine as another tool would.</summary>
    public void Change(Action<Mac> change)
    {
        using var mac = Mac.Open(Machine);
        mac.Begin(new MacStateStore.Storage.JournalEntry("test", "[]", "root"));
        change(mac);
        mac.End(0);
    }

    public IReadOnlyList<string> Values(RecordType type, string name, AttributeName attribute) =>
        Look(mac => mac.Directory.FindByValue(type, AttributeName.RecordName, name) is { } record ? record.Values(attribute).Select(value => $"{value}").ToList() : []);

    public IReadOnlyList<string> Members(string group) => Values(RecordType.Groups, group, AttributeName.GroupMembership);

    public IReadOnlyList<MacStateStore.Storage.JournalRow> Journal => Look(mac => mac.Journal.Read());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());
}

internal sealed record Outcome(int Status, string Output, string Errors);
