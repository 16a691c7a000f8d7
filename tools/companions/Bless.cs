using MacToolHost;

namespace Companions;

/// <summary><c>bless --info --getBoot</c>: what the Mac starts from (memory; which device: guess). Nothing else of bless is emulated.</summary>
internal static class Bless
{
    public static readonly Companion Companion = new("bless", Run);

    private static int Run(ToolRun run)
    {
        var words = run.Arguments.Select(word => word.TrimStart('-')).ToList();
        if (words is not (["info", "getBoot"] or ["getBoot"] or ["getBoot", "info"]) || run.Arguments.Any(word => word is not ['-', ..]))
            throw new NotEmulatedException($"bless {string.Join(' ', run.Arguments)}".TrimEnd());
        var group = run.Mac.System.VolumeGroup;
        var members = run.Mac.Disks.All.SelectMany(disk => disk.Volumes).Where(volume => volume.KeysUuid == group).ToList();
        var place = members.Find(volume => volume.Is("System")) ?? members.FirstOrDefault();
        var device = place?.Identifier ?? run.Mac.Disks.Find("/")?.Identifier;
        if (device is null)
        {
            run.Console.ErrorLine("Can't get boot volume"); // unseen
            throw new CommandFailedException(1);
        }
        run.Console.OutLine($"/dev/{device}");
        return 0;
    }
}
