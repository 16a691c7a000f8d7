using System.Globalization;
using MacStateStore.Disks;

namespace MacEmu;

/// <summary>Disks that are plugged in and pulled out.</summary>
internal static class DiskCommand
{
    private const string External = "external";
    private const string Image = "image";
    private const string Blank = "blank";
    private const long SmallestDisk = 10_000_000;

    private static readonly (string Suffix, long Factor)[] Units = [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("T", 1_000_000_000_000), ("G", 1_000_000_000), ("M", 1_000_000), ("", 1)];

    public static Verb Define()
    {
        var layout = Verb.OneOf("--layout", "what is attached: external (a USB disk with a macOS of its own, if left out), image, blank", External, Image, Blank);
        var what = new System.CommandLine.Argument<string?>("WHAT") { Description = "of image: the image's file; of blank: the size, such as 64GB; of external: the system's name", Arity = System.CommandLine.ArgumentArity.ZeroOrOne };
        var device = Verb.Required("DEVICE", "the whole disk, such as disk4");
        var force = Verb.Flag("--force", "pull it out also while it is in use");
        var json = Verb.Flag("--json", "print them in the shape that 'create --from' reads");
        return new Verb("disk", "plug disks in and pull them out, and list them", "macemu disk attach --layout blank 64GB")
        {
            new Verb("attach", "plug a disk in; prints its device", "macemu disk attach --layout blank 64GB", run => Attach(run, run.Value(layout) ?? External, run.Parsed.GetValue(what))) { layout, what },
            new Verb("detach", "pull a disk out", "macemu disk detach disk4", run => Detach(run, run.Value(device), run.Value(force))) { device, force },
            new Verb("list", "print the disks, and with --json their volumes and crypto users", "macemu disk list --json", run => run.Look(mac => List(run, mac, run.Value(json)))) { json },
        };
    }

    private static int Attach(Invocation run, string layout, string? what)
    {
        Disk? attached = null;
        var status = run.Event(mac => attached = layout switch
        {
            Image => mac.Disks.AttachImage(Path.GetFileNameWithoutExtension(what ?? throw new MacEmuException("disk attach: --layout image needs the image's file")), SizeOfFile(what)),
            Blank => mac.Disks.AttachBlank(SizeOf(what ?? throw new MacEmuException("disk attach: --layout blank needs a size, such as 64GB"))),
            _ => mac.Disks.AttachExternal(what is null ? "External" : what.Length > 0 ? what : throw new MacEmuException("disk attach: the system's name is empty")),
        });
        run.Console.OutLine($"/dev/{attached!.Identifier}");
        return status;
    }

    private static int Detach(Invocation run, string device, bool force) => run.Event(mac =>
    {
        if (mac.Disks.Find(device) is not { Volume: null, Partition: null or { Slice: 0 } } place || place.Disk.Kind == DiskKind.Synthesized)
            throw new MacEmuException($"disk detach: there is no whole disk {device}; there is {string.Join(", ", mac.Disks.All.Where(disk => disk.Kind != DiskKind.Synthesized).Select(disk => disk.Identifier))}");
        if (place.Disk.IsInternal) throw new MacEmuException($"disk detach: {device} is built in");
        foreach (var mounted in mac.Disks.MountedOn(place.Disk).ToList())
        {
            if (!force && mac.Disks.BusyWith(mounted) is { } use)
                throw new MacEmuException($"disk detach: {mounted.MountPoint} is in use by {use.Process}; pull it out with --force", Status.CheckFailed);
            mac.Disks.Unmount(mounted, force: true);
        }
        mac.Disks.Remove(mac.Disks.Numbered(place.Disk.Number)!);
    });

    private static int List(Invocation run, MacStateStore.Mac mac, bool asJson)
    {
        if (asJson) run.Console.Out(DiskDocument.Of(mac));
        else
            TextTable.Write(run.Console, ["DEVICE", "KIND", "SIZE", "CONTENT", "MOUNTED AT"], mac.Disks.Places.Select(place => (string[])
            [
                place.Identifier, place.Snapshot is not null ? "snapshot" : place.Volume is not null ? "volume" : place.Partition is { Slice: > 0 } ? "partition" : place.Disk.Kind.ToString().ToLowerInvariant(),
                $"{place.Volume?.InUse ?? place.Partition?.Size ?? place.Disk.Size}", place.VolumeName ?? place.Partition?.Content ?? place.Disk.Content, place.MountPoint ?? "-",
            ]));
        return Status.Good;
    }

    private static long SizeOfFile(string file) => File.Exists(file) ? Math.Max(SmallestDisk, new FileInfo(file).Length) : throw new MacEmuException($"disk attach: there is no file {file}");

    private static long SizeOf(string text)
    {
        foreach (var (suffix, factor) in Units)
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                && decimal.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * factor is >= SmallestDisk and <= 1_000_000_000_000_000)
                return (long)(number * factor) / 512 * 512;
        throw new MacEmuException($"disk attach: '{text}' is not a size from 10MB to 1000TB, such as 64GB");
    }
}
