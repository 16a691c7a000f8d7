namespace Diskutil;

/// <summary>Gives a volume other roles (dossier diskutil, 9.3).</summary>
internal static class ChangeVolumeRole
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device, var word] || Roles.Parse(word) is not { } roles) throw call.UsageFailure();
        call.RequireOwner(device);
        var volume = call.FindVolume(device).Volume!;
        call.Progress(Messages.Started);
        call.Progress($"Changing the role of APFS Volume {volume.Identifier}");
        Steps.Do(call, () => call.Disks.ChangeRoles(volume, roles));
        call.Progress(Messages.Finished);
        return 0;
    }
}
