using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.Lifecycle;
using MacStateStore.LocalPolicy;
using MacToolHost;
using ChipKind = MacStateStore.Releases.Chip;

namespace MacEmu;

/// <summary>The state of the Mac, for people or as JSON.</summary>
internal static class Show
{
    public static Verb Define()
    {
        var json = Verb.Flag("--json", "print all of it as JSON, in the shape that 'create --from' and 'verify' read");
        var full = Verb.Flag("--full", "with --json: print all that 'create --from' needs to make the same Mac again; passwords aren't told, and are to be added");
        var reveal = Verb.Flag("--reveal", "with --full: print the keys and hashes that stand for passwords too (not emulated yet)");
        return new Verb("show", "show the Mac: users and their tokens, what is started, security settings", "macemu show --json", run =>
        {
            if (run.Value(reveal)) throw new NotEmulatedException("show --reveal");
            if (run.Value(full) && !run.Value(json)) throw new MacEmuException("show: --full goes with --json");
            return run.Look(mac => run.Value(full) ? Describe(run, mac) : Run(run, mac, run.Value(json)));
        }) { json, full, reveal };
    }

    private static int Describe(Invocation run, Mac mac)
    {
        var description = mac.Describe();
        description = description with { FileVault = description.FileVault with { HasMasterKeychain = FileVaultOnDisk.HasMasterKeychain(mac) } };
        run.Console.Out(StateDocument.Of(mac, description));
        var unsaid = description.Users.Where(user => user.HasPassword).Select(user => user.Account.Name).ToList();
        if (ManagementDocument.ProfilesWithPasswords(mac).ToList() is { Count: > 0 } profiles)
            run.Console.ErrorLine($"macemu: show: passwords aren't in it: add them to the profiles {string.Join(", ", profiles)}");
        if (unsaid.Count > 0) run.Console.ErrorLine($"macemu: show: passwords aren't in it: add users.NAME.password for {string.Join(", ", unsaid)}");
        return Status.Good;
    }

    private static int Run(Invocation run, Mac mac, bool asJson)
    {
        if (asJson)
        {
            run.Console.Out(StateDocument.Of(mac));
            return Status.Good;
        }
        var console = run.Console;
        var (machine, system, boot) = (mac.Machine, mac.System, mac.Boot);
        console.OutLine($"{machine.Model} ({Chip(machine)}), serial {machine.Serial}, macOS {system.Version} ({system.Build})");
        console.OutLine($"{Power(boot)}{ProblemOf(mac)}; {ScreenOf(mac)}; {ClockCommand.Print(mac.Clock.Now)}");
        var people = mac.Accounts.People;
        console.OutLine(people.Count > 0 ? "" : system.IsSetUp ? "No users." : "No users: Setup Assistant has not run (macemu setup NAME --password PASSWORD).");
        TextTable.Write(console, ["USER", "UID", "FULL NAME", "ADMIN", "SECURE TOKEN", "VOLUME OWNER", "HIDDEN", "DISABLED TAGS", "HOME", "SHELL"], people.Select(user => (string[])
        [
            user.Name, user.Uid?.ToString() ?? "-", user.FullName ?? "-", YesNo(user.IsAdmin), YesNo(user.HasSecureToken), YesNo(user.IsVolumeOwner),
            YesNo(user.IsHidden), user.DisabledTags.Count > 0 ? string.Join(' ', user.DisabledTags) : "-", user.Home ?? "-", user.Shell ?? "-",
        ]));
        console.OutLine();
        console.OutLine($"FileVault {FileVaultDocument.WordFor(mac.FileVault.State)}; {BootstrapTokenOf(mac)}; {ManagementOf(mac)}; {ProfilesOf(mac)}; SIP {SecurityDocument.WordOf(mac)}; {SecurityOf(mac)}Find My {FindMy.NameOf(mac.FindMy.State)}");
        if (mac.Systems.Count > 1)
            foreach (var installed in mac.Systems)
                console.OutLine($"{TextTable.Printable(installed.Name)}: macOS {installed.Version}, {mac.Policies.SettingsOf(installed).Mode} Security; {OwnersOf(mac, installed)}");
        return Status.Good;
    }

    internal static string OwnersOf(Mac mac, InstalledSystem system) => mac.Policies.InstallUserOf(system) switch
    {
        null => mac.Policies.OwnersOf(system) is { Count: > 0 } owners ? $"owners {string.Join(", ", owners.Select(TextTable.Printable))}" : "no owners",
        "" => "an Install User, until it is set up",
        var copied => $"the Install User {TextTable.Printable(copied)}, until it is set up",
    };

    // Of a system that is started as strictly as can be there is nothing to tell.
    private static string SecurityOf(Mac mac) => mac.Policies.SettingsOf(mac.System).Mode is not SecurityMode.Full and var mode ? $"{mode} Security; " : "";

    private static string YesNo(bool value) => value ? "yes" : "no";

    internal static string Chip(Machine machine) => machine.Chip switch
    {
        ChipKind.Apple => "Apple silicon",
        ChipKind.T2 => "Intel with T2",
        _ => "Intel",
    };

    private static string BootstrapTokenOf(Mac mac) => mac.BootstrapToken switch
    {
        { Exists: false, IsEscrowed: false } => "no bootstrap token",
        { Exists: false } => "bootstrap token said to be escrowed, but no key for it",
        { IsEscrowed: true } => "bootstrap token escrowed",
        _ => "bootstrap token not escrowed",
    };

    private static string ProfilesOf(Mac mac) => mac.Profiles.All is { Count: > 0 } profiles
        ? $"profiles {string.Join(", ", profiles.Select(installed => $"{TextTable.Printable(installed.Profile.Identifier)}{(installed.User is { } user ? $" ({TextTable.Printable(user)})" : "")}"))}"
        : "no profiles";

    private static string ManagementOf(Mac mac) => mac.Enrollments.Current is not { } enrollment ? "no MDM"
        : $"MDM {Enrollments.NameOf(enrollment.Kind)}{(enrollment.IsSupervised ? " (supervised)" : "")} at {TextTable.Printable(enrollment.ServerUrl)}{(mac.MdmServer.IsOnline ? "" : ", offline")}";

    // Why macOS didn't start.
    private static string ProblemOf(Mac mac) => mac.Power.Problem is { } problem ? $" (macOS didn't start: {problem})" : "";

    internal static string Power(BootState boot) => !boot.IsRunning ? "shut down" : boot.Environment switch
    {
        BootState.MacOS => $"macOS started from {TextTable.Printable(boot.System)}",
        BootState.RecoveryOS => $"recoveryOS of {TextTable.Printable(boot.System)}",
        _ => $"1TR (recoveryOS by the power button) of {TextTable.Printable(boot.System)}",
    };

    private static string ScreenOf(Mac mac) => mac.Sessions.ConsoleUser is { } user ? $"{TextTable.Printable(user)} is at the console" : "nobody is at the console";
}
