using MacStateStore;
using MacStateStore.Lifecycle;

namespace Companions;

/// <summary>A process of the emulated Mac.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Parent">Its parent's.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Path">Its program.</param>
/// <param name="Since">Since when it runs.</param>
/// <param name="Job">The label of its job; empty for none.</param>
internal sealed record MacProcess(long Pid, long Parent, string User, string Path, DateTimeOffset Since, string Job)
{
    /// <summary>The program's name.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>
/// The processes that a Mac has: macOS's daemons always, the desktop of everybody who is logged in, and launchd's other jobs. Their numbers
/// lie beyond those of Linux, so that <c>kill</c>, which the shell does by itself, never meets a process of the host's.
/// </summary>
internal static class MacProcesses
{
    private const long FirstDaemon = 4_200_000;
    private const long FirstOfDesktop = 4_210_000;

    // label program user
    private static readonly (string Job, string Path, string User)[] Daemons = Rows(
        """
        com.apple.logd /usr/libexec/logd root
        com.apple.UserEventAgent-System /usr/libexec/UserEventAgent root
        com.apple.fseventsd /System/Library/Frameworks/CoreServices.framework/Versions/A/Frameworks/FSEvents.framework/Versions/A/Support/fseventsd root
        com.apple.configd /usr/libexec/configd root
        com.apple.powerd /System/Library/CoreServices/powerd.bundle/powerd root
        com.apple.kernelmanagerd /usr/libexec/kernelmanagerd root
        com.apple.diskarbitrationd /usr/libexec/diskarbitrationd root
        com.apple.opendirectoryd /usr/libexec/opendirectoryd root
        com.apple.securityd /usr/sbin/securityd root
        com.apple.trustd /usr/libexec/trustd root
        com.apple.syspolicyd /usr/libexec/syspolicyd root
        com.apple.amfid /usr/libexec/amfid root
        com.apple.tccd.system /System/Library/PrivateFrameworks/TCC.framework/Support/tccd root
        com.apple.authd /System/Library/Frameworks/Security.framework/Versions/A/XPCServices/authd.xpc/Contents/MacOS/authd root
        com.apple.mDNSResponder.reloaded /usr/sbin/mDNSResponder _mdnsresponder
        com.apple.mDNSResponderHelper.reloaded /usr/sbin/mDNSResponderHelper root
        com.apple.notifyd /usr/sbin/notifyd root
        com.apple.distnoted.xpc.daemon /usr/sbin/distnoted _distnote
        com.apple.cfprefsd.xpc.daemon /usr/sbin/cfprefsd root
        com.apple.coreservicesd /System/Library/CoreServices/coreservicesd root
        com.apple.lsd /usr/libexec/lsd root
        com.apple.metadata.mds /System/Library/Frameworks/CoreServices.framework/Frameworks/Metadata.framework/Support/mds root
        com.apple.mdworker.shared /System/Library/Frameworks/CoreServices.framework/Frameworks/Metadata.framework/Support/mdworker_shared _spotlight
        com.apple.locationd /usr/libexec/locationd _locationd
        com.apple.bluetoothd /usr/sbin/bluetoothd root
        com.apple.airportd /usr/libexec/airportd root
        com.apple.audio.coreaudiod /usr/sbin/coreaudiod _coreaudiod
        com.apple.softwareupdated /System/Library/CoreServices/Software Update.app/Contents/Resources/softwareupdated _softwareupdate
        com.apple.mobileactivationd /usr/libexec/mobileactivationd root
        com.apple.mdmclient.daemon /usr/libexec/mdmclient root
        com.apple.sysmond /usr/libexec/sysmond root
        com.apple.syslogd /usr/sbin/syslogd root
        com.apple.apsd /System/Library/PrivateFrameworks/ApplePushService.framework/apsd root
        com.apple.timed /usr/libexec/timed _timed
        com.apple.WindowServer /System/Library/PrivateFrameworks/SkyLight.framework/Resources/WindowServer _windowserver
        com.apple.loginwindow /System/Library/CoreServices/loginwindow.app/Contents/MacOS/loginwindow root
        """);

