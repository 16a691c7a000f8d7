using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using MacStateStore.LocalPolicy;

namespace Deployment.Tests;

/// <summary>
/// Which field of a LocalPolicy changes by which command, from which environment, on which hardware. Each cell is lived through and compared
/// with what Apple publishes ("Contents of a LocalPolicy file") and what the tools are known to refuse; the whole is the table
/// docs/local-policy.md (ACCEPT=1 rewrites it).
/// </summary>
public sealed class LocalPolicyTableTests
{
    private const string By = "-u alice -p pw-alice";
    private const string User = "--user alice --password pw-alice";
    private const string Driver = "EQHXZ8M8AV/com.example.driver";
    private const string Changes = "changes";
    private const string BootMode = "AP boot mode (11)";
    private const string NeedsRecovery = "needs to be executed from the Recovery OS";
    private const string NotInPolicy = "failed to set system integrity configuration in boot policy";
    private const string InRecovery = "start macOS with 'macemu restart'";
    private const string NotOnIntel = "bputil is not yet supported on this platform.";

    private const string NoUpdates = "not emulated: softwareupdate in recoveryOS";
    private const string NotWithT2 = "--mode reduced and --system are for Apple silicon";
    private const string CustomKernel = "kmutil configure-boot --raw --entry-point 0 --lowest-virtual-address 0 -c /bin/sh -v disk3s1";

    private static readonly string[] Environments = ["macos", "recoveryos", "1tr"];

    private sealed record Way(string Fields, string Command, string InMacOS, string InRecoveryOS, string In1TR, string OnIntel)
    {
        /// <summary>What makes the Mac ready for it, from 1TR.</summary>
        public string? Before { get; init; }
        /// <summary>What is typed at prompts.</summary>
        public string Typed { get; init; } = "";
        /// <summary>The options of the Mac.</summary>
        public string Mac { get; init; } = "";
        /// <summary>Whether Intel Macs have it, too, and it leaves no policy there.</summary>
        public bool IsOnIntelToo => OnIntel.Length == 0;
    }

    private static readonly Way[] Ways =
    [
        new("smb0 lpnh", $"bputil -g {By}", BootMode, Changes, Changes, NotOnIntel),
        new("smb0", $"macemu security-utility --mode reduced {User}", "it runs in recoveryOS", Changes, Changes, NotWithT2),
        new("smb1", $"bputil -n {By}", BootMode, BootMode, Changes, NotOnIntel),
        new("smb2", $"bputil -k {By}", BootMode, BootMode, Changes, NotOnIntel),
        new("smb2", $"macemu security-utility --mode reduced --allow-kexts {User}", "it runs in recoveryOS", "its boxes in 1TR only", Changes, NotWithT2),
        new("smb3", $"bputil -m {By}", BootMode, BootMode, Changes, NotOnIntel),
        new("smb3", $"macemu security-utility --mode reduced --allow-mdm {User}", "it runs in recoveryOS", "its boxes in 1TR only", Changes, NotWithT2),
        new("smb4", "macemu mdm enroll --ade", Changes, InRecovery, InRecovery, ""),
        new("sip0 smb1", "csrutil disable", NeedsRecovery, NotInPolicy, Changes, "") { Typed = "y\npw-alice\n" },
        new("sip0", "csrutil enable --without debug", NeedsRecovery, NotInPolicy, Changes, "") { Typed = "y\npw-alice\n" },
        new("sip1", "csrutil authenticated-root disable", NeedsRecovery, NotInPolicy, Changes, "") { Typed = "y\npw-alice\n" },
        new("sip1", $"bputil -s {By}", BootMode, BootMode, Changes, NotOnIntel),
        new("sip2", "csrutil disable", NeedsRecovery, NotInPolicy, Changes, "") { Typed = "y\npw-alice\n" },
        new("sip2", $"bputil -c {By}", BootMode, BootMode, Changes, NotOnIntel),
        new("sip3", "csrutil disable", NeedsRecovery, NotInPolicy, Changes, "") { Typed = "y\npw-alice\n" },
        new("sip3", $"bputil -a {By}", BootMode, BootMode, Changes, NotOnIntel),
        new("auxp", $"macemu kext approve {Driver} {User}", Changes, InRecovery, InRecovery, "") { Before = $"bputil -k {By}" },
        new("auxp", $"macemu kext approve {Driver} {User}", "allows no kernel extensions", InRecovery, InRecovery, ""),
        new("auxi auxr", "macemu kext build", Changes, InRecovery, InRecovery, "no kernel extension is approved") { Before = $"bputil -k {By};macemu restart;macemu kext approve {Driver} {User}" },
        new("coih smb1", CustomKernel, "must be run from macOS Recovery", BootMode, Changes, "not emulated: kmutil configure-boot on an Intel Mac") { Typed = "y\nalice\npw-alice\n" },
        new("ronh nsih", $"softwareupdate -i -a -R --user alice --stdinpass", Changes, NoUpdates, NoUpdates, "") { Typed = "pw-alice\n" },
        new("rpnh", "macemu find-my on", Changes, Changes, Changes, ""),
        new("nsih love prot spih stng lpnh", $"macemu update --to 14.6 {User}", Changes, InRecovery, InRecovery, ""),
        new("spih stng", $"macemu rsr {User}", Changes, InRecovery, InRecovery, ""),
        new("lpnh", $"macemu install-os --volume Second --copy-user alice --password pw-alice", Changes, InRecovery, InRecovery, ""),
        new("smb0 smb1 smb2 smb3 sip1 sip2 sip3", $"bputil -f {By}", Changes, Changes, Changes, NotOnIntel) { Before = $"bputil -nkmcas {By}" },
        new("smb0 smb1", $"macemu security-utility --mode full {User}", "it runs in recoveryOS", Changes, Changes, "Startup Security Utility runs in recoveryOS") { Before = $"bputil -n {By}" },
    ];

