#pragma warning disable CA1416 // Emulated Macs live on Linux; Windows has no such permissions.

namespace MacStateStore.Storage;

/// <summary>Files and folders that only their owner may look into, as they hold password hashes.</summary>
public static class PrivateFile
{
    private const UnixFileMode ForFiles = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder, and those above it, where they are missing.</summary>
    public static void MakeFolder(string path) => Directory.CreateDirectory(path, ForFiles | UnixFileMode.UserExecute);

    /// <summary>Writes a file whole or not at all; one that was there keeps its permissions.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}");
        try
        {
            using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = ForFiles, BufferSize = 0 }))
                file.Write(content);
            if (File.Exists(path)) File.SetUnixFileMode(unfinished, File.GetUnixFileMode(path));
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
