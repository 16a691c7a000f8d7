using System.Globalization;

namespace MacEmu.Report;

/// <summary>The disks of a Mac as pictures: a map of each device, and each container with its volumes.</summary>
internal static class LayoutPicture
{
    private const int Width = 520;
    private const int Margin = 12;
    private const int RowHeight = 44;
    private const int Inner = Width - (2 * Margin);

    // How each role is coloured; what isn't named is like a volume without a role.
    private static readonly string[] Coloured = ["System", "Data", "Preboot", "Recovery", "VM", "Update"];

    /// <summary>Draws all of it.</summary>
    public static void Write(Html html, MacState state, string id)
    {
        html.Own("<div class=\"pictures\">\n");
        var number = 0;
        foreach (var disk in state.Disks.Where(disk => disk.Partitions.Count > 0)) WriteDisk(html, disk, $"{id}-{++number}");
        // What matters most is the largest.
        foreach (var container in state.Containers.OrderByDescending(container => container.Size)) WriteContainer(html, container, $"{id}-{++number}");
        html.Own("</div>\n");
    }

    /// <summary>The volumes as rows of a table: what the pictures show, in words.</summary>
    public static IReadOnlyList<string[]> Rows(MacState state) =>
    [
        .. state.Containers.SelectMany(container => container.Volumes.Select(volume => (string[])
            [volume.Device, $"{(volume.Name.Length > 0 ? volume.Name : "(no name)")}, {volume.Roles}", Size(volume.InUse), volume.Protection, volume.MountPoint])),
    ];

    /// <summary>What the columns of <see cref="Rows"/> are called.</summary>
    public static string[] Columns => ["Volume", "In use", "Protection", "Mounted at"];

    private static void WriteDisk(Html html, ReportedDisk disk, string id)
    {
        const int Height = 92;
        var described = string.Join("; ", disk.Partitions.Select(partition => $"{partition.Device}, {partition.Content}, {Size(partition.Size)}{(partition.Leads is { } container ? $", is the store of {container}" : "")}"));
        Begin(html, id, Height, $"Disk {disk.Device}, {Size(disk.Size)}", described);
        html.Add($"<text class=\"head\" x=\"{Margin}\" y=\"24\">{disk.Device}</text><text class=\"note\" x=\"{Width - Margin}\" y=\"24\" text-anchor=\"end\">{Short($"{disk.Name} {Size(disk.Size)}", 44)}</text>");
        // By the cube root, so that a small partition is still seen beside a big one.
        var weights = disk.Partitions.Select(partition => Math.Cbrt(Math.Max(1, partition.Size))).ToList();
        double x = Margin;
        for (var i = 0; i < disk.Partitions.Count; i++)
        {
            var partition = disk.Partitions[i];
            var width = Inner * weights[i] / weights.Sum();
            html.Add($"<rect class=\"{(partition.Leads is null ? "part" : "part store")}\" x=\"{x}\" y=\"36\" width=\"{Math.Max(1, width - 3)}\" height=\"44\" rx=\"4\"/>");
            var letters = (int)((width - 14) / 6.2);
            if (letters > 3)
            {
                html.Add($"<text class=\"small\" x=\"{x + 6}\" y=\"54\">{Short(partition.Leads is { } container ? $"{partition.Device} → {container}" : partition.Device, letters)}</text>");
                html.Add($"<text class=\"tiny\" x=\"{x + 6}\" y=\"70\">{Short($"{Size(partition.Size)} {partition.Content}", letters)}</text>");
            }
            x += width;
        }
        html.Own("</svg>\n");
    }

