using MacStateStore;
using MacStateStore.Lifecycle;
using MacStateStore.PropertyLists;

namespace Companions;

/// <summary>
/// Settings of the Mac that stand in preferences too, so that <c>defaults</c> reads and writes what <c>sysadminctl</c> sets
/// (dossier sysadminctl, 3.7 and 3.9).
/// </summary>
internal static class SettingPreferences
{
    private const string LoginWindow = "/Library/Preferences/com.apple.loginwindow.plist";
    private const string AutomaticLogin = "autoLoginUser";

    private static readonly (string Path, string Key, HostSwitch Switch)[] Switches =
    [
        (LoginWindow, "GuestEnabled", HostSwitch.GuestAccount),
        ("/Library/Preferences/SystemConfiguration/com.apple.smb.server.plist", "AllowGuestAccess", HostSwitch.SmbGuestAccess),
        ("/Library/Preferences/com.apple.AppleFileServer.plist", "guestAccess", HostSwitch.AfpGuestAccess),
    ];

    /// <summary>The preferences of a file with what the settings say; null where there is neither.</summary>
    public static PlistDictionary? With(Mac mac, string path, PlistDictionary? stored)
    {
        foreach (var (_, key, which) in Switches.Where(view => view.Path == path))
        {
            stored?.Remove(key);
            if (mac.HostSettings[SharingSettings.NameOf(which)] is not null) (stored ??= [])[key] = mac.Settings.IsOn(which);
        }
        if (path != LoginWindow) return stored;
        stored?.Remove(AutomaticLogin);
        if (mac.HostSettings["autologin"] is { } user) (stored ??= [])[AutomaticLogin] = user;
        return stored;
    }

    /// <summary>Makes the settings what somebody has written into the preferences of a file (null: deleted).</summary>
    public static void Follow(Mac mac, string path, PlistDictionary? written)
    {
        foreach (var (_, key, which) in Switches.Where(view => view.Path == path))
        {
            var on = written?[key] switch
            {
                PlistBoolean flag => flag.Value,
                PlistInteger number => number.Value != 0,
                PlistString text => text.Value is "1" or "true" or "TRUE" or "yes" or "YES",
                _ => (bool?)null,
            };
            if (on is { } value && value != mac.Settings.IsOn(which)) mac.Settings.Turn(which, value);
            else if (on is null && mac.HostSettings[SharingSettings.NameOf(which)] is not null) mac.Settings.Forget(which);
        }
        if (path != LoginWindow) return;
        var user = (written?[AutomaticLogin] as PlistString)?.Value;
        if (user != mac.HostSettings["autologin"]) mac.Settings.SetAutomaticLogin(user);
    }
}
