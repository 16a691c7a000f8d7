using MacStateStore;
using MacStateStore.FileVault;
using MacStateStore.Storage;

namespace MacToolHost;

/// <summary>
/// The files that FileVault leaves on the Mac (the escrowed recovery key, the configuration of a deferred enablement and its output), for
/// scripts that look at them and at when they were written: the time is the Mac's own.
/// </summary>
public static class FileVaultOnDisk
{
    /// <summary>Writes and removes what the run has.</summary>
    public static void Follow(ToolConsole console, Mac mac) => Write(console, mac, mac.FileVault.Files.Changed);

    /// <summary>Writes these files, and removes those that are gone.</summary>
    public static void Write(ToolConsole console, Mac mac, IReadOnlyList<FileVaultFile> files)
    {
        foreach (var file in files)
        {
            try
            {
                Write(MachineFolder.Locate(mac.Path, file.Path), file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
            {
                console.Complain($"macemu: {file.Path} is as before: {error.Message}");
            }
        }
    }

    /// <summary>The FileVaultMaster keychain, which anybody may have put there; null where there is none.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static byte[]? MasterKeychainOf(Mac mac) => MachineFolder.Locate(mac.Path, MasterKeychain.Path) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null;

    /// <summary>Whether there is a FileVaultMaster keychain.</summary>
    public static bool HasMasterKeychain(Mac mac) => Path.Exists(MachineFolder.Locate(mac.Path, MasterKeychain.Path));

    private static void Write(string place, FileVaultFile file)
    {
        if (file.Content is not { } content)
        {
            File.Delete(place);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        PrivateFile.Write(place, content);
        File.SetLastWriteTimeUtc(place, file.Modified.UtcDateTime);
    }
}
