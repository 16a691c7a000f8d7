namespace Diskutil;

/// <summary>Says whether a volume, or a container's, are defragmented in the background, or has it done (dossier diskutil, 2; the lines are unseen).</summary>
internal static class Defragment
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device, var word]) throw call.UsageFailure();
        var what = word.ToLowerInvariant();
        if (what is not ("status" or "enable" or "disable" or "live")) throw call.UsageFailure();
        if (what != "status") call.RequireOwner(device);
        var place = call.Find(device);
        var volumes = place.Volume is { } one ? [one] : call.FindContainer(device).Volumes;
        foreach (var volume in volumes)
        {
            var isOn = what switch { "status" => volume.IsDefragmented, "disable" => false, _ => true };
            if (what is "enable" or "disable") call.Disks.SetDefragmented(volume, isOn);
            call.Print(what == "live" ? $"Defragmented APFS Volume {volume.Identifier}" : $"Automatic defragmentation of APFS Volume {volume.Identifier} is {(isOn ? "enabled" : "disabled")}");
        }
        return 0;
    }
}
