using System.Globalization;
using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacToolHost;

namespace Sysadminctl;

/// <summary><c>-addUser</c>: makes a local account (dossier sysadminctl, 3.1).</summary>
internal static class AddUser
{
    private const int LongestName = 244;
    private const int LargestPicture = 16 * 1024 * 1024;
    private const string PasswordOption = "-password";

    public static int Run(Call call)
    {
        var account = Wanted(call);
        var authorizer = Authorization.Require(call, warns: true);
        var existing = Existing(call);
        if (account.IsRoleAccount && RoleProblem(account, call.Os) is { } problem) return Refuse(call, problem);
        if (account.Uid is { } uid && call.Mac.Directory.Search(RecordType.Users, AttributeName.UniqueId, Text(uid)).Any(other => other.Name != existing?.Name))
            return Refuse(call, Messages.UidInUse(uid));
        var isAsked = call.Line.Value(PasswordOption) == Grammar.Prompt;
        if (!isAsked && !call.Mac.Accounts.WouldAccept(call.Line.Value(PasswordOption) ?? "", account.Name, existing)) return Refuse(call, Messages.NewPasswordRefused);

        call.Say(Messages.CreatingUser);
        var password = call.Password(PasswordOption, Messages.AskUserPassword);
        existing = Existing(call); // while a person types, others write
        if (isAsked && !call.Mac.Accounts.WouldAccept(password, account.Name, existing)) return Refuse(call, Messages.NewPasswordRefused);
        if (Encoding.UTF8.GetByteCount(account.Name) > LongestName) return RefuseName(call);
        if (existing is not null) call.Say(FrameworkSource.RecordError(call.Os, DirectoryStatus.RecordAlreadyExists));
        // macOS's own accounts are kept as they are; what a Mac would do is not known.
        if (existing is { IsBuiltIn: true }) return Refuse(call, FrameworkSource.RecordError(call.Os, DirectoryStatus.PermissionError));
        var user = Make(call, account, password, authorizer, isNew: existing is null);
        Report(call, user);
        MakeHome(call, account, user);
        return Call.Done;
    }

    private static DirectoryRecord? Existing(Call call) => call.Mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, call.Target);

    private static NewAccount Wanted(Call call) => new(call.Target)
    {
        FullName = call.Line.Value("-fullName"),
        Uid = Number(call, "-UID"),
        Gid = Number(call, "-GID"),
        Shell = call.Line.Value("-shell"),
        Hint = call.Line.Value("-hint"),
        Home = call.Line.Value("-home"),
        IsAdmin = call.Line.Has("-admin"),
        IsRoleAccount = call.Line.Has("-roleAccount"),
        Picture = call.Line.Value("-picture") is { } path ? Picture(path) : null,
        Maker = AccountMaker.Sysadminctl,
    };

    private static string? RoleProblem(NewAccount account, MacOSVersion os)
    {
        if (account.Name[0] != '_') return Messages.RoleNameNeedsUnderscore;
        var (first, last) = os.Has(Capability.RoleAccountsFrom450) ? (450, 499) : (200, 400);
        return account.Uid is { } uid && uid >= first && uid <= last ? null : Messages.RoleUidOutside(first, last);
    }

    private static DirectoryRecord Make(Call call, NewAccount account, string password, Authorizer? authorizer, bool isNew)
    {
        var accounts = call.Mac.Accounts;
        try
        {
            var user = accounts.Create(account);
            if (isNew) accounts.SetFirstPassword(user, password);
            else if (accounts.ResetPassword(user, password, authorizer?.User, authorizer?.Password ?? "") != SecureTokenOutcome.Done)
                throw Fail(call, Messages.NeedsTokenUnlock);
            // With a token holder's credentials the account begins with a token; without them it simply doesn't.
            if (authorizer is not null && !call.Mac.SecureTokens.Has(user))
                accounts.GrantSecureToken(user, password, authorizer.User.Name, authorizer.Password);
            return user;
        }
        catch (DirectoryException error)
        {
            throw Fail(call, FrameworkSource.RecordError(call.Os, error.Status));
        }
    }

    // Without Full Disk Access the record is made and the rest is not (dossier, 3.1).
    private static void Report(Call call, DirectoryRecord user)
    {
        var account = call.Mac.Accounts.Describe(user);
        var gid = int.Parse(user.Text(AttributeName.PrimaryGroupId)!, CultureInfo.InvariantCulture);
        call.Say(call.Os.Has(Capability.HasRoleAccounts) ? Messages.AssigningUidAndGid(account.Uid!.Value, gid) : Messages.AssigningUid(account.Uid!.Value));
        if (!call.Mac.Machine.HasFullDiskAccess) call.Say(FrameworkSource.RecordError(call.Os, DirectoryStatus.PermissionError));
    }

    private static void MakeHome(Call call, NewAccount account, DirectoryRecord user)
    {
        var path = user.Text(AttributeName.HomeDirectory)!;
        if (account.IsRoleAccount) call.Say(account.Home is null ? Messages.HomeAssigned(path) : Messages.RoleHomeIgnored(path));
        else if (account.Home is not null) call.Say(Messages.HomeAssigned(path));
        else
        {
            call.Say(Messages.CreatingHome(path));
            if (call.Mac.Accounts.HasHomeFolder(path)) call.Say(Messages.HomeExists(path));
            else if (call.Mac.Machine.HasFullDiskAccess) call.Mac.Accounts.CreateHomeFolder(user);
        }
    }

    private static int RefuseName(Call call)
    {
        call.Say(FrameworkSource.RecordError(call.Os, DirectoryStatus.RecordNotFound));
        return Refuse(call, FrameworkSource.RecordError(call.Os, DirectoryStatus.InvalidReference));
    }

    private static int Refuse(Call call, string message)
    {
        call.Say(message);
        return Call.Done;
    }

    private static CommandFailedException Fail(Call call, string message)
    {
        call.Say(message);
        return Call.Undone();
    }

    private static int? Number(Call call, string option)
    {
        if (call.Line.Value(option) is not { } text) return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw new NotEmulatedException($"sysadminctl {option} with a value that is no number ({text})");
    }

    // A picture of the Mac's own may not exist on the host (and a device file never ends); then a stand-in of the library's takes its place.
    private static byte[] Picture(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > 0 and <= LargestPicture } ? File.ReadAllBytes(path) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return [];
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
