using System.Text;
using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.FileVault;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacStateStore.Storage;
using MacToolHost;

namespace Fdesetup.Tests;

/// <summary>What one call printed, ended with and changed.</summary>
public sealed record Outcome(int Status, string Out, string Err, IReadOnlyList<string> Changes)
{
    /// <summary>Exactly these lines on standard output, and a status of 0 unless another is named.</summary>
    public Outcome Says(params IReadOnlyList<string> lines)
    {
        Assert.Equal(string.Concat(lines.Select(line => line + "\n")), Out);
        return this;
    }

    /// <summary>This on standard error (prompts have no line ends), nothing on standard output, no change, and this status.</summary>
    public Outcome Fails(int status, string error)
    {
        Assert.Equal((status, "", error), (Status, Out, Err));
        return ChangesNothing();
    }

    public Outcome Ends(int status = 0)
    {
        Assert.True(status == Status, $"ended with {Status}: {Out}{Err}");
        return this;
    }

    public Outcome ChangesNothing()
    {
        Assert.Empty(Changes);
        return this;
    }
}

/// <summary>A Mac in a folder of its own, and fdesetup on it.</summary>
public sealed class Bench : MacToolEmu.Tests.ToolBench
{
    public const string Key = "ABCD-EFGH-JKLM-NPQR-TUVW-XYZ2";
    public const string AskName = "Enter the user name:";

    public Bench(MachineSpecification specification) : base(FdesetupTool.Tool, specification)
    {
        using var console = new ToolConsole(Stream.Null, Stream.Null, Stream.Null, _ => null);
        using var mac = Mac.Open(Path);
        FileVaultOnDisk.Write(console, mac, mac.FileVault.Files.All);
    }

    /// <summary>alice, an admin with a token, bob, with a token where he is to have one, and carol without.</summary>
    public Bench(string os = "14.5", FileVaultSpecification? fileVault = null, Chip chip = Chip.Apple, bool bobHasToken = true) : this(Household(os, fileVault, chip, bobHasToken)) { }

    /// <summary>On, with a known recovery key.</summary>
    public static FileVaultSpecification Protected => new() { IsOn = true, HasPersonalKey = true, PersonalKey = Key };

    /// <summary>On an Intel Mac under CoreStorage.</summary>
    public static Bench CoreStorage(FileVaultSpecification? fileVault = null) =>
        new(Household("10.13.6", fileVault, Chip.Intel, true) with { DiskLayoutName = "intel-corestorage" });

    public static MachineSpecification Household(string os, FileVaultSpecification? fileVault = null, Chip chip = Chip.Apple, bool bobHasToken = true) => new()
    {
        Os = os,
        // Apple silicon came with macOS 11.
        Chip = chip == Chip.Apple && MacOSVersion.Parse(os).Major == 10 ? Chip.T2 : chip,
        Users = [Person("alice", admin: true, token: true), Person("bob", token: bobHasToken), Person("carol")],
        FileVault = fileVault ?? new(),
        Clock = new DateTimeOffset(2024, 5, 2, 9, 15, 0, TimeSpan.Zero),
    };

    /// <summary>A person whose password is pw- and the name.</summary>
    public static UserSpecification Person(string name, bool admin = false, bool token = false) =>
        new(new NewAccount(name) { IsAdmin = admin }) { Password = $"pw-{name}", HasSecureToken = token };

    public Outcome Root(params IReadOnlyList<string> arguments) => Run("root", [], arguments);

    /// <summary>With what is typed at prompts, or a property list on standard input.</summary>
    public Outcome RootTypes(string input, params IReadOnlyList<string> arguments) => Run("root", Encoding.UTF8.GetBytes(input), arguments);

    public Outcome As(string user, params IReadOnlyList<string> arguments) => Run(user, [], arguments);

    public Outcome Run(string user, byte[] input, IReadOnlyList<string> arguments) => Run(FdesetupTool.Tool, user, new MemoryStream(input), arguments);

    public Outcome Run(Tool tool, string user, Stream stdin, IReadOnlyList<string> arguments)
    {
        var (status, output, error, row) = Call(tool, user, stdin, arguments);
        JournalLine = row.Entry.Arguments;
        return new Outcome(status, output, error, ChangesOf(row));
    }

    /// <summary>The arguments of the last call as the journal has them.</summary>
    public string JournalLine { get; private set; } = "";

    /// <summary>Looks at the Mac, or lets something happen to it.</summary>
    public T Look<T>(Func<Mac, T> action)
    {
        using var mac = Mac.Open(Path);
        mac.Begin(new JournalEntry("test", "[]", "root"));
        var result = action(mac);
        using (var console = new ToolConsole(Stream.Null, Stream.Null, Stream.Null, _ => null)) FileVaultOnDisk.Follow(console, mac);
        mac.End(0);
        return result;
    }

    public void Do(Action<Mac> action) => Look(mac =>
    {
        action(mac);
        return 0;
    });

    public string Uuid(string user) => Look(mac => mac.Directory.Find(RecordType.Users, user)!.Text(AttributeName.GeneratedUid)!);

    /// <summary>Whether somebody's password opens the volume.</summary>
    public bool Unlocks(string user, string? password = null)
    {
        var uuid = Uuid(user);
        return Look(mac => mac.SecureTokens.Keys.CanUnlock(uuid, password ?? $"pw-{user}"));
    }

    public bool IsRecoveryKey(string key) => Look(mac => mac.FileVault.IsRecoveryKey(key));

    public bool IsOn => Look(mac => mac.FileVault.IsOn);

    public void Pass(TimeSpan time) => Do(mac => mac.Clock.Advance(time));

    public string Place(string path) => MachineFolder.Locate(Path, path);

    public string FileOf(byte[] content, string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Place(path))!);
        File.WriteAllBytes(Place(path), content);
        return path;
    }

    /// <summary>An input property list.</summary>
    public static string Plist(params (string Key, PlistValue Value)[] entries) =>
        Encoding.UTF8.GetString(PropertyList.ToXml(new PlistDictionary(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)))));

    /// <summary>A profile with payloads of these types and settings; their UUIDs end with their numbers.</summary>
    public static ConfigurationProfile Profile(string identifier, params IReadOnlyList<(string Type, PlistDictionary Settings)> payloads) => ConfigurationProfileFile.Of(new PlistDictionary
    {
        ["PayloadType"] = "Configuration",
        ["PayloadIdentifier"] = identifier,
        ["PayloadUUID"] = ProfileUuid,
        ["PayloadVersion"] = 1L,
        ["PayloadContent"] = new PlistArray(payloads.Select((payload, i) => new PlistDictionary(payload.Settings)
        {
            ["PayloadType"] = payload.Type,
            ["PayloadIdentifier"] = $"{identifier}.{i}",
            ["PayloadUUID"] = PayloadUuid(i),
            ["PayloadVersion"] = 1L,
        })),
    });

    public const string ProfileUuid = "11111111-2222-4333-8444-666666666666";

    public static string PayloadUuid(int number) => $"11111111-2222-4333-8444-00000000000{number}";

    public static string AskPassword(string user) => $"Enter the password for user '{user}':";

    public static string AskAdded(string user) => $"Enter the password for the added user '{user}':";
}
