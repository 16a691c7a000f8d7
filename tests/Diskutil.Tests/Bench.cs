using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolEmu.Tests;

namespace Diskutil.Tests;

/// <summary>What one call printed, ended with and changed.</summary>
public sealed record Outcome(int Status, string Out, string Err, IReadOnlyList<string> Changes)
{
    public IReadOnlyList<string> Lines => Split(Out);

    /// <summary>Exactly these lines on standard output, nothing on standard error, status 0.</summary>
    public Outcome Says(params string[] lines)
    {
        Assert.Equal((0, ""), (Status, Err));
        Assert.Equal(lines, Lines);
        return this;
    }

    /// <summary>Status 1, this on standard error, nothing changed.</summary>
    public Outcome Refuses(string error)
    {
        Assert.Equal((1, error + "\n"), (Status, Err));
        Assert.Empty(Changes);
        return this;
    }

    /// <summary>Status 0 and nothing on standard error.</summary>
    public Outcome Good()
    {
        Assert.Equal((0, ""), (Status, Err));
        return this;
    }

    public PlistValue Plist => PropertyList.Parse(Encoding.UTF8.GetBytes(Out));

    private static List<string> Split(string text) => text.Length == 0 ? [] : [.. text[..^1].Split('\n')];
}

/// <summary>A Mac in a folder of its own, and diskutil on it.</summary>
public sealed class Bench : ToolBench
{
    public Bench(string os = "14.5", Chip? chip = null, MachineSpecification? specification = null)
        : base(DiskutilTool.Tool, (specification ?? new MachineSpecification()) with { Os = os, Chip = chip })
    {
    }

    /// <summary>A Mac that begins as another one is now.</summary>
    public Bench(Bench other) : base(other)
    {
    }

    /// <summary>Two people with tokens, one without.</summary>
    public static MachineSpecification People => new()
    {
        Users =
        [
            new UserSpecification(new NewAccount("alice") { IsAdmin = true }) { Password = "pw-alice", HasSecureToken = true },
            new UserSpecification(new NewAccount("tess")) { Password = "pw-tess", HasSecureToken = true },
            new UserSpecification(new NewAccount("bob")) { Password = "pw-bob" },
        ],
    };

    public Outcome Root(params string[] arguments) => Run("root", "", arguments);

    public Outcome RootTypes(string input, params string[] arguments) => Run("root", input, arguments);

    public Outcome Run(string user, string input, params string[] arguments)
    {
        var (status, output, errors, row) = Call(user, Encoding.UTF8.GetBytes(input), arguments);
        return new Outcome(status, output, errors, ChangesOf(row));
    }

    /// <summary>The UUIDs that a listing of crypto users shows.</summary>
    public IReadOnlyList<string> Users(string place) =>
        [.. Root("apfs", "listUsers", place).Good().Lines.Where(line => line.StartsWith("+-- ", StringComparison.Ordinal)).Select(line => line[4..])];
}
