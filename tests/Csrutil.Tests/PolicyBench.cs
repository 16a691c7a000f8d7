using System.Text;
using MacStateStore;
using MacStateStore.LocalPolicy;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;

namespace PolicyTests;

/// <summary>What one call printed and ended with.</summary>
public sealed record Outcome(int Status, string Out, string Err)
{
    /// <summary>Exactly this on standard output, nothing on standard error, status 0.</summary>
    public Outcome Says(string text)
    {
        Assert.Equal((0, "", text), (Status, Err, Out));
        return this;
    }

    /// <summary>Status 0.</summary>
    public Outcome Good()
    {
        Assert.True(Status == 0, $"status {Status}: {Out}{Err}");
        return this;
    }

    /// <summary>A status, and standard error that ends with a line.</summary>
    public Outcome Fails(string line, int status = 1)
    {
        Assert.True(Status == status && Err.EndsWith(line + "\n", StringComparison.Ordinal), $"status {Status}: {Out}{Err}");
        return this;
    }
}

/// <summary>
/// A Mac in a folder of its own, with a tool on it. Its people: alice, an admin and owner; tess, an owner; nora, an admin without a token.
/// </summary>
public sealed class PolicyBench : MacToolEmu.Tests.ToolBench
{
    public const string Password = "s3cret";

    public PolicyBench(Tool tool, string os = "14.5", Chip? chip = null, string environment = BootState.MacOS, MachineSpecification? specification = null, string? model = null)
        : base(tool, (specification ?? People) with { Os = os, Chip = chip, Model = model, BootEnvironment = environment })
    {
    }

    public static MachineSpecification People => new()
    {
        Users =
        [
            new UserSpecification(new NewAccount("alice") { IsAdmin = true }) { Password = Password, HasSecureToken = true },
            new UserSpecification(new NewAccount("tess")) { Password = Password, HasSecureToken = true },
            new UserSpecification(new NewAccount("nora") { IsAdmin = true }) { Password = Password },
        ],
    };

    /// <summary>Only alice.</summary>
    public static MachineSpecification One => new() { Users = [People.Users[0]] };

    /// <summary>Runs the tool as root.</summary>
    /// <param name="line">Arguments, set apart by blanks.</param>
    /// <param name="typed">What is typed at prompts.</param>
    public Outcome Run(string line, params string[] typed) => RunAs("root", [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)], typed);

    public Outcome RunAs(string user, IReadOnlyList<string> arguments, params string[] typed)
    {
        var (status, output, error, _) = Call(user, Encoding.UTF8.GetBytes(string.Concat(typed.Select(answer => answer + "\n"))), arguments);
        return new Outcome(status, output, error);
    }

    public string? Restart(string environment = BootState.MacOS, string? system = null) => On(mac => mac.Power.Restart(environment, system));

    /// <summary>The settings of the policy as words: <c>smb0 smb1 sip0=7f</c>.</summary>
    public string Settings => On(mac => string.Join(' ', mac.Policies.SettingsOf(mac.System).Fields.Where(entry => PolicyFields.Find(entry.Key)!.IsSetting)
        .Select(entry => entry.Value is Image4Value.Number number ? $"{entry.Key}={number.Value:x}" : entry.Key)));
}
