namespace Diskutil;

/// <summary>Changes the passphrase of a crypto user, or its hint (dossier diskutil, 9.6).</summary>
internal static class ChangePassphrase
{
    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device] } arguments || arguments.Value("-user") is not { } user) throw call.UsageFailure();
        call.RequireOwner(device);
        var volume = call.FindVolume(device).Volume!;
        var uuid = UnlockVolume.UuidOf(volume, user)!;
        if (call.Disks.KeysOf(volume)?.Has(uuid) != true) throw call.Failure(Messages.WrongPassphrase);
        var old = arguments.Value("-oldPassphrase")
            ?? (arguments.Has("-oldStdinpassphrase") ? call.Run.Console.ReadLine() ?? "" : call.Run.AskSecret(Messages.OldPassphrasePrompt));
        var passphrase = Passphrases.ReadNew(call, arguments.Value("-newPassphrase"), arguments.Has("-newStdinpassphrase"));
        call.Progress($"Changing passphrase for cryptographic user {uuid} on APFS Volume {volume.Identifier}");
        if (!call.Disks.ChangePassphrase(volume, uuid, old, passphrase)) throw call.Failure(Messages.WrongPassphrase);
        call.Progress("Passphrase changed successfully");
        return 0;
    }

    public static int SetHint(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device] } arguments || arguments.Value("-user") is not { } user
            || arguments.Has("-clear") == arguments.Has("-hint")) throw call.UsageFailure();
        call.RequireOwner(device);
        var volume = call.FindVolume(device).Volume!;
        var uuid = UnlockVolume.UuidOf(volume, user)!;
        if (call.Disks.KeysOf(volume)?.Has(uuid) != true) throw call.Failure(Messages.WrongPassphrase);
        call.Progress($"{(arguments.Has("-clear") ? "Removing" : "Setting")} passphrase hint for cryptographic user {uuid} on APFS Volume {volume.Identifier}");
        call.Disks.SetHint(volume, uuid, arguments.Value("-hint"));
        call.Progress("Passphrase hint changed successfully");
        return 0;
    }
}
