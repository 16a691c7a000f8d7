using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;

namespace Deployment.Tests;

/// <summary>
/// Who has a secure token, who owns the volume, and whether a bootstrap token is escrowed, over release × hardware × enrolment × order of
/// events. Each cell is lived through with the tools themselves and compared with <see cref="DocumentedRules"/>; the whole is the table
/// docs/secure-token-matrix.md (ACCEPT=1 rewrites it).
/// </summary>
public sealed class SecureTokenMatrixTests
{
    private static readonly string[] Releases = ["10.13.6", "10.14.6", "10.15.3", "10.15.7", "11.7.10", "12.7.6", "13.7.8", "14.8.7", "15.7.2", "26.1"];

    private static readonly (string Chip, string Name, string First, string Last)[] Hardware =
        [("apple", "Apple silicon", "11.0", "99.0"), ("t2", "Intel with T2", "10.0", "99.0"), ("intel", "Intel without T2", "10.0", "15.99")];

    private static readonly (Management Kind, string Name, string[] Options)[] Managements =
    [
        (Management.None, "not managed", ["--mdm", "none", "--bootstrap-token", "supported"]),
        (Management.UserApproved, "user-approved", ["--mdm", "user-approved", "--bootstrap-token", "supported"]),
        (Management.Ade, "ADE", ["--mdm", "ade", "--bootstrap-token", "supported"]),
        (Management.AdeUnsupported, "ADE, server without bootstrap tokens", ["--mdm", "ade", "--bootstrap-token", "unsupported"]),
    ];

    private static readonly (string Name, Step[] Steps)[] Orders =
    [
        ("Setup Assistant makes alice, who logs in", [Step.Setup, Step.LoginAlice]),
        ("Setup Assistant makes alice, nobody logs in", [Step.Setup]),
        ("The Mac is enrolled after alice's first login; she logs in again", [Step.Setup, Step.LoginAlice, Step.Enroll, Step.LoginAlice]),
        ("bob, made by sysadminctl as root, logs in after alice", [Step.Setup, Step.LoginAlice, Step.AddBob, Step.LoginBob]),
        ("bob, made by sysadminctl as root, logs in before alice", [Step.Setup, Step.AddBob, Step.LoginBob, Step.LoginAlice]),
        ("bob, made by sysadminctl with alice's credentials, never logs in", [Step.Setup, Step.LoginAlice, Step.AddBobByAlice]),
        ("dscl makes itadmin first; Setup Assistant makes alice, who logs in", [Step.DsclAdmin, Step.Setup, Step.LoginAlice]),
        ("dscl makes itadmin with the tag first; alice logs in", [Step.TaggedDsclAdmin, Step.Setup, Step.LoginAlice]),
        ("dscl makes itadmin with the tag first; alice logs in, then itadmin", [Step.TaggedDsclAdmin, Step.Setup, Step.LoginAlice, Step.LoginAdmin]),
        ("dscl makes itadmin with the tag first; itadmin logs in before alice", [Step.TaggedDsclAdmin, Step.Setup, Step.LoginAdmin, Step.LoginAlice]),
        ("sysadminctl makes itadmin first; alice logs in, then itadmin", [Step.SysadminctlAdmin, Step.Setup, Step.LoginAlice, Step.LoginAdmin]),
        ("MDM makes itadmin; alice logs in, then itadmin", [Step.MdmAdmin, Step.Setup, Step.LoginAlice, Step.LoginAdmin]),
        ("MDM makes itadmin; itadmin logs in before alice", [Step.MdmAdmin, Step.Setup, Step.LoginAdmin, Step.LoginAlice]),
        ("MDM makes itadmin and no other account; itadmin logs in", [Step.MdmAdminAlone, Step.LoginAdmin]),
    ];

    private sealed record Cell(string Order, string Chip, string Release, Management Management);

