using MacStateStore.DeviceManagement;

namespace Profiles;

/// <summary>The file that <c>-path</c> or <c>-F</c> names; <c>-</c> is standard input.</summary>
internal static class ProfileFile
{
    /// <exception cref="ConfigurationProfileException">It can't be read.</exception>
    public static byte[] Read(Call call, string path)
    {
        try
        {
            if (path == "-") return Limited(call.Run.Console.Input);
            using var file = File.OpenRead(call.Locate(path));
            return Limited(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationProfileException(ConfigurationProfileProblem.Malformed, "the file can't be read", error);
        }
    }

    // A byte more than is allowed, so that the reader sees that it is too large.
    private static byte[] Limited(Stream stream)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; content.Length <= ConfigurationProfileFile.MaximumSize && (read = stream.Read(buffer)) > 0;) content.Write(buffer, 0, read);
        return content.ToArray();
    }
}
