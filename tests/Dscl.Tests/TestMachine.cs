using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Dscl.Tests;

/// <summary>What a run of dscl left on its streams, and its exit status.</summary>
public sealed record Outcome(string Out, string Error, int Status)
{
    public static readonly Outcome Silent = new("", "", 0);

    public static Outcome Printed(string text) => new(text, "", 0);

    /// <summary>A failure whose last line is the status.</summary>
    public static Outcome Failed(int status, string name, int exit, string output = "", string error = "") =>
        new(output, $"{error}<dscl_cmd> DS Error: {status} ({name})\n", exit);

    public static Outcome InvalidPath(string word) => Failed(-14009, "eDSUnknownNodeName", 185, $"{word}: Invalid Path\n");

    /// <summary>Writing attributes was refused.</summary>
    public static Outcome Refused(int status, string name, int exit) => Failed(status, name, exit, error: $"<main> attribute status: {name}\n");
}

/// <summary>A Mac in a folder of its own, and dscl on it. alice is an admin with the secure token, bob a standard user without.</summary>
public sealed class TestMachine : IDisposable
{
    public static readonly MachineSpecification Specification = new()
    {
        Os = "14.5",
        Seed = 1,
        KdfIterations = 2,
        Users =
        [
            new(new NewAccount("alice") { FullName = "Alice Example", IsAdmin = true, Uid = 501 }) { Password = "alicepw", HasSecureToken = true },
            new(new NewAccount("bob") { FullName = "Bob", Uid = 502 }) { Password = "bobpw" },
        ],
    };

    private static readonly Lazy<byte[]> Usual = new(() => Make(Specification));

    private readonly string _folder = Directory.CreateTempSubdirectory("macemu-dscl-").FullName;
    private readonly string _path;

    public TestMachine(MachineSpecification? specification = null)
    {
        _path = Path.Combine(_folder, "machine.db");
        File.WriteAllBytes(_path, specification is null ? Usual.Value : Make(specification));
    }

    /// <summary>Runs dscl as root.</summary>
    public Outcome Dscl(params string[] arguments) => As("root", arguments);

    public Outcome As(string user, params string[] arguments) => Run(user, "", arguments);

    /// <summary>Runs dscl as root with lines on standard input.</summary>
    public Outcome Typing(string input, params string[] arguments) => Run("root", input, arguments);

    public Outcome Run(string user, string input, params string[] arguments) => Run(user, input, isTerminal: false, arguments);

    public Outcome Run(string user, string input, bool isTerminal, params string[] arguments) =>
        Run(user, new MemoryStream(Encoding.UTF8.GetBytes(input)), isTerminal, arguments);

    public Outcome Run(string user, Stream input, bool isTerminal, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        int status;
        using (var console = new ToolConsole(input, output, error, Variable, isInputTerminal: isTerminal))
            status = ToolRun.Start(DsclTool.Tool, arguments, console);
        return new Outcome(Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()), status);

        string? Variable(string name) => name switch
        {
            MachineLocation.MachineVariable => _path,
            MachineLocation.UserVariable => user,
            _ => null,
        };
    }

    /// <summary>Looks at the machine, or does something with it that dscl can't.</summary>
    public T With<T>(Func<Mac, T> look)
    {
        using var mac = Mac.Open(_path);
        mac.Begin(new MacStateStore.Storage.JournalEntry("test", "[]", "root"));
        var seen = look(mac);
        mac.End(0);
        return seen;
    }

    /// <summary>The values of an attribute; null where the record doesn't exist.</summary>
    public string[]? Values(RecordType type, string name, string attribute) => With(mac =>
        mac.Directory.Find(type, name)?.Values(AttributeName.Parse(attribute)).Select(value => value.ToString()).ToArray());

    public string[]? OfUser(string name, string attribute) => Values(RecordType.Users, name, attribute);

    public bool IsPassword(string user, string password) => As("root", ".", "-authonly", user, password).Status == 0;

    public bool HasToken(string user) => With(mac => mac.SecureTokens.Has(mac.Directory.Find(RecordType.Users, user)!));

    /// <summary>Everything in the local node, as text.</summary>
    public string Everything() => Everything(countsFailures: true);

    /// <summary>The same without the count of wrong passwords, which a refused command raises on purpose.</summary>
    public string EverythingButFailureCounts() => Everything(countsFailures: false);

    private string Everything(bool countsFailures) => With(mac =>
    {
        var text = new StringBuilder();
        foreach (var record in mac.Directory.Types.SelectMany(mac.Directory.Records))
            foreach (var (name, values) in record.AllAttributes().OrderBy(attribute => attribute.Name.FullName, StringComparer.Ordinal))
            {
                var shown = string.Join('|', countsFailures || name != AttributeName.AccountPolicyData ? values.Select(value => value.ToString()) : values.Select(WithoutCounts));
                if (shown.Length > 0) text.AppendLine($"{record.Type.FullName}/{record.Name} {name.FullName} {shown}");
            }
        return text.ToString();
    });

    private static string WithoutCounts(DirectoryValue value)
    {
        var policyData = (PlistDictionary)PropertyList.Parse(value.Bytes);
        foreach (var key in policyData.Select(entry => entry.Key).Where(key => key.StartsWith("failedLogin", StringComparison.Ordinal)).ToList()) policyData.Remove(key);
        return policyData.Count == 0 ? "" : Encoding.UTF8.GetString(PropertyList.ToXml(policyData));
    }

    /// <summary>Runs dscl as a user and makes sure that nothing has changed.</summary>
    public Outcome UnchangedAs(string user, params string[] arguments)
    {
        var before = Everything();
        var outcome = As(user, arguments);
        Assert.Equal(before, Everything());
        return outcome;
    }

    public Outcome Unchanged(params string[] arguments) => UnchangedAs("root", arguments);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Make(MachineSpecification specification)
    {
        var path = Path.Combine(Path.GetTempPath(), $"macemu-dscl-{Guid.NewGuid()}.db");
        try
        {
            Mac.Create(path, specification);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
