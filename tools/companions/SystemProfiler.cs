using System.Globalization;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>The hardware and the volumes in short; what an emulated Mac doesn't have (memory, firmware versions) is left out.</summary>
internal static class SystemProfiler
{
    public static readonly Companion Companion = new("system_profiler", Run);

    private const string Hardware = "SPHardwareDataType";
    private const string Storage = "SPStorageDataType";

    private static int Run(ToolRun run)
    {
        var type = run.Arguments switch
        {
            [var only] => only,
            ["-detailLevel", "basic" or "full", var last] => last,
            [var first, "-detailLevel", "basic" or "full"] => first,
            _ => "",
        };
        if (type == Hardware) PrintHardware(run);
        else if (type == Storage) PrintStorage(run);
        else throw new NotEmulatedException($"system_profiler {string.Join(' ', run.Arguments)}".TrimEnd());
        return 0;
    }

    private static void PrintHardware(ToolRun run)
    {
        var machine = run.Mac.Machine;
        var model = HardwareModel.Find(machine.Model);
        run.Console.Out("Hardware:\n\n    Hardware Overview:\n\n");
        Line("Model Name", model?.Name ?? "Mac");
        Line("Model Identifier", machine.Model);
        if (model is not null) Line(machine.Chip == Chip.Apple ? "Chip" : "Processor Name", model.Processor);
        Line("Serial Number (system)", machine.Serial);
        Line("Hardware UUID", machine.HardwareUuid);
        run.Console.Out("\n");

        void Line(string label, string value) => run.Console.OutLine($"      {label}: {value}");
    }

    // Volumes that a person sees: the system, its data, and what is under /Volumes (memory).
    private static void PrintStorage(ToolRun run)
    {
        var disks = run.Mac.Disks;
        run.Console.Out("Storage:\n");
        foreach (var place in disks.Places.Where(place => place.MountPoint is "/" or "/System/Volumes/Data" || place.MountPoint?.StartsWith("/Volumes/", StringComparison.Ordinal) == true)
            .OrderBy(place => place.VolumeName, StringComparer.Ordinal))
        {
            var device = disks.DeviceOf(place.Disk) ?? place.Disk;
            var (size, free) = place.Volume is not null ? (place.Disk.Size, place.Disk.Free) : (place.Partition!.Size, place.Partition.Size - place.Partition.InUse);
            run.Console.Out($"\n    {place.VolumeName}:\n\n");
            Line("Free", Bytes(free));
            Line("Capacity", Bytes(size));
            Line("Mount Point", place.MountPoint!);
            Line("File System", place.Volume is { } volume ? volume.IsCaseSensitive ? "Case-sensitive APFS" : "APFS" : place.Partition!.FileSystem!.ToUpperInvariant());
            Line("Writable", YesNo(place.Snapshot is null && place.Volume is not { IsReadOnly: true } && place.Partition is not { IsReadOnly: true }));
            Line("Ignore Ownership", YesNo(!(place.Volume?.HasOwners ?? place.Partition!.HasOwners)));
            Line("BSD Name", place.Identifier);
            if ((place.Snapshot?.Uuid ?? place.Volume?.Uuid ?? place.Partition?.VolumeUuid) is { } uuid) Line("Volume UUID", uuid);
            run.Console.OutLine("      Physical Drive:");
            Line("    Device Name", device.MediaName);
            Line("    Media Name", place.Volume is not null ? "AppleAPFSMedia" : device.RegistryName);
            if (device.IsSolidState is { } solid) Line("    Medium Type", solid ? "SSD" : "Rotational");
            Line("    Protocol", device.Protocol);
            Line("    Internal", YesNo(device.IsInternal));
            Line("    Partition Map Type", place.Volume is not null ? "Unknown" : "GPT (GUID Partition Table)");
            if (device.IsInternal) Line("    S.M.A.R.T. Status", device.Smart);
        }
        run.Console.Out("\n");

        void Line(string label, string value) => run.Console.OutLine($"      {label}: {value}");
    }

    private static string YesNo(bool value) => value ? "Yes" : "No";

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes >= 1_000_000_000_000 ? $"{bytes / 1e12:0.##} TB" : bytes >= 1_000_000_000 ? $"{bytes / 1e9:0.##} GB" : $"{bytes / 1e6:0.##} MB")} ({bytes:#,0} bytes)");
}
