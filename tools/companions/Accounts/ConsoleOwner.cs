using MacStateStore;

namespace Companions;

/// <summary>Whom <c>/dev/console</c> belongs to (dossier companions, 9).</summary>
internal static class ConsoleOwner
{
    /// <summary>The path that scripts ask about.</summary>
    public const string Device = "/dev/console";

    private const string SetupAssistant = "_mbsetupuser";

    /// <summary>Who is logged in at the screen, Setup Assistant included; null at the login window and in recoveryOS.</summary>
    public static Account? LoggedIn(Mac mac)
    {
        if (mac.Boot.Environment != BootState.MacOS) return null;
        if (mac.Sessions.ConsoleUser is { } name) return Account.Named(mac, name);
        return mac.System.IsSetUp ? null : Account.Named(mac, SetupAssistant);
    }

    /// <summary>The device's owner: root where nobody is logged in.</summary>
    public static (string Name, uint Uid, uint Gid) Of(Mac mac) =>
        LoggedIn(mac) is { } account ? (account.Name, account.Uid, account.Gid) : ("root", 0, 0);
}