    [Fact]
    public void Tokens_owners_and_escrow_are_as_documented_in_every_release_and_order()
    {
        var cells = Cells().ToList();
        using var templates = new Templates();
        var lived = new ConcurrentDictionary<Cell, string>();
        var differences = new ConcurrentBag<string>();
        Parallel.ForEach(cells, cell =>
        {
            var steps = Orders.Single(order => order.Name == cell.Order).Steps;
            var (expected, actual) = (Expected(cell, steps), Live(templates.For(cell, enrolled: !steps.Contains(Step.Enroll)), cell, steps));
            lived[cell] = actual;
            if (expected != actual) differences.Add($"{cell}: expected '{expected}', is '{actual}'");
        });
        Assert.True(differences.IsEmpty, string.Join('\n', differences.Order()));
        CompareWithDocument(Document(lived));
    }

    [Fact]
    public void The_rules_themselves_tell_the_releases_apart()
    {
        // Had the rules above no teeth, all columns would be the same.
        var cells = Cells().ToList();
        foreach (var order in Orders)
            Assert.True(cells.Where(cell => cell.Order == order.Name).Select(cell => Expected(cell, order.Steps)).Distinct().Count() > 1, order.Name);
        Assert.True(cells.Select(cell => Expected(cell, Orders.Single(order => order.Name == cell.Order).Steps)).Distinct().Count() > 8);
    }

    // The server makes accounts only in an automatic enrolment.
    private static IEnumerable<Cell> Cells() =>
        from order in Orders
        from hardware in Hardware
        from release in Releases
        where Version.Parse(release) >= Version.Parse(hardware.First) && Version.Parse(release) <= Version.Parse(hardware.Last)
        from management in Managements
        where IsPossible(order.Steps, management.Kind)
        select new Cell(order.Name, hardware.Chip, release, management.Kind);

    private static bool IsPossible(Step[] steps, Management management) => steps.Contains(Step.Enroll) ? management != Management.None
        : !(steps.Contains(Step.MdmAdmin) || steps.Contains(Step.MdmAdminAlone)) || management is Management.Ade or Management.AdeUnsupported;

    private static string Expected(Cell cell, Step[] steps)
    {
        var rules = new DocumentedRules(cell.Release, cell.Chip != "intel", cell.Chip == "apple", cell.Management);
        rules.Begin(enrolled: !steps.Contains(Step.Enroll));
        foreach (var step in steps) rules.Happens(step);
        return Print(rules.Holders, rules.HoldersOwn ? rules.Holders : [], rules.IsEscrowed, rules.IsEscrowed);
    }

    private static string Live(Fleet template, Cell cell, Step[] steps)
    {
        using var fleet = new Fleet(template);
        foreach (var step in steps)
            foreach (var command in CommandsOf(step, cell.Management)) fleet.Good(command.Split(' '));
        return fleet.Look(mac =>
        {
            var people = mac.Accounts.People;
            // Each token is the real thing: the key that the user's password opens.
            foreach (var user in people)
                Assert.Equal(user.HasSecureToken, mac.SecureTokens.Keys.CanUnlock(user.GeneratedUid!, $"pw-{user.Name}"));
            Assert.Equal(mac.BootstrapToken.IsEscrowed, mac.BootstrapToken.IsServerCopyValid);
            return Print(people.Where(user => user.HasSecureToken).Select(user => user.Name), people.Where(user => user.IsVolumeOwner).Select(user => user.Name),
                mac.BootstrapToken.Exists, mac.BootstrapToken.IsEscrowed);
        });
    }

