using MacToolHost;

namespace Companions;

/// <summary>Files as <c>chflags</c> and <c>xattr</c> name them: their place on the host, and their path on the Mac, under which marks are kept.</summary>
internal static class FileTarget
{
    /// <summary>A file's path on the Mac.</summary>
    public static string PathOf(string argument)
    {
        var full = Path.GetFullPath(argument).TrimEnd('/');
        if (full.StartsWith("/private/", StringComparison.Ordinal)) full = full["/private".Length..];
        return full.Length > 0 ? full : "/";
    }

    /// <summary>Whether there is such a file.</summary>
    public static bool Exists(ToolRun run, string argument) => FileFacts.Of(MachineFolder.Locate(run.Mac.Path, Path.GetFullPath(argument)), follow: false).Facts is not null;

    /// <summary>The paths on the Mac of a file and all below it.</summary>
    public static IEnumerable<string> Tree(ToolRun run, string argument)
    {
        var path = PathOf(argument);
        var place = MachineFolder.Locate(run.Mac.Path, path);
        var below = Directory.Exists(place) ? Directory.EnumerateFileSystemEntries(place, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None }) : [];
        return below.Select(file => path + file[place.Length..]).Prepend(path);
    }
}
