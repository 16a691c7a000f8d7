using MacStateStore;
using MacToolHost;
using ChipKind = MacStateStore.Releases.Chip;

namespace MacEmu;

/// <summary>The state of the Mac, for people or as JSON.</summary>
internal static class Show
{
    public static Verb Define()
    {
        var json = Verb.Flag("--json", "print all of it as JSON, in the shape that 'create --from' and 'verify' read");
        var full = Verb.Flag("--full", "print what 'create --from' needs to make the same Mac again (not emulated yet)");
        return new Verb("show", "show the Mac: users and their tokens, what is started, security settings", "macemu show --json", run =>
        {
            if (run.Value(full)) throw new NotEmulatedException("show --full");
            return run.Look(mac => Run(run, mac, run.Value(json)));
        }) { json, full };
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
        console.OutLine($"{Power(boot)}; {ScreenOf(mac)}; {ClockCommand.Print(mac.Clock.Now)}");
        var people = mac.Accounts.People;
        console.OutLine(people.Count > 0 ? "" : system.IsSetUp ? "No users." : "No users: Setup Assistant has not run (macemu setup NAME --password PASSWORD).");
        TextTable.Write(console, ["USER", "UID", "FULL NAME", "ADMIN", "SECURE TOKEN", "VOLUME OWNER", "HIDDEN", "DISABLED TAGS", "HOME", "SHELL"], people.Select(user => (string[])
        [
            user.Name, user.Uid?.ToString() ?? "-", user.FullName ?? "-", YesNo(user.IsAdmin), YesNo(user.HasSecureToken), YesNo(user.IsVolumeOwner),
            YesNo(user.IsHidden), user.DisabledTags.Count > 0 ? string.Join(' ', user.DisabledTags) : "-", user.Home ?? "-", user.Shell ?? "-",
        ]));
        console.OutLine();
        console.OutLine($"FileVault {(mac.SecureTokens.Keys.IsProtected ? "on" : "off")}; no bootstrap token; no MDM; no profiles; SIP enabled; Find My off");
        return Status.Good;
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Chip(Machine machine) => machine.Chip switch
    {
        ChipKind.Apple => "Apple silicon",
        ChipKind.T2 => "Intel with T2",
        _ => "Intel",
    };

    private static string Power(BootState boot) => !boot.IsRunning ? "shut down" : boot.Environment switch
    {
        BootState.MacOS => $"macOS started from {TextTable.Printable(boot.System)}",
        BootState.RecoveryOS => $"recoveryOS of {TextTable.Printable(boot.System)}",
        _ => $"1TR (recoveryOS by the power button) of {TextTable.Printable(boot.System)}",
    };

    private static string ScreenOf(Mac mac) => mac.Sessions.ConsoleUser is { } user ? $"{TextTable.Printable(user)} is at the console" : "nobody is at the console";
}
