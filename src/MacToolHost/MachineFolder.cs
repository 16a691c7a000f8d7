using MacStateStore;
using MacStateStore.OpenDirectory;

namespace MacToolHost;

/// <summary>
/// The files of one emulated Mac. The Mac's folders that a Linux host lacks are kept beside the machine file, in <c>FILE.root/…</c>, so
/// that what a script leaves there belongs to that Mac; under <c>macemu run</c> they stand at their own paths as well.
/// </summary>
public static class MachineFolder
{
    /// <summary>The folders that are kept there.</summary>
    public static IReadOnlyList<string> Folders { get; } =
        ["/Applications", "/Library", "/System", "/Users", "/Volumes", "/var/db", "/var/root"];

    /// <summary>The folder of a machine.</summary>
    /// <param name="machineFile">The machine's file.</param>
    public static string Of(string machineFile) => Path.GetFullPath(machineFile) + ".root";

    /// <summary>The started system's local node as files, at its place among the machine's folders.</summary>
    /// <param name="mac">The Mac.</param>
    public static DslocalView ViewOfDirectory(Mac mac) =>
        new(mac.Directory, mac.Path, Of(mac.Path) + DslocalFolder.OwnPath, Path.Combine(Of(mac.Path), "dslocal.stamp"));

    /// <summary>
    /// Where a file of the Mac lies on the host: in the machine's folder if it belongs there, else at its own path.
    /// </summary>
    /// <param name="machineFile">The machine's file.</param>
    /// <param name="path">An absolute path as on the Mac; what leads upwards in it is resolved first.</param>
    public static string Locate(string machineFile, string path)
    {
        var full = Path.GetFullPath(path);
        if (full.StartsWith("/private/", StringComparison.Ordinal)) full = full["/private".Length..];
        return Folders.Any(folder => full == folder || full.StartsWith(folder + "/", StringComparison.Ordinal)) ? Of(machineFile) + full : full;
    }
}
