using MacStateStore.OpenDirectory;
using MacStateStore.SecureEnclave;

namespace Sysadminctl;

/// <summary><c>-resetPasswordFor</c>: an admin sets a user's password without the old one (dossier sysadminctl, 3.4).</summary>
internal static class ResetPasswordFor
{
    public static int Run(Call call)
    {
        // The new password is asked for before the admin's.
        var password = call.Password("-newPassword", Messages.AskNewPassword);
        var authorizer = Authorization.Require(call, warns: true);
        if (call.FindUser(call.Target) is not { } user) return Call.Done;
        try
        {
            if (call.Mac.Accounts.ResetPassword(user, password, authorizer?.User, authorizer?.Password ?? "") != SecureTokenOutcome.Done)
            {
                call.Say(Messages.NeedsTokenUnlock);
                return Call.Done;
            }
        }
        catch (DirectoryException error)
        {
            call.Say(Refusal(call, error));
            throw Call.Undone();
        }
        call.Say(Messages.ResettingPassword(user.Name));
        SetHint(call, user);
        call.Say(Messages.Done);
        return Call.Done;
    }

    /// <summary>The line for a new password that the directory refused, or an old one that was wrong.</summary>
    public static string Refusal(Call call, DirectoryException error) =>
        error.Status == DirectoryStatus.PasswordQualityCheckFailed ? Messages.NewPasswordRefused : FrameworkSource.AuthenticationError(call.Os, error.Status);

    /// <summary>Sets the password hint, where one is given.</summary>
    public static void SetHint(Call call, DirectoryRecord user)
    {
        if (call.Line.Value("-passwordHint") is { } hint)
            call.Mac.DirectoryAs(DirectoryCaller.Root).SetValues(user, AttributeName.AuthenticationHint, [hint]);
    }
}
