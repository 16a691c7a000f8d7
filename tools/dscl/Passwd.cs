using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>passwd</c>: sets a user's password, with the old one where the daemon asks for it (dossier dscl, section 8).</summary>
internal static class Passwd
{
    public static int Run(Command command)
    {
        switch (command.Arguments)
        {
            case [var path]:
                Set(command, path, command.Run.AskSecret(Messages.NewPasswordPrompt));
                return 0;
            case [var path, var newPassword]:
                Set(command, path, newPassword);
                return 0;
            case [var path, var oldPassword, var newPassword]:
                command.Session.ChangePassword(UserAt(command, path), oldPassword, newPassword);
                return 0;
            default:
                return DirectoryStatus.AuthFailed;
        }
    }

    private static void Set(Command command, string path, string newPassword)
    {
        try
        {
            command.Session.ResetPassword(UserAt(command, path), newPassword);
        }
        catch (DirectoryException error) when (error.Status == DirectoryStatus.PermissionError)
        {
            var oldPassword = command.Run.AskSecret(Messages.OldPasswordPrompt);
            // Found anew: while the prompt stood there, another command may have deleted the user.
            command.Session.ChangePassword(UserAt(command, path), oldPassword, newPassword);
        }
    }

    private static DirectoryRecord UserAt(Command command, string path) =>
        (command.Walk(path) as RecordItem)?.Record ?? throw new DirectoryException(DirectoryStatus.InvalidRecordType);
}
