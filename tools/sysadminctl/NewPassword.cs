using MacStateStore.OpenDirectory;

namespace Sysadminctl;

/// <summary><c>-newPassword</c>: the calling user changes the own password (dossier sysadminctl, 3.3).</summary>
internal static class NewPassword
{
    public static int Run(Call call)
    {
        // The old one is asked for first, whatever the order of the options.
        var old = call.Password("-oldPassword", Messages.AskOldPassword);
        var password = call.Password("-newPassword", Messages.AskNewPassword);
        if (call.FindUser(call.Caller) is not { } user) return Call.Done;
        try
        {
            call.Mac.DirectoryAs(new DirectoryCaller(call.Caller)).ChangePassword(user, old, password);
        }
        catch (DirectoryException error)
        {
            call.Say(ResetPasswordFor.Refusal(call, error));
            throw Call.Undone();
        }
        call.Say(Messages.ChangingPassword(user.Name));
        ResetPasswordFor.SetHint(call, user);
        call.Say(Messages.Done);
        return Call.Done;
    }
}
