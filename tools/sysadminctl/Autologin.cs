using MacToolHost;

namespace Sysadminctl;

/// <summary><c>-autologin</c>: who is logged in without a password at start (dossier sysadminctl, 3.7).</summary>
internal static class Autologin
{
    private const string UserOption = "-userName";
    private const string PasswordOption = "-password";

    public static int Run(Call call) => call.Target switch
    {
        "status" => Status(call),
        "off" => Off(call),
        "set" => Set(call),
        _ => Usage.Print(call),
    };

    private static int Status(Call call)
    {
        call.Say(call.Mac.Settings.IsAutomaticLoginForbidden ? Messages.AutologinForbidden
            : call.Mac.SecureTokens.Keys.IsProtected ? Messages.AutologinLocked
            : call.Mac.Settings.AutomaticLogin is { } user ? Messages.AutologinUser(user) : Messages.AutologinOff);
        return Call.Done;
    }

    private static int Off(Call call)
    {
        Authorization.Require(call, warns: false);
        call.Mac.Settings.SetAutomaticLogin(null);
        var path = KcPassword.PathOf(call.Mac.Path);
        call.Afterwards(() =>
        {
            if (File.Exists(path)) File.Delete(path);
        });
        return Call.Done;
    }

    private static int Set(Call call)
    {
        if (call.Line.Value(UserOption) is not { } name) return Usage.Print(call);
        Authorization.Require(call, warns: false);
        var settings = call.Mac.Settings;
        if (settings.IsAutomaticLoginForbidden) return Refuse(call, Messages.AutologinForbidden);
        if (call.Mac.SecureTokens.Keys.IsProtected) return Refuse(call, Messages.AutologinLocked);
        if (settings.ProtectsPurchases && !call.Line.Has("-force")) return Refuse(call, Messages.AutologinWouldOpenPurchases);
        if (!call.Line.Has(PasswordOption)) return Call.Done; // does nothing, and says so to nobody
        if (call.FindUser(name) is not { } user) return Call.Done;
        var prompt = Messages.AskPassword(Call.FullName(user));
        var password = call.Line.TryGet(PasswordOption, out _) ? call.Password(PasswordOption, prompt) : call.Ask(prompt);
        if (Authorization.Verified(call, user.Name, password) is null) return Call.Done;
        // Only a session at the screen can keep the password; without one the preference is written all the same.
        var hasSession = call.Mac.Sessions.ConsoleUser is not null;
        settings.SetAutomaticLogin(user.Name, hasSession);
        var path = KcPassword.PathOf(call.Mac.Path);
        if (hasSession) call.Afterwards(() => KcPassword.Write(path, password));
        else call.SayPlain(Messages.AutologinPasswordNotKept);
        return Call.Done;
    }

    private static int Refuse(Call call, string message)
    {
        call.Say(message);
        return Call.Done;
    }
}
