using System.Globalization;
using MacStateStore.FileVault;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Fdesetup;

/// <summary>Turns FileVault on, now or when the user types the password (dossier fdesetup, 6 and 7).</summary>
internal static class Enable
{
    public static int Run(Call call)
    {
        foreach (var option in (Option[])[Grammar.ForceAtLogin, Grammar.DontAskAtLogout, Grammar.ShowRecoveryKey])
            if (call.Has(option) && !call.Has(Grammar.Defer)) throw call.Refused(Messages.NothingToDefer);
        if (call.Has(Grammar.Keychain) && call.Has(Grammar.Certificate)) throw call.Refused(Messages.KeychainOrCertificate);
        if (call.Has(Grammar.ForceRestart) && !call.FileVault.IsCoreStorage) throw call.Refused(Messages.NotOnApfs);
        if (call.Has(Grammar.InputPlist)) call.Trace(Messages.AuthInfoFromInput);
        if (call.Has(Grammar.NoRecoveryKey)) call.Trace(Messages.DoNotReturnKey);
        call.TraceDevice();
        return call.Has(Grammar.Defer) ? Defer(call) : Now(call);
    }

    private static int Now(Call call)
    {
        // What can be told without a password is told before asking for one.
        if (call.FileVault.IsOn) throw call.Refused(Messages.Of(new FileVaultException(FileVaultProblem.AlreadyOn), call.FileVault.IsCoreStorage));
        var certificate = InstitutionalKey.Of(call, Status.CannotEnableKeychain);
        var by = Credential(call);
        var request = new EnableRequest(by)
        {
            Added = call.UsersToAdd(),
            Certificate = certificate,
            MakesRecoveryKey = !call.Has(Grammar.NoRecoveryKey),
            RestartsByItself = call.Has(Grammar.AuthRestart),
        };
        var result = call.Try(() => call.FileVault.Enable(request), error => error.Problem == FileVaultProblem.VolumeRefuses ? Messages.CannotEnableVolume : null);
        InstitutionalKey.Keep(call, certificate);
        if (call.Has(Grammar.OutputPlist)) call.Run.Console.Out(PropertyList.ToXml(RecoveryKeyReport.Of(call.Mac, result)));
        else
        {
            if (result.RecoveryKey is { } key && call.Has(Capability.FdesetupEnablePrintsRecoveryKey)) call.Say(Messages.RecoveryKey(key));
            if (result.NeedsRestart) call.Say(Messages.PleaseReboot);
        }
        Restart(call, by);
        return Status.Good;
    }

    private static int Defer(Call call)
    {
        var bypasses = call.Value(Grammar.ForceAtLogin) is not { } number ? -1
            : int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) && given is >= -1 and <= Deferral.Forever ? given
            : throw call.Refused(Messages.NotANumber);
        if (call.Value(Grammar.Defer) is not { Length: > 0 } path) throw call.Refused(Messages.LacksValue(Grammar.Defer.Name));
        var certificate = InstitutionalKey.Of(call, Status.CannotEnableKeychain);
        call.Try(() => call.FileVault.Deferral.Begin(new Deferral(call.Value(Grammar.User) ?? call.Input.Username, path)
        {
            Bypasses = bypasses < 0 ? null : bypasses,
            AsksAtLogout = !call.Has(Grammar.DontAskAtLogout),
            ShowsKey = call.Has(Grammar.ShowRecoveryKey) || !call.Has(Capability.FdesetupAsksToShowRecoveryKey),
            MakesKey = !call.Has(Grammar.NoRecoveryKey),
            Certificate = certificate,
        }));
        InstitutionalKey.Keep(call, certificate);
        return Status.Good;
    }

    // CoreStorage asks for a name, too, and has an article in the question.
    private static FileVaultCredential Credential(Call call)
    {
        var asks = call.Has(Grammar.Prompt);
        if (call.Has(Grammar.InputPlist) && !asks && call.Input.Username is null && !call.Has(Grammar.User)) throw call.Refused(Messages.BadInput("The input property list has no 'Username'"));
        var name = (asks ? null : call.Input.Username ?? call.Value(Grammar.User)) ?? call.Run.Ask(Messages.AskName);
        return new FileVaultCredential(name, (asks ? null : call.Input.Password) ?? call.Run.AskSecret(Messages.AskPassword(name, call.FileVault.IsCoreStorage)));
    }

    private static void Restart(Call call, FileVaultCredential by)
    {
        if (call.Has(Grammar.AuthRestart))
        {
            if (!call.FileVault.IsCoreStorage) call.Try(() => call.FileVault.UnlockNextStart(by));
            call.RestartBySelf();
        }
        else if (call.Has(Grammar.ForceRestart))
        {
            call.Mac.Power.Restart();
        }
    }
}