    private static void WriteContainer(Html html, ReportedContainer container, string id)
    {
        const int Head = 66;
        var height = Head + (container.Volumes.Count * RowHeight) + Margin;
        var described = string.Join("; ", container.Volumes.Select(volume => $"{volume.Device} {volume.Name}, {volume.Roles}, {Size(volume.InUse)} in use, {volume.Protection}"));
        Begin(html, id, height, $"APFS container {container.Device}, {Size(container.Size)}, {Size(container.Free)} free", described);
        html.Add($"<text class=\"head\" x=\"{Margin}\" y=\"24\">{container.Device}</text>");
        html.Add($"<text class=\"note\" x=\"{Width - Margin}\" y=\"24\" text-anchor=\"end\">{Short($"container on {container.Stores} · {Size(container.Size)} · {Size(container.Free)} free", 66)}</text>");
        WriteBar(html, container);
        var y = Head;
        for (var i = 0; i < container.Volumes.Count; i++, y += RowHeight)
        {
            var volume = container.Volumes[i];
            WriteVolume(html, volume, y);
            if (volume.Group is not null && i + 1 < container.Volumes.Count && container.Volumes[i + 1].Group == volume.Group)
                html.Add($"<path class=\"link\" d=\"M{Margin + 5} {y + RowHeight - 4}v4\"/>");
        }
        html.Own("</svg>\n");
    }

    // How full the container is.
    private static void WriteBar(Html html, ReportedContainer container)
    {
        html.Add($"<rect class=\"free\" x=\"{Margin}\" y=\"36\" width=\"{Inner}\" height=\"14\" rx=\"3\"/>");
        double x = Margin;
        foreach (var volume in container.Volumes)
        {
            var width = container.Size <= 0 ? 0 : Math.Min(Inner * (double)volume.InUse / container.Size, Margin + Inner - x);
            if (width < 0.5) continue;
            html.Add($"<rect class=\"{Role(volume)}\" x=\"{x}\" y=\"36\" width=\"{width}\" height=\"14\"/>");
            x += width;
        }
    }

    private static void WriteVolume(Html html, ReportedVolume volume, int y)
    {
        html.Add($"<rect class=\"volume\" x=\"{Margin}\" y=\"{y}\" width=\"{Inner}\" height=\"{RowHeight - 6}\" rx=\"4\"/><rect class=\"{Role(volume)}\" x=\"{Margin}\" y=\"{y}\" width=\"10\" height=\"{RowHeight - 6}\" rx=\"2\"/>");
        html.Add($"<text class=\"small\" x=\"{Margin + 20}\" y=\"{y + 16}\">{Short(volume.Name.Length > 0 ? volume.Name : "(no name)", 34)}</text>");
        html.Add($"<text class=\"tiny\" x=\"{Margin + 20}\" y=\"{y + 31}\">{Short($"{volume.Device} · {volume.Roles} · {volume.MountPoint}", 52)}</text>");
        html.Add($"<text class=\"small\" x=\"{Width - Margin - 8}\" y=\"{y + 16}\" text-anchor=\"end\">{Size(volume.InUse)}</text>");
        html.Add($"<text class=\"tiny\" x=\"{Width - Margin - 8}\" y=\"{y + 31}\" text-anchor=\"end\">{Short(volume.Protection, 32)}</text>");
        if (!volume.IsEncrypted) return;
        // A padlock, open or closed.
        var (left, top) = (Width - Margin - 100, y + 5);
        html.Add($"<g class=\"lock\"><rect x=\"{left}\" y=\"{top + 6}\" width=\"10\" height=\"7\" rx=\"1\"/><path d=\"M{left + 2} {top + 6}v-2a3 3 0 0 1 6 0");
        html.Own(volume.IsLocked ? "v2\"/></g>" : "\"/></g>");
    }

    private static void Begin(Html html, string id, int height, string title, string description) => html.Add(
        $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc><rect class=\"frame\" x=\"0.5\" y=\"0.5\" width=\"{Width - 1}\" height=\"{height - 1}\" rx=\"8\"/>\n");

    private static string Role(ReportedVolume volume) => Coloured.FirstOrDefault(role => volume.Roles.Split(", ").Contains(role)) is { } role ? $"role {role.ToLowerInvariant()}" : "role other";

    private static string Short(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1), "…");

    /// <summary>Bytes as Macs tell them: in powers of ten.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["bytes", "KB", "MB", "GB", "TB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < units.Length - 1; unit++) value /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? value : Math.Round(value, 1))} {units[unit]}");
    }
}
