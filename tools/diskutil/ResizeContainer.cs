using MacStateStore.Disks;
using MacStateStore.PropertyLists;

namespace Diskutil;

/// <summary>Gives a container another size (dossier diskutil, 9.3).</summary>
internal static class ResizeContainer
{
    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device, var what, .. var more] }) throw call.UsageFailure();
        var container = call.FindContainer(device);
        if (what.Equals("limits", StringComparison.OrdinalIgnoreCase)) return Limits(call, container);
        if (call.WantsPlist) throw call.UsageFailure();
        var wanted = PartitionDisk.Wanted(call, more, container.Size);
        var size = Sizes.Parse(what, container.Size) ?? throw call.UsageFailure();
        call.RequireOwner(device);
        var store = call.Disks.StoresOf(container)[0];
        call.Progress(Messages.Started);
        var target = (size == 0 ? call.Disks.LargestSize(container) : size) / 4096 * 4096;
        if (container.Volumes.Any(volume => volume.IsLocked)) throw call.Failure(DiskProblem.Locked);
        if (target == container.Size) throw call.Failure(DiskProblem.SameSize);
        var isGrowing = target > container.Size;
        call.Progress($"Aligning {(isGrowing ? "grow" : "shrink")} delta to {Sizes.Grouped(Math.Abs(target - container.Size))} bytes and targeting a new {(isGrowing ? "physical store" : "container")} size of {Sizes.Grouped(target)} bytes");
        call.Progress($"Determined the {(isGrowing ? "maximum" : "minimum")} size for the APFS Container to be {Sizes.Grouped(isGrowing ? call.Disks.LargestSize(container) : MacDisks.SmallestSize(container))} bytes");
        call.Progress($"Resizing APFS Container designated by APFS Container Reference {container.Identifier}");
        call.Progress($"The specific APFS Physical Store being resized is {store.Identifier}");
        call.Progress("Verifying storage system");
        foreach (var line in VerifyDisk.Storage(call.Disks, store)) call.Progress(line);
        call.Progress($"{(isGrowing ? "Growing" : "Shrinking")} APFS Physical Store {store.Identifier} from {Sizes.Grouped(container.Size)} to {Sizes.Grouped(target)} bytes");
        if (!isGrowing) call.Progress("Shrinking APFS data structures");
        try
        {
            call.Disks.ResizeContainer(container, size);
        }
        catch (DiskException refusal)
        {
            if (refusal.Problem == DiskProblem.ResizeFailed) call.Print("APFS Container Resize error code is 49187");
            throw call.Failure(refusal.Problem);
        }
        call.Progress("Modifying partition map");
        if (isGrowing) call.Progress("Growing APFS data structures");
        if (wanted.Count > 0)
        {
            var made = Steps.Do(call, () => call.Disks.AddPartitions(call.Disks.StoresOf(call.Disks.Numbered(container.Number)!)[0], wanted));
            PartitionDisk.FormatAll(call, made, wanted);
        }
        call.Progress(Messages.Finished);
        return 0;
    }

    private static int Limits(Call call, Disk container)
    {
        var (current, least, most) = (container.Size, MacDisks.SmallestSize(container), call.Disks.LargestSize(container));
        if (call.WantsPlist)
            return call.Print(new PlistDictionary
            {
                { "ContainerCurrentSize", current }, { "MaximumSize", most }, { "MinimumSizeNoGuard", least }, { "MinimumSizePreferred", least },
            });
        call.Print($"Resize limits for APFS Physical Store partition {call.Disks.StoresOf(container)[0].Identifier}:");
        call.Print($"  Current Physical Store partition size on map:   {Sizes.InBytes(current)}");
        call.Print($"  Minimum (constrained by file/snapshot usage):   {Sizes.InBytes(least)}");
        call.Print($"  Recommended minimum (if used with macOS):       {Sizes.InBytes(least)}");
        call.Print($"  Maximum (constrained by partition map space):   {Sizes.InBytes(most)}");
        return 0;
    }
}
