using MacStateStore;

namespace Bputil;

/// <summary><c>bputil -r</c> and <c>-z</c>: policies that go, and with them that the systems start. What they print nobody has recorded (dossier bputil, 6.4).</summary>
internal static class Remove
{
    public static int Run(Call call)
    {
        if (call.Mac.Boot.Environment == BootState.MacOS && !call.Mac.Machine.IsVirtual)
            throw call.Failure(Messages.Failed(call.Line.Value(Grammar.Remove) ?? call.Mac.System.VolumeGroup, MacStateStore.LocalPolicy.PolicyProblem.BootMode));
        if (call.Line.Value(Grammar.Remove) is { } wanted)
        {
            if (!call.Policies.Remove(wanted.ToUpperInvariant())) throw call.Failure(Messages.NoSuchGroup(wanted));
            return 0;
        }
        var present = call.Mac.Disks.All.SelectMany(disk => disk.Volumes).Select(volume => volume.Group).ToHashSet();
        foreach (var group in call.Policies.VolumeGroups)
            if (!present.Contains(group)) call.Policies.Remove(group);
        return 0;
    }
}