    private static string[] CommandsOf(Step step, Management management) => step switch
    {
        Step.DsclAdmin => [.. Admin, "dscl . -passwd /Users/itadmin pw-itadmin"],
        Step.TaggedDsclAdmin => [.. Admin, "dscl . -append /Users/itadmin AuthenticationAuthority ;DisabledTags;SecureToken", "dscl . -passwd /Users/itadmin pw-itadmin"],
        Step.SysadminctlAdmin => ["sysadminctl -addUser itadmin -password pw-itadmin -admin"],
        Step.MdmAdmin => ["macemu mdm command AccountConfiguration --admin itadmin --password pw-itadmin"],
        Step.MdmAdminAlone => ["macemu mdm command AccountConfiguration --admin itadmin --password pw-itadmin --skip-primary", "macemu mdm command DeviceConfigured"],
        Step.Setup => ["macemu setup alice --password pw-alice"],
        Step.AddBob => ["sysadminctl -addUser bob -password pw-bob"],
        Step.AddBobByAlice => ["sysadminctl -addUser bob -password pw-bob -adminUser alice -adminPassword pw-alice"],
        Step.LoginAlice => ["macemu login alice --password pw-alice"],
        Step.LoginBob => ["macemu login bob --password pw-bob"],
        Step.LoginAdmin => ["macemu login itadmin --password pw-itadmin"],
        Step.Enroll => [management == Management.UserApproved ? "macemu mdm enroll --user-approved" : "macemu mdm enroll --ade"],
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static readonly string[] Admin =
    [
        "dscl . -create /Users/itadmin", "dscl . -create /Users/itadmin UniqueID 480", "dscl . -create /Users/itadmin PrimaryGroupID 20",
        "dscl . -create /Users/itadmin GeneratedUID 480A0000-0000-4000-8000-000000000480",
        "dscl . -append /Groups/admin GroupMembership itadmin",
    ];

    private static string Print(IEnumerable<string> holders, IEnumerable<string> owners, bool exists, bool isEscrowed)
    {
        var owning = owners.ToHashSet();
        var names = holders.Order(StringComparer.Ordinal).Select(name => owning.Contains(name) ? $"{name}\\*" : name).ToList();
        return $"{(names.Count > 0 ? string.Join(", ", names) : "nobody")}{(exists != isEscrowed ? "; key and belief differ" : isEscrowed ? "; escrowed" : "")}";
    }

    private static string Document(IReadOnlyDictionary<Cell, string> lived)
    {
        var text = new StringBuilder(
            """
            # Who has a secure token

            Made by tests/Deployment.Tests, which lives through every cell with the emulated tools and compares it with the published rules
            (Apple Platform Deployment, "Use secure token, bootstrap token, and volume ownership in deployments"; docs/fidelity.md says how sure
            the rest is). `ACCEPT=1 dotnet test tests/Deployment.Tests` rewrites this file.

            A cell names those who hold a secure token in the end; \* owns the volume; "escrowed" is the bootstrap token. alice is the person at
            the Mac, itadmin an admin made beforehand, bob a standard user made later. "The tag" is `;DisabledTags;SecureToken` in
            AuthenticationAuthority before the password. By dscl itadmin has UID 480, by sysadminctl and MDM the first free one from 501.

            """);
        foreach (var order in Orders)
        {
            text.Append($"\n## {order.Name}\n");
            foreach (var hardware in Hardware)
            {
                var here = lived.Where(cell => cell.Key.Order == order.Name && cell.Key.Chip == hardware.Chip).ToDictionary(cell => cell.Key, cell => cell.Value);
                var columns = Managements.Where(management => here.Keys.Any(cell => cell.Management == management.Kind)).ToList();
                text.Append($"\n| {hardware.Name} | {string.Join(" | ", columns.Select(column => column.Name))} |\n| --- |{string.Concat(columns.Select(_ => " --- |"))}\n");
                foreach (var release in Releases.Where(release => here.Keys.Any(cell => cell.Release == release)))
                    text.Append($"| {release} | {string.Join(" | ", columns.Select(column => here[new Cell(order.Name, hardware.Chip, release, column.Kind)]))} |\n");
            }
        }
        return text.ToString();
    }

    private static void CompareWithDocument(string document, [CallerFilePath] string here = "")
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../docs/secure-token-matrix.md"));
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1") File.WriteAllText(path, document);
        Assert.True(File.Exists(path), $"{path} is missing; ACCEPT=1 makes it");
        Assert.Equal(document, File.ReadAllText(path));
    }

    /// <summary>Macs before anything has happened to them, each made once.</summary>
    private sealed class Templates : IDisposable
    {
        private readonly ConcurrentDictionary<string, Lazy<Fleet>> _made = new();

        public Fleet For(Cell cell, bool enrolled)
        {
            var management = Managements.Single(management => management.Kind == cell.Management);
            string[] options = enrolled ? management.Options : ["--mdm", "none", .. management.Options[2..]];
            string[] create = ["--os", cell.Release, "--chip", cell.Chip, "--no-setup", .. options];
            return _made.GetOrAdd(string.Join(' ', create), _ => new Lazy<Fleet>(() => new Fleet(create))).Value;
        }

        public void Dispose()
        {
            foreach (var made in _made.Values) made.Value.Dispose();
        }
    }
}
