using MacStateStore.DeviceManagement;
using MacToolHost;

namespace Companions;

/// <summary>Files of the emulated Mac by their paths there (a relative one counts from the working directory).</summary>
internal static class MacFile
{
    private const string StandardInput = "/dev/stdin";

    // What only root may write, whatever the host would allow.
    private static readonly string[] RootOnly = ["/Library/", "/System/", "/Applications/", "/var/db/", "/var/root/"];

    /// <summary>What a file holds; null where there is none that can be read. <c>/dev/stdin</c> is the command's standard input.</summary>
    public static byte[]? Read(ToolRun run, string path)
    {
        if (path == StandardInput) return run.Console.ReadToEnd();
        var place = Place(run, path);
        try
        {
            return File.Exists(place) ? File.ReadAllBytes(place) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether there is something at a path.</summary>
    public static bool Exists(ToolRun run, string path) => path == StandardInput || Path.Exists(Place(run, path));

    /// <summary>Writes a file as a whole; false where the caller may not, or the host refuses.</summary>
    /// <exception cref="NotEmulatedException">The file is a view of something that it can't change.</exception>
    public static bool Write(ToolRun run, string path, byte[] content)
    {
        if (path == StandardInput) throw new NotEmulatedException($"{run.Tool} writing to {StandardInput}");
        if (!MayWrite(run, path)) return false;
        var place = Place(run, path);
        try
        {
            if (Path.GetDirectoryName(place) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            if (File.Exists(place) && new FileInfo(place).LinkTarget is not null)
            {
                File.WriteAllBytes(place, content);
                return true;
            }
            var unfinished = $"{place}.{Environment.ProcessId}";
            File.WriteAllBytes(unfinished, content);
            if (File.Exists(place) && !OperatingSystem.IsWindows()) File.SetUnixFileMode(unfinished, File.GetUnixFileMode(place));
            File.Move(unfinished, place, overwrite: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes a file, if it is there; false where the caller may not, or the host refuses.</summary>
    public static bool Delete(ToolRun run, string path)
    {
        if (!MayWrite(run, path)) return false;
        try
        {
            File.Delete(Place(run, path));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Where it lies on the host.</summary>
    public static string Place(ToolRun run, string path) => MachineFolder.Locate(run.Mac.Path, path);

    private static bool MayWrite(ToolRun run, string path)
    {
        var full = Path.GetFullPath(path);
        if (full.StartsWith("/private/", StringComparison.Ordinal)) full = full["/private".Length..];
        if (full.StartsWith(ManagedPreferences.Folder + "/", StringComparison.Ordinal)) throw new NotEmulatedException($"changing {ManagedPreferences.Folder} but by profiles");
        return run.IsRoot || !RootOnly.Any(folder => full.StartsWith(folder, StringComparison.Ordinal));
    }
}
