using MacStateStore.DeviceManagement;

namespace MacEmu;

/// <summary>The host's files with configuration profiles.</summary>
internal static class ProfileFiles
{
    /// <exception cref="MacEmuException">It can't be read, or is too large for a profile.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > ConfigurationProfileFile.MaximumSize)
                throw new MacEmuException($"{path}: the file has {file.Length} bytes, more than the {ConfigurationProfileFile.MaximumSize} that a profile may have");
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MacEmuException($"{path}: it can't be read ({error.Message})");
        }
    }
}