    private static readonly (string Job, string Path, string User)[] Desktop = Rows(
        """
        com.apple.cfprefsd.xpc.agent /usr/sbin/cfprefsd -
        com.apple.UserEventAgent-Aqua /usr/libexec/UserEventAgent -
        com.apple.distnoted.xpc.agent /usr/sbin/distnoted -
        com.apple.lsd /usr/libexec/lsd -
        com.apple.Dock.agent /System/Library/CoreServices/Dock.app/Contents/MacOS/Dock -
        com.apple.SystemUIServer.agent /System/Library/CoreServices/SystemUIServer.app/Contents/MacOS/SystemUIServer -
        com.apple.Finder /System/Library/CoreServices/Finder.app/Contents/MacOS/Finder -
        com.apple.controlcenter /System/Library/CoreServices/ControlCenter.app/Contents/MacOS/ControlCenter -
        com.apple.notificationcenterui.agent /System/Library/CoreServices/NotificationCenter.app/Contents/MacOS/NotificationCenter -
        com.apple.usernoted /usr/sbin/usernoted -
        com.apple.pboard /usr/libexec/pboard -
        com.apple.coreservices.sharedfilelistd /usr/libexec/sharedfilelistd -
        com.apple.talagent /System/Library/CoreServices/talagent -
        com.apple.Spotlight /System/Library/CoreServices/Spotlight.app/Contents/MacOS/Spotlight -
        com.apple.TextInputSwitcher /System/Library/CoreServices/TextInputSwitcher.app/Contents/MacOS/TextInputSwitcher -
        com.apple.secd /usr/libexec/secd -
        com.apple.tccd /System/Library/PrivateFrameworks/TCC.framework/Support/tccd -
        """);

    /// <summary>All processes, by number.</summary>
    public static IReadOnlyList<MacProcess> Of(Mac mac)
    {
        var started = mac.LoginHistory.StartedAt;
        var all = new List<MacProcess> { new(1, 0, "root", "/sbin/launchd", started, "") };
        for (var i = 0; i < Daemons.Length; i++) all.Add(new(FirstDaemon + 3 * i, 1, Daemons[i].User, Daemons[i].Path, started, Daemons[i].Job));
        var seat = FirstOfDesktop;
        foreach (var session in mac.Sessions.All)
        {
            // The window that a user sees is the login window's too.
            for (var i = 0; i < Desktop.Length; i++) all.Add(new(seat + 2 * i, 1, session.User, Desktop[i].Path, session.Since, Desktop[i].Job));
            seat += 1000;
        }
        foreach (var job in mac.LaunchJobs.All)
            if (job.Pid is { } pid) all.Add(new(pid, 1, job.Domain == LaunchJobs.System ? "root" : UserOf(mac, job.Domain), job.ProgramPath, started, job.Label));
        return all;
    }

    /// <summary>The jobs of macOS's own in a domain, with their processes.</summary>
    public static IReadOnlyList<MacProcess> JobsIn(Mac mac, string domain)
    {
        var owner = domain == LaunchJobs.System ? null : UserOf(mac, domain);
        var own = mac.LaunchJobs.In(domain).Select(job => job.Pid).OfType<long>().ToHashSet();
        return [.. Of(mac).Where(process => process.Job.Length > 0 && !own.Contains(process.Pid) && (owner is null ? process.Pid < FirstOfDesktop : process.Pid is >= FirstOfDesktop and < LaunchedFrom && process.User == owner))];
    }

    /// <summary>Whose domain it is: of gui/501 the user with that UID.</summary>
    public static string UserOf(Mac mac, string domain) =>
        Account.TryNumber(domain[(domain.LastIndexOf('/') + 1)..]) is { } uid && Account.Numbered(mac, uid) is { } account ? account.Name : "root";

    private const long LaunchedFrom = 4_300_000;

    private static (string, string, string)[] Rows(string text) =>
        [.. text.Split('\n').Select(line => (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..line.LastIndexOf(' ')], line[(line.LastIndexOf(' ') + 1)..]))];
}
