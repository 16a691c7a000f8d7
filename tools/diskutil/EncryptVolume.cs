using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Encrypts a volume with a passphrase of its own, or decrypts it (dossier diskutil, 9.4).</summary>
internal static class EncryptVolume
{
    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device] } arguments || arguments.Value("-user") is not { } user) throw call.UsageFailure();
        call.RequireOwner(device);
        var place = call.FindVolume(device);
        var volume = place.Volume!;
        var uuid = UnlockVolume.UuidOf(volume, user)!;
        var keys = call.Disks.KeysOf(volume);
        if (keys is { IsProtected: true }) throw call.Failure(DiskProblem.InvalidRequest);
        // A group's users are those of its system; the disk user is one of a volume that stands alone.
        var isNew = keys is null && volume.Group is null;
        if (isNew ? uuid != volume.Uuid : keys?.Has(uuid) != true) throw call.Failure(Messages.WrongPassphrase);
        var passphrase = isNew ? Passphrases.ReadNew(call, arguments.Value("-passphrase"), arguments.Has("-stdinpassphrase")) : Passphrases.Read(call, arguments);
        if (place.MountPoint is null) throw call.Failure(Messages.MustBeMounted);
        var isInstant = HasAes(call, place);
        var verb = isInstant ? "Encrypting" : "Starting background encryption";
        if (isNew)
        {
            Steps.Do(call, () => call.Disks.EncryptForDisk(volume, passphrase));
            call.Progress($"{verb} with the new \"Disk\" crypto user on {volume.Identifier}");
            call.Progress($"The new \"Disk\" user will be the only one who has initial access to {volume.Identifier}");
            call.Progress($"The new APFS crypto user UUID will be {volume.Uuid}");
        }
        else
        {
            if (!call.Disks.EncryptForUser(volume, uuid, passphrase)) throw call.Failure(Messages.WrongPassphrase);
            call.Progress($"{verb} with the existing crypto user {uuid} on {volume.Identifier}");
        }
        call.Progress(isInstant ? "Encryption has likely completed due to AES hardware; see \"diskutil apfs list\""
            : "Background encryption has started; see \"diskutil apfs list\" to see progress");
        return 0;
    }

    public static int RunDecrypt(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device] } arguments) throw call.UsageFailure();
        call.RequireOwner(device);
        var place = call.FindVolume(device);
        var volume = place.Volume!;
        var user = UnlockVolume.UuidOf(volume, arguments.Value("-user") ?? "disk")!;
        var passphrase = Passphrases.Read(call, arguments);
        if (call.Disks.KeysOf(volume) is not { IsProtected: true }) throw call.Failure(DiskProblem.InvalidRequest);
        if (volume.IsLocked) throw call.Failure(DiskProblem.Locked);
        call.Progress($"Starting background decryption on {volume.Identifier}");
        if (!call.Disks.Decrypt(volume, user, passphrase)) throw call.Failure(Messages.WrongPassphrase);
        call.Progress(HasAes(call, place) ? "Decryption has likely completed due to AES hardware; see \"diskutil apfs list\""
            : "The decryption is now in progress; see \"diskutil apfs list\" to see progress");
        return 0;
    }

    private static bool HasAes(Call call, Place place) => call.Disks.DeviceOf(place.Disk) is { HasAesHardware: true };
}
