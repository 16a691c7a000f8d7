using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;
using MacToolHost.Declarations;

namespace Transcripts.Tests;

/// <summary>Calls a tool with what it declares, each time on a new Mac that has it.</summary>
internal sealed class DeclaredCalls(Tool tool) : IDisposable
{
    private const int NotEmulated = 78;

    // What stands behind a verb, so that the tool gets as far as to look at it.
    private static readonly Dictionary<string, string> Operands = new()
    {
        ["diskutil moveJournal"] = "internal disk3s5",
        ["diskutil moveJournal external"] = "disk3s5 disk3s5",
        ["diskutil moveJournal internal"] = "disk3s5",
        ["diskutil apfs convert -prebootSource"] = "/ disk3s5",
        ["diskutil apfs unlockVolume -recoverykeychain"] = "/x disk3s5",
        ["diskutil apfs unlockVolume -systemreadwrite"] = "disk3s5",
        ["diskutil apfs updatePreboot -od"] = "/x",
        ["diskutil coreStorage convert -passphrase"] = "x disk3s5",
        ["diskutil coreStorage convert -stdinpassphrase"] = "disk3s5",
        ["sysadminctl -newPassword"] = "x -oldPassword y",
        ["sysadminctl -resetPasswordFor"] = "alice -newPassword x",
        ["sysadminctl -secureTokenOn"] = "alice -password x",
        ["sysadminctl -secureTokenOff"] = "alice -password x",
        ["sysadminctl -screenLock"] = "status -password x",
        ["profiles -i"] = "-F /x",
        ["profiles -s"] = "-F /x",
        ["profiles -V"] = "-F /x",
        ["profiles -r"] = "-p x",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("declared-").FullName;

    /// <summary>What a call contradicts of a feature; nothing where all is well, or where a call would tell nothing.</summary>
    public IEnumerable<string> Try(Feature feature)
    {
        var words = LineFor(feature);
        if (words is null) yield break;
        var (status, text) = Call(words, MacOSRelease.All.Last(release => feature.IsIn(release.Version)).Version);
        var said = $"{tool.Name} {string.Join(' ', words)}: {status}\n{text}";
        if (feature.Extent == Extent.Not && status != NotEmulated) yield return $"is said not to be emulated, but: {said}";
        if (feature.Extent != Extent.Not && (status == NotEmulated || text.Contains("not emulated", StringComparison.Ordinal))) yield return $"is said to be emulated, but: {said}";
        if (IsUnknown(words, status, text)) yield return $"is declared and not known: {said}";
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[]? LineFor(Feature feature)
    {
        string[] words = [.. feature.Name.Split(' '), .. Operands.GetValueOrDefault($"{tool.Name} {feature.Name}", "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return tool.Name switch
        {
            // Those that run until they are stopped, or ask on.
            _ when feature.Name is "activity" => null,
            "dscl" => feature.Verb.Length > 0 && feature.Option.Length == 0 ? [".", "-" + feature.Verb] : null,
            "diskutil" when feature.Verb.Length == 0 => null,
            "diskutil" when words.Length > feature.Name.Split(' ').Length => words,
            "diskutil" when feature.Name == "apfs updatePreboot" => [.. words, "/"],
            "diskutil" when feature.Option.Length > 0 => feature.Extent == Extent.Not ? [.. words, "/"] : null,
            "sysadminctl" when feature.Verb.Length > 0 && feature.Option.Length == 0 => Operands.ContainsKey($"sysadminctl {feature.Name}") ? words : [.. words, IsSwitch(feature.Verb) ? "status" : "nobody-here"],
            "sysadminctl" => null,
            "fdesetup" when feature.Option.Length > 0 => null,
            "profiles" when feature.Verb.Length == 0 => null,
            "profiles" when feature.Verb.Length > 0 => words[0].StartsWith('-') || feature.Verb is "help" or "version" or "status" ? words : [.. words, "-path", "/x", "-identifier", "x"],
            _ => words,
        };
    }

    private static bool IsSwitch(string verb) => verb is "-autologin" or "-guestAccount" or "-afpGuestAccess" or "-smbGuestAccess" or "-automaticTime" or "-filesystem";

    private bool IsUnknown(string[] words, int status, string text) => tool.Name switch
    {
        "dscl" => text.StartsWith("dscl (v", StringComparison.Ordinal) && !words.Contains("-help"),
        "sysadminctl" => text.Contains("Usage: sysadminctl", StringComparison.Ordinal),
        "fdesetup" => status == 13,
        "diskutil" => text.Contains("did not recognize", StringComparison.Ordinal),
        "csrutil" => text.Contains("invalid command", StringComparison.Ordinal),
        "bputil" => text.Contains("invalid option", StringComparison.Ordinal) || text.Contains("unrecognized option", StringComparison.Ordinal),
        _ => text.Contains("unknown", StringComparison.OrdinalIgnoreCase) || text.Contains("illegal option", StringComparison.OrdinalIgnoreCase) || text.Contains("unrecognized", StringComparison.OrdinalIgnoreCase),
    };

    private (int Status, string Text) Call(string[] words, MacOSVersion os)
    {
        var ready = Path.Combine(_folder, $"{os}.db");
        if (!File.Exists(ready))
            Mac.Create(ready, new MachineSpecification
            {
                Os = os.ToString(),
                Chip = os.Major < 11 ? Chip.T2 : Chip.Apple,
                Seed = 1,
                KdfIterations = 1,
                Users = [new UserSpecification(new NewAccount("alice") { IsAdmin = true }) { Password = "pw", HasSecureToken = true }],
            });
        var machine = Path.Combine(_folder, "machine.db");
        File.Copy(ready, machine, overwrite: true);
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        using var console = new ToolConsole(Stream.Null, stdout, stderr, name => name switch
        {
            MachineLocation.MachineVariable => machine,
            MachineLocation.UserVariable => "root",
            _ => null,
        });
        var status = ToolRun.Start(tool, words, console);
        console.FlushOutput();
        return (status, Encoding.UTF8.GetString(stdout.ToArray()) + Encoding.UTF8.GetString(stderr.ToArray()));
    }
}