    [Fact]
    public void Fields_change_from_where_and_by_what_is_published()
    {
        using var apple = new Fleet("--os", "14.5", "--setup", "alice:pw-alice");
        using var intel = new Fleet("--os", "14.5", "--chip", "t2", "--setup", "alice:pw-alice");
        var lived = new ConcurrentDictionary<(Way Way, string Environment), string>();
        Parallel.ForEach(Ways.SelectMany(way => Environments.Append("intel"), (way, environment) => (way, environment)), cell =>
            lived[cell] = cell.environment == "intel" ? LiveOnIntel(intel, cell.way) : Live(apple, cell.way, cell.environment));
        var differences = lived.Where(cell => cell.Value != Expected(cell.Key.Way, cell.Key.Environment)).Select(cell => $"{cell.Key.Way.Command} in {cell.Key.Environment}: expected '{Expected(cell.Key.Way, cell.Key.Environment)}', is '{cell.Value}'").Order().ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        CompareWithDocument(Document());
    }

    [Fact]
    public void No_way_changes_a_field_from_where_Apple_does_not_let_it()
    {
        // The table above against the "mutable environments" of each field; taking away is free (cross-check 8).
        foreach (var way in Ways.Where(way => !way.Command.Contains("full") && !way.Command.Contains("bputil -f")))
            foreach (var code in way.Fields.Split(' '))
                foreach (var (environment, flag) in Environments.Zip((PolicyEnvironments[])[PolicyEnvironments.MacOS, PolicyEnvironments.RecoveryOS, PolicyEnvironments.OneTrueRecovery]))
                    Assert.True(Expected(way, environment) != Changes || PolicyFields.Find(code)!.Environments.HasFlag(flag), $"{code} by {way.Command} in {environment}");
        // Every field that a person can change has a way in the table; the rest is the hardware's, or comes with an installation.
        string[] withoutWay = ["BORD", "CHIP", "ECID", "SDOM", "CPRO", "CSEC", "CEPO", "vuid", "kuid", "hrlp", "lobo", "rolp"];
        Assert.Equal(PolicyFields.All.Select(field => field.Code).Except(withoutWay).Order(), Ways.SelectMany(way => way.Fields.Split(' ')).Distinct().Order());
    }

    private static string Expected(Way way, string environment) => environment switch
    {
        "macos" => way.InMacOS,
        "recoveryos" => way.InRecoveryOS,
        "1tr" => way.In1TR,
        _ => way.OnIntel,
    };

