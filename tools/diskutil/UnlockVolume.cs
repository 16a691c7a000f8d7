using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Unlocks a volume with the passphrase of one of its crypto users (dossier diskutil, 9.5).</summary>
internal static class UnlockVolume
{
    private const string Disk = "disk";

    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device] } arguments) throw call.UsageFailure();
        foreach (var option in (string[])["-systemreadwrite", "-recoverykeychain"])
            if (arguments.Has(option)) throw new MacToolHost.NotEmulatedException($"diskutil apfs unlockVolume {option}");
        var volume = call.FindVolume(device).Volume!;
        if (arguments.Has("-mountpoint") && !call.Run.IsRoot) throw call.Failure(Messages.UnlockError(DiskProblem.InsufficientPrivileges));
        var user = arguments.Value("-user");
        var passphrase = Passphrases.Read(call, arguments);
        call.Progress(user is null ? $"Unlocking any cryptographic user on APFS Volume {volume.Identifier}"
            : $"Unlocking the \"{user}\" cryptographic user on APFS Volume {volume.Identifier}");
        if (MacDisks.HasTooManyFailures(volume)) throw call.Failure(Messages.TooManyAttempts);
        var isVerifying = arguments.Has("-verify");
        if (!isVerifying && !volume.IsLocked) throw call.Failure(Messages.UnlockError(DiskProblem.NotLocked));
        if (call.Disks.UserWith(volume, UuidOf(volume, user), passphrase) is null)
        {
            call.Disks.CountFailure(volume);
            call.Run.Mac.KeepSoFar();
            throw call.Failure(Messages.WrongPassphrase);
        }
        if (isVerifying)
        {
            call.Progress(Messages.Verified);
            return 0;
        }
        call.Disks.Unlock(volume);
        if (arguments.Has("-nomount"))
        {
            call.Progress(Messages.UnlockedOnly);
            return 0;
        }
        try
        {
            call.Disks.Mount(call.Disks.PlaceOf(volume), arguments.Value("-mountpoint"));
        }
        catch (DiskException refusal)
        {
            throw call.Failure(Messages.UnlockError(refusal.Problem));
        }
        call.Progress(Messages.UnlockedMounted);
        return 0;
    }

    /// <summary>The UUID that a user is named by: its own, or that of the volume for the disk user; null for any.</summary>
    public static string? UuidOf(Volume volume, string? user) =>
        user is null ? null : user.Equals(Disk, StringComparison.OrdinalIgnoreCase) ? volume.KeysUuid : user.ToUpperInvariant();
}
