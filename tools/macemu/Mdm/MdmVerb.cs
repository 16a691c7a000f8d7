using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.Lifecycle;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace MacEmu;

/// <summary>Device management: the Mac's enrolment, and what its MDM server does.</summary>
internal static class MdmVerb
{
    public static Verb Define() => new("mdm", "device management: enrol the Mac, let its server act", "macemu mdm enroll --ade && macemu mdm set bootstrap-token supported")
    {
        Enroll(),
        new Verb("unenroll", "end the enrolment", "macemu mdm unenroll", run => run.Event(mac => mac.Enrollments.Remove())),
        new Verb("approve", "a person approves an enrolment that a script made (macOS 10.13 to 10.15)", "macemu mdm approve", run => run.Event(mac => mac.Enrollments.Approve())),
        Set(),
        new Verb("online", "the server can be reached again; commands that it kept are carried out", "macemu mdm online", Online),
        new Verb("offline", "the server can't be reached", "macemu mdm offline", run => run.Event(mac => mac.MdmServer.IsOnline = false)),
        MdmServerVerbs.Poll(),
        Escrow(),
        MdmProfileVerbs.Push(),
        MdmProfileVerbs.Remove(),
        MdmCommandVerb.Define(),
    };

    /// <summary>Prints an answer of the Mac as the property list that the server gets.</summary>
    public static void Print(ToolConsole console, PlistDictionary answer) => console.Out(PropertyList.ToXml(answer));

    private static Verb Enroll()
    {
        var kinds = new (System.CommandLine.Option<bool> Option, EnrollmentKind Kind)[]
        {
            (Verb.Flag("--user-approved", "by a person in the settings (if nothing else is said)"), EnrollmentKind.UserApproved),
            (Verb.Flag("--ade", "by Automated Device Enrolment"), EnrollmentKind.Automated),
            (Verb.Flag("--unapproved", "by a script (macOS 10.13 to 10.15)"), EnrollmentKind.Unapproved),
        };
        var supervised = Verb.Flag("--supervised", "the Mac becomes supervised, also where kind and macOS don't bring that");
        var server = Verb.Valued("--server", "URL", "the real server that the profile must name");
        var profile = Verb.Valued("--profile", "FILE", "enrol in the real server that this enrolment profile (.mobileconfig) names");
        return new Verb("enroll", "enrol the Mac in the emulated MDM server, or with --profile in a real one", "macemu mdm enroll --ade", run =>
        {
            if (run.Value(server) is not null && run.Value(profile) is null) throw new MacEmuException("mdm enroll: --server takes --profile");
            var chosen = kinds.Where(kind => run.Value(kind.Option)).Select(kind => kind.Kind).DefaultIfEmpty(EnrollmentKind.UserApproved).ToList();
            if (chosen.Count > 1) throw new MacEmuException("mdm enroll: --user-approved, --ade and --unapproved exclude each other");
            bool? isSupervised = run.Value(supervised) ? true : null;
            return run.Value(profile) is { } file ? MdmServerVerbs.Enroll(run, file, run.Value(server), chosen[0], isSupervised)
                : run.Event(mac => mac.Enrollments.Enroll(chosen[0], isSupervised));
        }) { kinds[0].Option, kinds[1].Option, kinds[2].Option, supervised, server, profile };
    }

    private static Verb Set()
    {
        var token = new System.CommandLine.Argument<string>("supported|unsupported") { Description = "whether it does" };
        var hold = new System.CommandLine.Argument<string>("on|off") { Description = "whether it does" };
        return new Verb("set", "change what the server does", "macemu mdm set bootstrap-token supported")
        {
            new Verb("bootstrap-token", "whether the server takes bootstrap tokens", "macemu mdm set bootstrap-token supported", run =>
            {
                var wanted = OneOf(run.Value(token), "mdm set bootstrap-token", "supported", "unsupported");
                return run.Event(mac => OfEmulated(mac).SupportsBootstrapToken = wanted);
            }) { token },
            new Verb("await-configuration", "whether the server keeps Setup Assistant waiting until 'mdm command DeviceConfigured'", "macemu mdm set await-configuration on", run =>
            {
                var wanted = OneOf(run.Value(hold), "mdm set await-configuration", "on", "off");
                return run.Event(mac => OfEmulated(mac).HoldsSetup = wanted);
            }) { hold },
        };
    }

    private static bool OneOf(string value, string command, string yes, string no) =>
        value == yes || (value == no ? false : throw new MacEmuException($"{command}: '{value}' is not one of {yes}, {no}"));

    private static int Online(Invocation run) => run.Event(mac =>
    {
        mac.MdmServer.IsOnline = true;
        foreach (var answer in mac.MdmCommands.Deliver()) Print(run.Console, answer);
    });

    private static Verb Escrow() => new("escrow", "the secrets that the server holds", "macemu mdm escrow show")
    {
        new Verb("show", "print the secrets that the server holds", "macemu mdm escrow show", run => run.Look(mac =>
        {
            var server = OfEmulated(mac);
            run.Console.OutLine($"bootstrap token: {(server.EscrowedBootstrapToken is { } token ? Convert.ToBase64String(token) : "none")}");
            run.Console.OutLine($"recovery key: {server.EscrowedRecoveryKey ?? "none"}");
            if (mac.FileVault.Escrow.SealedKey is { } sealedKey) run.Console.OutLine($"recovery key as the Mac sends it (CMS): {Convert.ToBase64String(sealedKey)}");
            return Status.Good;
        })),
        new Verb("lose", "the server loses its bootstrap token; the Mac doesn't know", "macemu mdm escrow lose", run => run.Event(mac =>
        {
            RequireCopy(mac);
            mac.MdmServer.EscrowedBootstrapToken = null;
        })),
        new Verb("spoil", "the server's bootstrap token no longer opens the volume; the Mac doesn't know", "macemu mdm escrow spoil", run => run.Event(mac =>
        {
            RequireCopy(mac);
            mac.MdmServer.SpoilBootstrapToken();
        })),
    };

    // What a real server does and holds is its own affair.
    private static MdmServer OfEmulated(Mac mac) =>
        mac.MdmConnection.IsInUse ? throw new LifecycleException("the Mac is enrolled in a real MDM server; only the emulated one can be told and looked into here") : mac.MdmServer;

    private static void RequireCopy(Mac mac)
    {
        if (OfEmulated(mac).EscrowedBootstrapToken is null) throw new LifecycleException("the MDM server has no bootstrap token");
    }
}
