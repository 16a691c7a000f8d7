using System.Globalization;
using MacStateStore.Lifecycle;
using MacStateStore.Releases;

namespace Sysadminctl;

/// <summary><c>-screenLock</c>: when the calling user's screen locks (dossier sysadminctl, 3.8).</summary>
internal static class ScreenLock
{
    private const string PasswordOption = "-password";

    public static int Run(Call call)
    {
        var settings = call.Mac.Settings;
        if (call.Target == "status" && call.Os.Has(Capability.SysadminctlHasAutologin))
        {
            call.Say(Messages.ScreenLock(settings.ScreenLockOf(call.Caller)));
            return Call.Done;
        }
        if (!call.Line.Has(PasswordOption))
        {
            call.Say(Messages.PasswordRequired);
            return Call.Done;
        }
        if (call.FindUser(call.Caller) is not { } user) return Call.Done;
        var prompt = Messages.AskPassword(Call.FullName(user));
        // -password as the last word asks, too.
        var password = call.Line.TryGet(PasswordOption, out _) ? call.Password(PasswordOption, prompt) : call.Ask(prompt);
        if (Authorization.Verified(call, user.Name, password) is null) return Call.Done;
        if (Delay(call) is { } delay) settings.SetScreenLock(user.Name, delay);
        else call.Say(Messages.UnknownState("screenLock", call.Target));
        return Call.Done;
    }

    private static string? Delay(Call call) => call.Target is SharingSettings.Immediate or SharingSettings.Off ? call.Target
        : call.Os.Has(Capability.SysadminctlHasAutologin) && int.TryParse(call.Target, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? seconds.ToString(CultureInfo.InvariantCulture) : null;
}
