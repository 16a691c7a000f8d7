using System.CommandLine;
using MacStateStore;
using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.Storage;
using MacToolHost;

namespace MacEmu;

/// <summary>One call of a command: what was typed, the console, and the way to the machine.</summary>
/// <param name="Parsed">The command line as parsed.</param>
/// <param name="Arguments">The command line as typed.</param>
/// <param name="Rest">What belongs to the script of <c>macemu run</c>.</param>
/// <param name="RestIsCommand">Whether that is a command line (after <c>--</c>) instead of a script.</param>
/// <param name="Machine">The machine file and whether it is the default one.</param>
/// <param name="Console">The console.</param>
/// <param name="Host">The host's clock; null for the real one.</param>
internal sealed record Invocation(
    ParseResult Parsed, IReadOnlyList<string> Arguments, IReadOnlyList<string> Rest, bool RestIsCommand,
    (string Path, bool IsDefault) Machine, ToolConsole Console, TimeProvider? Host)
{
    /// <summary>The options whose values the journal must not see.</summary>
    private static readonly string[] Secrets = ["--password", "--pin", "--unlock-with", "--text"];

    public T? Value<T>(Option<T> option) => Parsed.GetValue(option);

    public T Value<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    /// <summary>The value of an argument that may be left out.</summary>
    public string? Said(Argument<string?> argument) => Parsed.GetValue(argument);

    /// <summary>Opens the machine; the default one is made where it is missing.</summary>
    public Mac Open() => MachineLocation.Open(Machine.Path, Machine.IsDefault, Host);

    /// <summary>Looks at the machine without changing it.</summary>
    public int Look(Func<Mac, int> look)
    {
        using var mac = Open();
        mac.BeginReading();
        return look(mac);
    }

    /// <summary>Lets something happen to the Mac: one run, with its row in the journal. What throws has changed nothing.</summary>
    public int Event(Action<Mac> happen) => Event(mac =>
    {
        happen(mac);
        return Status.Good;
    });

    /// <summary>The same for what can fail and yet have changed something: whatever status it returns, its changes stand.</summary>
    public int Event(Func<Mac, int> happen)
    {
        int status;
        using var mac = Open();
        mac.MdmConnection.Transport = MdmHttp.For(Console);
        mac.MdmCommands.ApplicationFolder = MachineFolder.Locate(mac.Path, "/Applications");
        mac.Begin(new JournalEntry("macemu", Redacted(), ToolRun.UserOf(Console, mac), Console.Environment(MachineLocation.RunVariable)));
        try
        {
            status = happen(mac);
        }
        catch (Exception error) when (error is LifecycleException or DirectoryException or MacEmuException or AccountPolicyException or NotEmulatedException)
        {
            mac.Undo();
            mac.End(
                error is MacEmuException problem ? problem.ExitStatus : error is NotEmulatedException ? ExitStatus.NotEmulated : Status.CheckFailed,
                error is NotEmulatedException or AccountPolicyException ? error.Message : null);
            throw;
        }
        KcPassword.LogIn(mac);
        LaunchPlist.Follow(mac);
        AccountFiles.Follow(Console, mac);
        ManagedPreferenceFiles.Follow(Console, mac);
        FileVaultOnDisk.Follow(Console, mac);
        mac.End(status);
        if (mac.MdmConnection.Problem is { } note) Console.Complain($"macemu: note: {note}");
        if (mac.Erasure.HasErased) Remove(MachineFolder.Of(Machine.Path));
        return status;
    }

    private void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Complain($"macemu: the Mac is erased, but its files in {folder} are not: {error.Message}");
        }
    }

    private string Redacted()
    {
        var shown = new List<string>();
        var secret = new List<bool>();
        for (var i = 0; i < Arguments.Count; i++)
        {
            var joined = Secrets.FirstOrDefault(option => Arguments[i].StartsWith(option + "=", StringComparison.Ordinal) || Arguments[i].StartsWith(option + ":", StringComparison.Ordinal));
            shown.Add(joined is null ? Arguments[i] : $"{joined}={Journal.Redacted}");
            secret.Add(i > 0 && Secrets.Contains(Arguments[i - 1]));
        }
        return ToolRun.JournalArguments(shown, secret);
    }
}
