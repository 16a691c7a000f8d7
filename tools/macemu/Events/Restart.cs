using MacStateStore;
using MacStateStore.OpenDirectory;

namespace MacEmu;

/// <summary>A start or restart, into macOS or into recoveryOS.</summary>
internal static class Restart
{
    public static Verb Define()
    {
        var to = Verb.OneOf("--to", "what to start (macos if left out; 1tr is recoveryOS by the power button)", BootState.MacOS, BootState.RecoveryOS, BootState.OneTrueRecovery);
        var system = Verb.Valued("--system", "NAME", "which installed system, or whose recoveryOS (the current one if left out)");
        var unlockWith = Verb.Valued("--unlock-with", "USER|RECOVERYKEY", "who unlocks a Mac with FileVault before macOS starts (somebody who can, if left out)");
        var password = Verb.Valued("--password", "PASSWORD", "the password that FileVault knows of that user, who is then logged in");
        return new Verb("restart", "restart the Mac, or start it after a shutdown; every session ends", "macemu restart --to 1tr", run =>
        {
            var (environment, who, secret) = (run.Value(to) ?? BootState.MacOS, run.Value(unlockWith), run.Value(password));
            if (secret is not null && who is null) throw new MacEmuException("restart: --password takes --unlock-with");
            if (who is not null && environment != BootState.MacOS) throw new MacEmuException("restart: --unlock-with is for macOS");
            return run.Event(mac =>
            {
                var unlocker = who is null ? null : mac.FileVault.UnlockerBy(who, secret);
                if (mac.Power.Restart(environment, run.Value(system)) is { } problem)
                {
                    run.Console.ErrorLine($"macemu: restart: {problem}; the Mac is in recoveryOS");
                    return Status.CheckFailed;
                }
                if (unlocker is null) return Status.Good;
                mac.FileVault.Unlocked(unlocker);
                if (secret is not null) LogIn(mac, who!, secret);
                return Status.Good;
            });
        })
        { to, system, unlockWith, password };
    }

    // The login window takes the password over; where it isn't that of the account any more, it waits.
    private static void LogIn(Mac mac, string name, string password)
    {
        try
        {
            mac.Sessions.Login(name, password);
        }
        catch (DirectoryException)
        {
        }
    }
}
