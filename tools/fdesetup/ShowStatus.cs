using MacStateStore.FileVault;
using MacToolHost;

namespace Fdesetup;

/// <summary>Whether FileVault is on, how far it is, and what else there is to it (dossier fdesetup, 5.1).</summary>
internal static class ShowStatus
{
    public static int Run(Call call)
    {
        call.TraceDevice();
        var state = call.FileVault.State;
        call.Say(Headline(state));
        if (call.Has(Grammar.Extended))
        {
            if (call.FileVault.IsCoreStorage) throw new NotEmulatedException("fdesetup status -extended of a CoreStorage volume");
            call.Say(Messages.VolumeIsApfs);
        }
        if (state.Conversion is { } conversion) call.Say(Messages.Progress(conversion));
        if (FileVaultOnDisk.HasMasterKeychain(call.Mac)) call.Say(Messages.MasterKeychain);
        if (call.FileVault.Deferral.Current is { } deferral) call.Say(deferral.User is { } user ? Messages.DeferredFor(user) : Messages.Deferred);
        return Status.Good;
    }

    private static string Headline(FileVaultState state) => (state.IsOn, state.Restart) switch
    {
        (_, PendingRestart.Enable) => Messages.OnAfterRestart,
        (true, PendingRestart.Finish) => Messages.OnUntilRestart,
        (false, PendingRestart.Finish) => Messages.OffUntilRestart,
        (var isOn, _) => isOn ? Messages.On : Messages.Off,
    };
}
