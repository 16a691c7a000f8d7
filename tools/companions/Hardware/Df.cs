using System.Globalization;
using MacStateStore;
using MacToolHost;

namespace Companions;

/// <summary>
/// Room on the emulated volumes, in the form of macOS's df(1) (source: its layout; which volumes and the numbers of files: guess).
/// </summary>
internal static class Df
{
    public static readonly Companion Companion = new("df", Run);

    private const string Letters = "HIPT:ahgiklmnbt:,Y";
    private const long FilesPerBlock = 5;
    private const long BytesPerFile = 65_536;
    private static readonly string[] DataFolders = ["/Users", "/Applications", "/Library", "/private", "/var", "/tmp", "/etc", "/opt", "/usr/local", "/Volumes", "/cores", "/home"];

    private sealed record Line(string From, long Total, long Used, long Free, string On)
    {
        // What a volume doesn't take in blocks it can't take in files.
        public long Files => Used == Total ? 0 : Used / BytesPerFile;
        public long FreeFiles => Free / 512 * FilesPerBlock;
    }

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, Letters);
        if (options.Problem is { } problem)
        {
            run.Console.ErrorLine($"df: {problem}\nusage: df [-b | -g | -H | -h | -k | -m | -P] [-acIilntTY] [-T type] [file | filesystem ...]");
            throw new CommandFailedException(64);
        }
        foreach (var (letter, _) in options.All)
            if (letter is 'T' or 't' or 'n' or ',' or 'Y') throw new NotEmulatedException($"df -{letter}");
        var all = Lines(run.Mac);
        var status = 0;
        var lines = new List<Line>();
        foreach (var path in options.Rest)
        {
            if (Of(all, path) is { } line) lines.Add(line);
            else
            {
                run.Console.ErrorLine($"df: {path}: No such file or directory");
                status = 1;
            }
        }
        if (options.Rest.Count == 0) lines = all;
        if (lines.Count > 0) Print(run, options, lines);
        return status;
    }

    private static List<Line> Lines(Mac mac)
    {
        var lines = mac.Disks.Places.Where(place => place.MountPoint is not null).Select(place => place.Volume is { } volume
            ? new Line($"/dev/{place.Identifier}", place.Disk.Size, volume.InUse, place.Disk.Free, place.MountPoint!)
            : new Line($"/dev/{place.Identifier}", place.Partition!.Size, place.Partition.InUse, place.Partition.Size - place.Partition.InUse, place.MountPoint!))
            .OrderBy(line => line.On == "/" ? 0 : 1).ToList();
        lines.Insert(Math.Min(1, lines.Count), new Line("devfs", 204_800, 204_800, 0, "/dev"));
        return lines;
    }

    // A file lies on the volume mounted nearest above it; the writable folders at the root are firmlinks into the Data volume.
    private static Line? Of(List<Line> lines, string argument)
    {
        if (lines.Find(line => line.From == argument || line.On == argument) is { } named) return named;
        if (!Path.Exists(argument)) return null;
        var path = Path.GetFullPath(argument);
        var nearest = lines.Where(line => Lies(path, line.On)).MaxBy(line => line.On.Length);
        return nearest is { On: "/" } && DataFolders.Any(folder => Lies(path, folder)) && lines.Find(line => line.On == "/System/Volumes/Data") is { } data ? data : nearest;
    }

    private static bool Lies(string path, string folder) => folder == "/" || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static void Print(ToolRun run, Options options, List<Line> lines)
    {
        var isHuman = options.Has('h') || options.Has('H');
        var showsFiles = options.Has('i') || !(options.Has('P') || options.Has('I'));
        var (block, header) = options.Has('g') ? (1L << 30, "1G-blocks") : options.Has('m') ? (1L << 20, "1M-blocks") : options.Has('k') ? (1024L, "1024-blocks") : (512L, "512-blocks");
        if (isHuman) header = "  Size";
        string Size(long bytes) => isHuman ? Human(bytes, options.Has('H') ? 1000 : 1024) : ((bytes + block - 1) / block).ToString(CultureInfo.InvariantCulture);
        var from = Math.Max("Filesystem".Length, lines.Max(line => line.From.Length));
        var total = isHuman ? header.Length : Math.Max(header.Length, lines.Max(line => Size(line.Total).Length));
        var used = isHuman ? header.Length : Math.Max("Used".Length, lines.Max(line => Size(line.Used).Length));
        var free = isHuman ? header.Length : Math.Max("Available".Length, lines.Max(line => Size(line.Free).Length));
        var files = Math.Max("  iused".Length, lines.Max(line => line.Files.ToString(CultureInfo.InvariantCulture).Length));
        var freeFiles = Math.Max("ifree".Length, lines.Max(line => line.FreeFiles.ToString(CultureInfo.InvariantCulture).Length));
        run.Console.OutLine($"{"Filesystem".PadRight(from)} {header.PadLeft(total)} {"Used".PadLeft(used)} {(isHuman ? "Avail" : "Available").PadLeft(free)} Capacity"
            + (showsFiles ? $" {"iused".PadLeft(files - 2)} {"ifree".PadLeft(freeFiles)} %iused" : "") + "  Mounted on");
        foreach (var line in lines)
            run.Console.OutLine($"{line.From.PadRight(from)} {Size(line.Total).PadLeft(total)} {Size(line.Used).PadLeft(used)} {Size(line.Free).PadLeft(free)} {Percent(line.Used, line.Used + line.Free),5}%"
                + (showsFiles ? $" {line.Files.ToString(CultureInfo.InvariantCulture).PadLeft(files)} {line.FreeFiles.ToString(CultureInfo.InvariantCulture).PadLeft(freeFiles)} {Percent(line.Files, line.Files + line.FreeFiles),4}% " : "")
                + $"  {line.On}");
    }

    private static long Percent(long part, long whole) => whole == 0 ? 100 : (long)Math.Round(100m * part / whole);

    private static string Human(long bytes, int step)
    {
        string[] units = step == 1024 ? ["Bi", "Ki", "Mi", "Gi", "Ti", "Pi"] : ["B", "k", "M", "G", "T", "P"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= step && unit < units.Length - 1; unit++) value /= step;
        return (value < 10 && unit > 0 ? value.ToString("0.0", CultureInfo.InvariantCulture) : Math.Round(value, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture)) + units[unit];
    }
}
