using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Sysadminctl;

/// <summary><c>-deleteUser</c>: deletes a local account with its home (dossier sysadminctl, 3.2).</summary>
internal static class DeleteUser
{
    public static int Run(Call call)
    {
        var isSecure = call.Line.Has("-secure");
        var keepsHome = call.Line.Has("-keepHome");
        Authorization.Require(call, warns: !isSecure);
        // By account name only: a full name that happens to fit is no reason to delete.
        if (call.Mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, call.Target) is not { } user)
        {
            call.Say(Messages.UserNotFound(call.Target));
            return Call.Done;
        }
        if (user.IsBuiltIn) throw new NotEmulatedException($"sysadminctl -deleteUser of an account that macOS brings ({user.Name})");
        if (!call.Mac.Accounts.MayDelete(user))
        {
            call.Say(Messages.CannotBeDeleted(user.Name));
            return Call.Done;
        }
        var account = call.Mac.Accounts.Describe(user);
        if (account.Uid is { } uid) call.Say(Messages.KillingProcesses(uid));
        if (account.Home is { } home && !keepsHome) call.Say(isSecure ? Messages.SecurelyRemovingHome(user.Name, home) : Messages.RemovingHome(user.Name, home));
        call.Say(Messages.DeletingShare(user.Name));
        call.Say(Messages.DeletingRecord(user.Name));
        if (account.Uid is { } number) call.Say(Messages.DisablingBackToMyMac(number));
        try
        {
            call.Mac.Accounts.Delete(user, keepsHome);
        }
        catch (DirectoryException error)
        {
            call.Say(FrameworkSource.RecordError(call.Os, error.Status));
        }
        return Call.Done;
    }
}
