using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>Changes a password (dossier companions, 6).</summary>
internal static class Passwd
{
    public static readonly Companion Companion = new("passwd", Run);

    private const string Usage = "usage: passwd [-i infosystem] [-l location] [-u authname] [name]\n";

    private const string Warning =
        """

        ################################### WARNING ###################################
        # This tool does not update the login keychain password.                      #
        # To update it, run `security set-keychain-password` as the user in question, #
        # or as root providing a path to such user's login keychain.                  #
        ###############################################################################


        """;

    // What the framework says about what the directory refuses.
    private static readonly (int Status, string Text)[] Refusals =
    [
        (DirectoryStatus.AuthFailed, "Credentials could not be verified, username or password is invalid."),
        (DirectoryStatus.PermissionError, "Operation was denied because the current credentials do not have the appropriate privileges."),
        (DirectoryStatus.PasswordQualityCheckFailed, "The password does not meet the policy requirements."),
        (DirectoryStatus.AccountDisabled, "The account is disabled."),
    ];

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "i:l:u:");
        if (options.Problem is { } problem) return Fail(run, $"passwd: {problem}\n{Usage}");
        if (options.Rest.Count > 1) return Fail(run, Usage);
        if (options.Value('i') is { } system && !system.Equals("opendirectory", StringComparison.OrdinalIgnoreCase) && !system.Equals("pam", StringComparison.OrdinalIgnoreCase))
            throw new NotEmulatedException($"passwd -i {system}");
        if (options.Value('l') is { } location && location is not ("." or "/Local/Default" or "/Search")) throw new NotEmulatedException($"passwd -l {location}");
        var name = options.Rest is [var given] ? given : run.User;
        if (Account.Named(run.Mac, name) is not { } account)
        {
            run.Console.ErrorLine($"passwd: Unknown user name '{name}'.");
            return 0;
        }
        if (options.Value('u') is { } authenticator && authenticator != account.Name) throw new NotEmulatedException($"passwd -u {authenticator}");
        return Change(run, account.Record, options);
    }

    private static int Change(ToolRun run, DirectoryRecord user, Options options)
    {
        var isPam = options.Value('i') is { } system ? system.Equals("pam", StringComparison.OrdinalIgnoreCase) : !run.IsRoot && !options.Has('u');
        run.Console.OutLine($"Changing password for {user.Name}.");
        var asksOld = !run.IsRoot || options.Has('u')
            || (run.Mac.System.Version.Has(Capability.PasswdAsksOldPasswordOfTokenHolder)
                && user.Has(AttributeName.AuthenticationAuthority, AuthenticationAuthorities.SecureToken));
        var old = asksOld ? run.AskSecret(isPam ? "Old Password:" : options.Has('u') ? $"Password for {user.Name}:" : "Old password:") : null;
        string password;
        while (true)
        {
            password = run.AskSecret(isPam ? "New Password:" : "New password:");
            if (password.Length == 0)
            {
                run.Console.OutLine("Password unchanged.");
                return 0;
            }
            if (run.AskSecret(isPam ? "Retype New Password:" : "Retype new password:") == password) break;
            run.Console.OutLine("Mismatch; try again, EOF to quit.");
        }
        var session = run.Mac.DirectoryAs(new DirectoryCaller(run.User));
        try
        {
            if (old is null) session.ResetPassword(user, password);
            else session.ChangePassword(user, old, password);
        }
        catch (DirectoryException error)
        {
            run.Console.ErrorLine(isPam ? "passwd: authentication token manipulation error" : $"passwd: {TextOf(error.Status)}  ");
            // PAM's failures are told and then forgotten.
            throw new CommandFailedException(isPam ? 0 : 1);
        }
        if (run.Mac.System.Version.Has(Capability.PasswdAsksOldPasswordOfTokenHolder)) run.Console.Out(Warning);
        return 0;
    }

    private static string TextOf(int status) =>
        Refusals.FirstOrDefault(refusal => refusal.Status == status).Text ?? $"{DirectoryStatus.NameOf(status)} ({status})";

    private static int Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        return 1;
    }
}
