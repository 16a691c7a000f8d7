using MacStateStore.Lifecycle;

namespace Sysadminctl;

/// <summary>
/// <c>-guestAccount</c>, <c>-smbGuestAccess</c>, <c>-afpGuestAccess</c>, <c>-automaticTime</c>: each on, off or status
/// (dossier sysadminctl, 3.9).
/// </summary>
internal static class HostSwitches
{
    public static int GuestAccount(Call call) => Run(call, HostSwitch.GuestAccount, "guestAccount", Messages.GuestAccount);

    public static int SmbGuestAccess(Call call) => Run(call, HostSwitch.SmbGuestAccess, "smbGuestAccess", Messages.SmbGuestAccess);

    public static int AfpGuestAccess(Call call) => Run(call, HostSwitch.AfpGuestAccess, "afpGuestAccess", Messages.AfpGuestAccess);

    public static int AutomaticTime(Call call) => Run(call, HostSwitch.AutomaticTime, "automaticTime", Messages.AutomaticTime);

    // Anybody may ask; only an admin sets, and what a Mac says to that is not known.
    private static int Run(Call call, HostSwitch which, string verb, Func<bool, string> status)
    {
        if (call.Target == "status") call.Say(status(call.Mac.Settings.IsOn(which)));
        else if (call.Target is not ("on" or "off")) call.Say(Messages.UnknownState(verb, call.Target));
        else
        {
            Authorization.Require(call, warns: false);
            call.Mac.Settings.Turn(which, call.Target == "on");
        }
        return Call.Done;
    }
}