    private static string Live(Fleet template, Way way, string environment)
    {
        using var fleet = new Fleet(template);
        fleet.Good("macemu", "restart", "--to", "1tr");
        foreach (var command in way.Before?.Split(';') ?? []) fleet.Good(command.Split(' '));
        fleet.Good("macemu", "restart", "--to", environment);
        var before = Fields(fleet);
        var ended = fleet.Run(way.Typed, way.Command.Split(' '));
        var after = Fields(fleet);
        var changed = way.Fields.Split(' ').Where(code => before.GetValueOrDefault(code) != after.GetValueOrDefault(code)).ToList();
        if (ended.Status == 0) return changed.Count == way.Fields.Split(' ').Length ? Changes : $"changes only {string.Join(' ', changed)}";
        // What is refused changes no field at all.
        Assert.Equal(before, after);
        return Refusal(ended, Expected(way, environment));
    }

    private static string LiveOnIntel(Fleet template, Way way)
    {
        using var fleet = new Fleet(template);
        fleet.Good("macemu", "restart", "--to", way.Command.StartsWith("macemu", StringComparison.Ordinal) || way.Command.StartsWith("softwareupdate", StringComparison.Ordinal) ? "macos" : "recoveryos");
        var ended = fleet.Run(way.Typed, way.Command.Split(' '));
        Assert.Contains("has no LocalPolicies", fleet.Run("macemu", "policy", "show").Error);
        return ended.Status == 0 ? "" : Refusal(ended, way.OnIntel);
    }

    private static string Refusal(Ended ended, string expected) => expected.Length > 0 && (ended.Output + ended.Error).Contains(expected, StringComparison.Ordinal) ? expected : $"refused: {ended.Output}{ended.Error}";

    // ronh stands in the policy of the system recoveryOS.
    private static Dictionary<string, string> Fields(Fleet fleet) => fleet.Good("macemu", "policy", "show").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(words => (words[0], words[1]))
        .Append(("ronh", Convert.ToHexString(fleet.Look(mac => mac.Policies.NonceHash("ronh")) ?? []))).ToDictionary();

    private static string Document()
    {
        var text = new StringBuilder(
            """
            # Who changes what in a LocalPolicy

            Made by tests/Deployment.Tests, which lives through every cell of the second table on a Mac with macOS 14.5, whose owner and admin is
            alice, and compares it with what Apple publishes (Apple Platform Security, "Contents of a LocalPolicy file"; docs/fidelity.md says how
            sure the rest is). `ACCEPT=1 dotnet test tests/Deployment.Tests` rewrites this file.

            ## The fields

            | field | type | may be set from | needs | changed by |
            | --- | --- | --- | --- | --- |

            """);
        foreach (var field in PolicyFields.All)
            text.Append($"| {field.Code} | {field.Kind.ToString().ToLowerInvariant()}{(field.Size is { } size ? $" ({size} bytes)" : "")} | {Where(field.Environments)} | {field.Prerequisite ?? "-"} | {field.ChangedBy} |\n");
        text.Append("\n## The ways\n\nA cell says whether the fields change, or what the command is refused with. On an Intel Mac there is no policy to change.\n\n| fields | command | macOS | recoveryOS | 1TR | Intel (T2) |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var way in Ways)
            text.Append($"| {way.Fields} | `{way.Command.Replace($" {By}", "").Replace($" {User}", "")}`{(way.Before is { } before ? $" after `{before.Split(';')[0].Replace($" {By}", "")}`" : "")} | {way.InMacOS} | {way.InRecoveryOS} | {way.In1TR} | {(way.OnIntel.Length > 0 ? way.OnIntel : "works, without a policy")} |\n");
        return text.ToString();
    }

    private static string Where(PolicyEnvironments environments) => environments switch
    {
        PolicyEnvironments.None => "nowhere",
        PolicyEnvironments.All => "anywhere",
        PolicyEnvironments.MacOS => "macOS",
        PolicyEnvironments.OneTrueRecovery => "1TR",
        _ => "recoveryOS, 1TR",
    };

    private static void CompareWithDocument(string document, [CallerFilePath] string here = "")
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../docs/local-policy.md"));
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1") File.WriteAllText(path, document);
        Assert.True(File.Exists(path), $"{path} is missing; ACCEPT=1 makes it");
        Assert.Equal(document, File.ReadAllText(path));
    }
}
