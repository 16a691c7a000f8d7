using MacStateStore.Disks;
using MacStateStore.PropertyLists;

namespace Diskutil;

/// <summary>Gives a container another size (dossier diskutil, 9.3).</summary>
internal static class ResizeContainer
{
    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device, var what, .. var more] }) throw call.UsageFailure();
        if (more.Count > 0) throw new MacToolHost.NotEmulatedException("diskutil apfs resizeContainer with further partitions");
        var container = call.FindContainer(device);
        if (what.Equals("limits", StringComparison.OrdinalIgnoreCase)) return Limits(call, container);
        if (call.WantsPlist) throw call.UsageFailure();
        var size = Sizes.Parse(what, container.Size) ?? throw call.UsageFailure();
        call.RequireAdmin();
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
        call.Progress("Using live mode");
        call.Progress($"Performing fsck_apfs -n -x -l /dev/{store.Identifier}");
        call.Progress("Storage system check exit code is 0");
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
        call.Print("Resize limits for APFS Container " + container.Identifier + ":");
        call.Print($"  Current Physical Store partition size on map:   {Sizes.WithBytes(current)}");
        call.Print($"  Minimum (constrained by file/snapshot usage):   {Sizes.WithBytes(least)}");
        call.Print($"  Recommended minimum (if using with macOS):      {Sizes.WithBytes(least)}");
        call.Print($"  Maximum (constrained by partition map space):   {Sizes.WithBytes(most)}");
        return 0;
    }
}
