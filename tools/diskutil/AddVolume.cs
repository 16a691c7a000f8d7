using MacStateStore.Disks;
using MacStateStore.Releases;

namespace Diskutil;

/// <summary>Makes a volume in a container (dossier diskutil, 9.1).</summary>
internal static class AddVolume
{
    private static readonly string[] CaseSensitive = ["APFSX", "Case-sensitive APFS"];

    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var containerName, var format, var name] } arguments) throw call.UsageFailure();
        var isCaseSensitive = CaseSensitive.Contains(format, StringComparer.OrdinalIgnoreCase);
        if ((!isCaseSensitive && !format.Equals("APFS", StringComparison.OrdinalIgnoreCase)) || name.Length == 0) throw call.UsageFailure();
        if (Roles.Parse(arguments.Value("-role") ?? "0") is not { } roles) throw call.UsageFailure();
        call.RequireOwner(containerName);
        var container = call.FindContainer(containerName);
        var reserve = SizeOf(arguments.Value("-reserve"));
        var quota = SizeOf(arguments.Value("-quota"));
        var group = arguments.Value("-groupWith") is { } other ? call.FindVolume(other).Volume : null;
        if (group is not null && group.Disk != container.Number) throw call.Failure(DiskProblem.InvalidRequest);
        if (arguments.Has("-mountpoint") && !call.Run.IsRoot) throw call.Failure(DiskProblem.InsufficientPrivileges);
        var passphrase = Passphrases.OfNewVolume(call, arguments);

        call.Print($"{(call.Has(Capability.DiskutilWillExport) ? "Will export" : "Exporting")} new APFS {(isCaseSensitive ? "(Case-sensitive) " : "")}Volume \"{name}\" from APFS Container Reference {container.Identifier}");
        call.Progress($"{Messages.Started} on {container.Identifier}");
        call.Progress($"Preparing to add APFS Volume to APFS Container {container.Identifier}");
        Add(call, container, new NewVolume(name)
        {
            IsCaseSensitive = isCaseSensitive,
            Roles = roles,
            Reserve = reserve,
            Quota = quota,
            GroupWith = group,
            Passphrase = passphrase,
            Hint = arguments.Value("-passphraseHint"),
        }, arguments);
        return 0;

        long SizeOf(string? text) => text is null ? 0 : Sizes.Parse(text, container.Size) ?? throw call.UsageFailure();
    }

    /// <summary>Makes the volume and mounts it, as the arguments want it.</summary>
    public static void Add(Call call, Disk container, NewVolume wanted, Arguments? arguments)
    {
        call.Progress("Creating APFS Volume");
        var volume = Steps.Do(call, () => call.Disks.AddVolume(container, wanted));
        call.Progress($"Created new APFS Volume {volume.Identifier}");
        if (arguments?.Has("-nomount") != true)
        {
            call.Progress(call.Has(Capability.DiskutilMountsDisk) ? Messages.MountingDisk : "Mounting APFS Volume");
            Steps.Do(call, () => call.Disks.Mount(call.Disks.PlaceOf(volume), arguments?.Value("-mountpoint")));
            call.Progress("Setting volume permissions");
        }
        call.Progress($"Disk from APFS operation: {volume.Identifier}");
        call.Progress($"{Messages.Finished} on {container.Identifier}");
    }
}
