using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Storage;

namespace MacToolHost;

/// <summary>
/// The password of automatic login as macOS keeps it, in <c>/etc/kcpassword</c> (dossier sysadminctl, 3.7). The Mac's /etc lies in the
/// machine's own folder; a script sees the host's.
/// </summary>
public static class KcPassword
{
    private const int Block = 12;

    // With these bytes macOS hides it.
    private static ReadOnlySpan<byte> Key => [0x7D, 0x89, 0x52, 0x23, 0xD2, 0xBC, 0xDD, 0xEA, 0xA3, 0xB9, 0x1F];

    /// <summary>Where the file of a machine is.</summary>
    /// <param name="machineFile">The machine's file.</param>
    public static string PathOf(string machineFile) => MachineFolder.Of(machineFile) + "/etc/kcpassword";

    /// <summary>Keeps a password.</summary>
    public static void Write(string path, string password)
    {
        var plain = Encoding.UTF8.GetBytes(password);
        var hidden = new byte[(plain.Length / Block + 1) * Block];
        plain.CopyTo(hidden, 0);
        Turn(hidden);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PrivateFile.Write(path, hidden);
    }

    /// <summary>The password that is kept; null where none is, or it can't be read.</summary>
    public static string? Read(string path)
    {
        try
        {
            if (!File.Exists(path)) return null;
            var bytes = File.ReadAllBytes(path);
            Turn(bytes);
            var end = Array.IndexOf(bytes, (byte)0);
            return Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// A Mac that has just started logs in whom it is set to, unless FileVault or a profile stands against it. A password that was changed
    /// since leaves it at the login window.
    /// </summary>
    public static void LogIn(Mac mac)
    {
        if (!mac.Power.HasStarted || !mac.System.IsSetUp || mac.Settings.AutomaticLogin is not { } user) return;
        if (mac.SecureTokens.Keys.IsProtected || mac.Settings.IsAutomaticLoginForbidden || Read(PathOf(mac.Path)) is not { } password) return;
        try
        {
            mac.Sessions.Login(user, password);
        }
        catch (DirectoryException)
        {
            // It waits at the login window.
        }
    }

    private static void Turn(byte[] bytes)
    {
        for (var i = 0; i < bytes.Length; i++) bytes[i] ^= Key[i % Key.Length];
    }
}
