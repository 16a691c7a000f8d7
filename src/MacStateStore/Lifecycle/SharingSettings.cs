using MacStateStore.OpenDirectory;

namespace MacStateStore.Lifecycle;

/// <summary>A setting of the host that is on or off (dossier sysadminctl, 3.9).</summary>
public enum HostSwitch
{
    /// <summary>Whether guests may log in at the screen.</summary>
    GuestAccount,
    /// <summary>Whether guests reach shared folders by SMB.</summary>
    SmbGuestAccess,
    /// <summary>Whether guests reach shared folders by AFP.</summary>
    AfpGuestAccess,
    /// <summary>Whether the clock follows the network.</summary>
    AutomaticTime,
}

/// <summary>The settings that <c>sysadminctl</c> switches: guests, network time, screen lock, automatic login (dossier sysadminctl, 3.7 to 3.9).</summary>
public sealed class SharingSettings
{
    /// <summary>The screen locks at once.</summary>
    public const string Immediate = "immediate";
    /// <summary>The screen never locks by itself.</summary>
    public const string Off = "off";

    private const string AutologinSetting = "autologin";
    private const string AutologinLacksPassword = "autologinLacksPassword";
    private const string ScreenLockSetting = "screenLock";
    private const string GuestUid = "201";

    private readonly Mac _mac;

    internal SharingSettings(Mac mac) => _mac = mac;

    /// <summary>Whether a switch is on. Of those never touched the clock's is.</summary>
    public bool IsOn(HostSwitch which) => _mac.HostSettings[NameOf(which)] switch
    {
        "true" => true,
        null => which == HostSwitch.AutomaticTime,
        _ => false,
    };

    /// <summary>Turns a switch on or off. With the guest account its record comes and goes.</summary>
    public void Turn(HostSwitch which, bool on)
    {
        _mac.HostSettings[NameOf(which)] = on ? "true" : "false";
        if (which != HostSwitch.GuestAccount) return;
        var guest = _mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, "Guest");
        if (!on) guest?.Delete();
        else if (guest is null) MakeGuest();
    }

    /// <summary>A switch is as if it had never been touched.</summary>
    public void Forget(HostSwitch which)
    {
        Turn(which, on: false);
        _mac.HostSettings[NameOf(which)] = null;
    }

    /// <summary>When a user's screen locks: <see cref="Immediate"/>, <see cref="Off"/>, or the seconds of delay.</summary>
    public string ScreenLockOf(string user) => _mac.HostSettings[$"{ScreenLockSetting}.{user}"] ?? _mac.HostSettings[ScreenLockSetting] ?? Immediate;

    /// <summary>Sets it.</summary>
    public void SetScreenLock(string user, string delay) => _mac.HostSettings[$"{ScreenLockSetting}.{user}"] = delay;

    /// <summary>Who is logged in without a password at start; null for nobody.</summary>
    public string? AutomaticLogin => _mac.HostSettings[AutologinLacksPassword] is null ? _mac.HostSettings[AutologinSetting] : null;

    /// <summary>Sets who is logged in automatically.</summary>
    /// <param name="user">Who; null for nobody.</param>
    /// <param name="hasPassword">Whether the password could be kept; without it nobody is logged in.</param>
    public void SetAutomaticLogin(string? user, bool hasPassword = true)
    {
        _mac.HostSettings[AutologinSetting] = user;
        _mac.HostSettings[AutologinLacksPassword] = hasPassword || user is null ? null : "true";
    }

    /// <summary>Whether a profile forbids automatic login.</summary>
    public bool IsAutomaticLoginForbidden => _mac.Profiles.Payloads("com.apple.loginwindow")
        .Any(payload => payload.Content.TryGetBoolean("com.apple.login.mcx.DisableAutoLoginClient", out var forbids) && forbids);

    /// <summary>Whether Touch ID, Apple Pay or purchases are set up, which automatic login would lay open.</summary>
    public bool ProtectsPurchases => _mac.HostSettings["purchaseProtection"] == "true";

    /// <summary>The name of a switch among the host's settings.</summary>
    public static string NameOf(HostSwitch which) => which switch
    {
        HostSwitch.GuestAccount => "guestAccount",
        HostSwitch.SmbGuestAccess => "smbGuestAccess",
        HostSwitch.AfpGuestAccess => "afpGuestAccess",
        _ => "networkTime",
    };

    private void MakeGuest()
    {
        var guest = _mac.Directory.Create(RecordType.Users, "Guest", builtIn: true);
        foreach (var (attribute, value) in ((AttributeName, string)[])
            [
                (AttributeName.UniqueId, GuestUid), (AttributeName.PrimaryGroupId, GuestUid), (AttributeName.RealName, "Guest User"), (AttributeName.HomeDirectory, "/Users/Guest"),
                (AttributeName.UserShell, "/bin/bash"), (AttributeName.Password, ""), (AttributeName.GeneratedUid, _mac.Random.Uuid()),
            ]) guest.Set(attribute, value);
        _mac.DirectoryAs(DirectoryCaller.Root).Touch(guest);
    }
}
