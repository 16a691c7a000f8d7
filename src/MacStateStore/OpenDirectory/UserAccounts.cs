using System.Globalization;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// Accounts as people and admins think of them: a record with all that belongs to it — groups, home folder, public share, secure
/// token, session (dossiers sysadminctl 3, dscl 12.4).
/// </summary>
public sealed class UserAccounts
{
    private const int FirstUid = 501;
    private const int StaffGid = 20;
    private const int FirstShareGid = 701;
    private const string RoleAccountHome = "/var/empty";
    private const string EveryoneUuid = "ABCDEFAB-CDEF-ABCD-EFAB-CDEF0000000C";

    private static readonly string[] Pictures = ["Animals/Eagle", "Animals/Parrot", "Flowers/Sunflower", "Fun/Ying-Yang", "Nature/Earth", "Nature/Leaf", "Sports/Golf", "Sports/Tennis"];

    // The smallest JPEG file that is one: a start and an end marker around an APP0 segment.
    private static readonly byte[] SmallJpeg =
        [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0xFF, 0xD9];

    private readonly Mac _mac;
    private readonly Database _database;

    internal UserAccounts(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    private LocalNode Node => _mac.Directory;
    private MacOSVersion Os => _mac.System.Version;

    /// <summary>The people's accounts and what was made here, not the accounts that macOS brings; in the order in which they came.</summary>
    public IReadOnlyList<UserAccount> People =>
        [.. Node.Records(RecordType.Users).Where(record => !record.IsBuiltIn).OrderBy(record => record.Id).Select(Describe)];

    /// <summary>An account as it stands.</summary>
    public UserAccount Describe(DirectoryRecord user)
    {
        var uuid = user.Text(AttributeName.GeneratedUid);
        return new UserAccount(
            user.Name,
            Number(user, AttributeName.UniqueId),
            user.Text(AttributeName.RealName),
            uuid,
            Memberships.IsAdmin(Node, user),
            user.Text(AttributeName.IsHidden) is "1" or "YES" or "yes" or "Yes" or "true" or "TRUE",
            _mac.SecureTokens.Has(user),
            _mac.SecureTokens.Holders.Any(holder => holder.Uuid == uuid && holder.IsVolumeOwner),
            AuthenticationAuthorities.DisabledTagsOf(user),
            user.Text(AttributeName.HomeDirectory),
            user.Text(AttributeName.UserShell));
    }

    /// <summary>
    /// The UID that the next account gets: the lowest free one from 501, without those that the macOS version leaves out.
    /// </summary>
    /// <param name="reserved">UIDs that are free but promised.</param>
    public int NextUid(IReadOnlySet<int>? reserved = null) => Memberships.LowestFree(Node, RecordType.Users, AttributeName.UniqueId, FirstUid, uid =>
        reserved?.Contains(uid) != true && !(uid == 502 && Os.Has(Capability.SkipsUid502)) && uid switch { < 701 => true, < 900 => false, _ => uid % 2 == 0 });

    /// <summary>
    /// Makes an account without a password; a record that is there already under that name is filled up instead.
    /// </summary>
    /// <exception cref="DirectoryException">The UID or UUID belongs to another record.</exception>
    public DirectoryRecord Create(NewAccount account)
    {
        var user = Node.FindByValue(RecordType.Users, AttributeName.RecordName, account.Name);
        var uid = account.Uid ?? (user is null ? null : Number(user, AttributeName.UniqueId)) ?? NextUid();
        if (Node.IsTaken(RecordType.Users, AttributeName.UniqueId, Text(uid), user)
            || (account.GeneratedUid is { } wanted && Node.IsTaken(RecordType.Users, AttributeName.GeneratedUid, wanted, user)))
            throw new DirectoryException(DirectoryStatus.RecordAlreadyExists);
        var isNew = user is null;
        user ??= Node.Create(RecordType.Users, account.Name);
        if (account.GeneratedUid is not null || user.Text(AttributeName.GeneratedUid) is null)
            user.Set(AttributeName.GeneratedUid, account.GeneratedUid ?? _mac.Random.Uuid());
        user.Set(AttributeName.UniqueId, Text(uid));
        user.Set(AttributeName.PrimaryGroupId, Text(account.Gid ?? StaffGid));
        user.Set(AttributeName.RealName, account.FullName ?? account.Name);
        user.Set(AttributeName.HomeDirectory, account.IsRoleAccount ? RoleAccountHome : account.Home ?? $"/Users/{account.Name}");
        user.Set(AttributeName.UserShell, account.IsRoleAccount ? "/usr/bin/false" : account.Shell ?? DefaultShell);
        // Setup Assistant leaves the attribute out where no hint was typed (recorded on 10.14); sysadminctl makes it empty.
        if (account.Hint is not null || account.Maker == AccountMaker.Sysadminctl) user.Set(AttributeName.AuthenticationHint, account.Hint ?? "");
        user.Set(AttributeName.Password, "********");
        if (account.IsHidden || account.IsRoleAccount) user.Set(AttributeName.IsHidden, "1");
        if (isNew) AccountPolicyData.Begin(user, _mac.Clock.Now);
        if (!account.IsRoleAccount) Furnish(user, account);
        if (account.IsAdmin && !account.IsRoleAccount) MakeAdmin(user, account.Maker);
        _mac.DirectoryAs(DirectoryCaller.Root).Touch(user);
        return user;
    }

    /// <summary>Gives a new account its password, set in the clear; that may bring the first secure token.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="password">The password; may be empty.</param>
    /// <param name="anyQuality">Whether to pass over the password policy, as for a Mac that is described rather than lived through.</param>
    /// <exception cref="DirectoryException">The password policy refuses it.</exception>
    public void SetFirstPassword(DirectoryRecord user, string password, bool anyQuality = false)
    {
        _mac.DirectoryAs(DirectoryCaller.Root).SetPassword(user, password, anyQuality);
        _mac.SecureTokens.PasswordWasSet(user, password);
    }

    /// <summary>
    /// Gives an account a password of which only the hash is known. That grants nothing, and a secure token stays under the password
    /// of before.
    /// </summary>
    internal void SetHash(DirectoryRecord user, byte[] hash)
    {
        user.Set(AttributeName.ShadowHashData, new DirectoryValue(hash));
        if (!AuthenticationAuthorities.HasShadowHash(user)) user.Append(AttributeName.AuthenticationAuthority, AuthenticationAuthorities.ImportedShadowHash);
        user.Merge(AttributeName.AuthenticationAuthority, AuthenticationAuthorities.LocalKerberos(user.Name, _mac.Machine.LocalKdc));
        user.Set(AttributeName.Password, "********");
        AccountPolicyData.PasswordSet(user, _mac.Clock.Now);
        _mac.DirectoryAs(DirectoryCaller.Root).Touch(user);
    }

    /// <summary>Whether the password policy would let a user, or a new account, have a password.</summary>
    /// <param name="password">The password.</param>
    /// <param name="name">The short name.</param>
    /// <param name="user">The user; null for a new account.</param>
    public bool WouldAccept(string password, string name, DirectoryRecord? user) => PasswordPolicy.Accepts(_mac, name, user, password, isReset: true);

    /// <summary>
    /// Sets a user's password on behalf of a token holder, an admin or the user: the token is kept and follows the new password.
    /// Of a user without a token it is a plain reset (dossier sysadminctl, 3.4).
    /// </summary>
    /// <returns>Done, or what is wrong with the authorizer.</returns>
    /// <exception cref="DirectoryException">The password policy refuses the password.</exception>
    public SecureTokenOutcome ResetPassword(DirectoryRecord user, string password, DirectoryRecord? authorizer, string authorizerPassword)
    {
        var tokens = _mac.SecureTokens;
        if (tokens.Has(user))
        {
            var uuid = user.Text(AttributeName.GeneratedUid)!.ToUpperInvariant();
            var unlocked = authorizer?.Text(AttributeName.GeneratedUid) is { } authorizerUuid
                && (authorizer.Id == user.Id || Memberships.IsAdmin(Node, authorizer))
                && tokens.Keys.HandOn(authorizerUuid.ToUpperInvariant(), authorizerPassword, uuid, CryptoUserType.LocalOpenDirectory, password);
            if (!unlocked && Os.Has(Capability.RefusesResetOfTokenHolder)) return SecureTokenOutcome.AuthorizerWithoutToken;
        }
        _mac.DirectoryAs(DirectoryCaller.Root).SetPassword(user, password, isReset: authorizer?.Id != user.Id);
        tokens.PasswordWasSet(user, password);
        return SecureTokenOutcome.Done;
    }

    /// <summary>
    /// Hands a secure token to a user on behalf of an admin who holds one. The target's password is hashed anew, as on a Mac.
    /// Refusals come in this order: who the authorizer is, its admin right, its token, the target's password (cross-check 2).
    /// </summary>
    public SecureTokenOutcome GrantSecureToken(DirectoryRecord target, string targetPassword, string authorizerName, string authorizerPassword)
    {
        if (Verify(authorizerName, authorizerPassword) is not { } authorizer) return SecureTokenOutcome.AuthorizerUnknown;
        if (!Memberships.IsAdmin(Node, authorizer)) return SecureTokenOutcome.AuthorizerNotAdmin;
        if (!_mac.SecureTokens.MayAuthorize(authorizer, authorizerPassword)) return SecureTokenOutcome.AuthorizerWithoutToken;
        if (!DirectorySession.IsPassword(target, targetPassword)) return SecureTokenOutcome.TargetPasswordWrong;
        var outcome = _mac.SecureTokens.Grant(target, targetPassword, authorizer, authorizerPassword);
        if (outcome == SecureTokenOutcome.Done) _mac.DirectoryAs(DirectoryCaller.Root).SetPassword(target, targetPassword, anyQuality: true);
        return outcome;
    }

    /// <summary>Takes a user's secure token away on behalf of an admin who holds one.</summary>
    public SecureTokenOutcome RevokeSecureToken(DirectoryRecord target, string targetPassword, string authorizerName, string authorizerPassword)
    {
        if (Verify(authorizerName, authorizerPassword) is not { } authorizer) return SecureTokenOutcome.AuthorizerUnknown;
        if (!Memberships.IsAdmin(Node, authorizer)) return SecureTokenOutcome.AuthorizerNotAdmin;
        if (!_mac.SecureTokens.MayAuthorize(authorizer, authorizerPassword)) return SecureTokenOutcome.AuthorizerWithoutToken;
        if (!DirectorySession.IsPassword(target, targetPassword)) return SecureTokenOutcome.TargetPasswordWrong;
        return _mac.SecureTokens.Revoke(target, authorizer, authorizerPassword);
    }

    /// <summary>
    /// Whether an account may be deleted: neither the last admin nor the last holder of a secure token may (Apple Platform Deployment), nor
    /// the last person who unlocks the Mac.
    /// </summary>
    public bool MayDelete(DirectoryRecord user) => !_mac.SecureTokens.IsLastHolder(user) && !_mac.FileVault.IsLastUnlocker(user) && !IsLastAdmin(user);

    /// <summary>
    /// Deletes an account with its session, home, public share, memberships and secure token. The group of the share stays, as on a Mac.
    /// </summary>
    /// <exception cref="DirectoryException">The caller has no Full Disk Access: the home is gone, the record stays (eDSPermissionError).</exception>
    public void Delete(DirectoryRecord user, bool keepHome)
    {
        _mac.Sessions.End(user.Name);
        if (!keepHome && user.Text(AttributeName.HomeDirectory) is { } home)
            _database.Execute("DELETE FROM home_folder WHERE system_id = $1 AND path = $2", _mac.System.Id, home);
        Node.FindByValue(RecordType.SharePoints, AttributeName.RecordName, ShareName(user))?.Delete();
        LeaveGroups(user);
        if (!_mac.Machine.HasFullDiskAccess)
        {
            _mac.KeepSoFar();
            throw new DirectoryException(DirectoryStatus.PermissionError);
        }
        _mac.SecureTokens.Drop(user);
        user.Delete();
    }

    /// <summary>Whether a home folder exists at a path.</summary>
    public bool HasHomeFolder(string path) =>
        _database.Number("SELECT 1 FROM home_folder WHERE system_id = $1 AND path = $2", _mac.System.Id, path) is not null;

    /// <summary>The paths of all home folders, sorted.</summary>
    public IReadOnlyList<string> HomeFolders =>
        _database.Rows("SELECT path FROM home_folder WHERE system_id = $1 ORDER BY path", row => row.Text(0), _mac.System.Id);

    /// <summary>Makes a user's home folder from the template, unless it is there.</summary>
    /// <returns>Whether it was made.</returns>
    public bool CreateHomeFolder(DirectoryRecord user) =>
        user.Text(AttributeName.HomeDirectory) is { Length: > 0 } home && home != RoleAccountHome && home != "/dev/null" && !HasHomeFolder(home)
        && _database.Execute("INSERT INTO home_folder (system_id, path, owner) VALUES ($1, $2, $3)", _mac.System.Id, home, user.Name) > 0;

    /// <summary>Enters a user into a group, by name and by UUID.</summary>
    public void Join(DirectoryRecord group, DirectoryRecord user)
    {
        JoinByName(group, user);
        if (user.Text(AttributeName.GeneratedUid) is { } uuid) group.Merge(AttributeName.GroupMembers, uuid);
    }

    private string DefaultShell => Os.Has(Capability.ZshIsDefaultShell) ? "/bin/zsh" : "/bin/bash";

    private bool IsLastAdmin(DirectoryRecord user) =>
        Memberships.IsAdmin(Node, user)
        && !Node.Records(RecordType.Users).Any(other => other.Id != user.Id && !other.IsBuiltIn && Memberships.IsAdmin(Node, other));

    /// <summary>Whether a user with that password reaches the Owner Identity Key.</summary>
    public bool IsOwner(DirectoryRecord user, string password) =>
        user.Text(AttributeName.GeneratedUid) is { } uuid && _mac.SecureTokens.Keys.CanReachOwnerIdentityKey(uuid.ToUpperInvariant(), password);

    /// <summary>Verifies a password; null where the user is unknown or disabled, or the password wrong.</summary>
    public DirectoryRecord? Verify(string name, string password)
    {
        try
        {
            return _mac.DirectoryAs(DirectoryCaller.Root).Authenticate(name, password);
        }
        catch (DirectoryException)
        {
            return null;
        }
    }

    // What an account of a person has beside the bare record.
    private void Furnish(DirectoryRecord user, NewAccount account)
    {
        foreach (var attribute in (string[])["AvatarRepresentation", "hint", "inputSources", "jpegphoto", "passwd", "picture", "unlockOptions", "UserCertificate"])
            if (attribute != "inputSources" || Os.Has(Capability.HasInputSources))
                user.Set(AttributeName.Parse("_writers_" + attribute), user.Name);
        user.Set(AttributeName.Parse("AvatarRepresentation"), "");
        if (Os.Has(Capability.HasInputSources)) user.Set(AttributeName.Parse("inputSources"), "");
        user.Set(AttributeName.Parse("unlockOptions"), "0");
        user.Set(AttributeName.JpegPhoto, new DirectoryValue(account.Picture is { Length: > 0 } picture ? picture : SmallJpeg));
        user.Set(AttributeName.Picture, account.Picture is not null ? [] :
            [$"/Library/User Pictures/{Pictures[_mac.Random.Below(Pictures.Length)]}.{(Os.Has(Capability.PicturesAreHeic) ? "heic" : "png")}"]);
        Share(user);
    }

    private void Share(DirectoryRecord user)
    {
        var name = ShareName(user);
        if (Node.Find(RecordType.SharePoints, name) is not null) return;
        var gid = Memberships.LowestFree(Node, RecordType.Groups, AttributeName.PrimaryGroupId, FirstShareGid);
        var group = Node.Create(RecordType.Groups, $"com.apple.sharepoint.group.{gid - FirstShareGid + 1}");
        var uuid = _mac.Random.Uuid();
        group.Set(AttributeName.GeneratedUid, uuid);
        group.Set(AttributeName.PrimaryGroupId, Text(gid));
        group.Set(AttributeName.RealName, name);
        group.Set(AttributeName.NestedGroups, EveryoneUuid);
        group.Set(AttributeName.IsHidden, "1");
        group.Set(AttributeName.Password, "*");
        var share = Node.Create(RecordType.SharePoints, name);
        share.Set(AttributeName.Parse("dsAttrTypeNative:directory_path"), $"{user.Text(AttributeName.HomeDirectory)}/Public");
        share.Set(AttributeName.Parse("dsAttrTypeNative:sharepoint_group_id"), uuid);
        foreach (var record in (DirectoryRecord[])[group, share]) _mac.DirectoryAs(DirectoryCaller.Root).Touch(record);
    }

    private static string ShareName(DirectoryRecord user) => $"{user.Text(AttributeName.RealName) ?? user.Name}\u2019s Public Folder";

    private void MakeAdmin(DirectoryRecord user, AccountMaker maker)
    {
        if (Group("admin") is { } admin) Join(admin, user);
        foreach (var name in (string[])(maker == AccountMaker.Sysadminctl ? ["_appserverusr", "_appserveradm"] : ["_appserveradm", "_appserverusr", "_lpadmin"]))
        {
            if (Group(name) is not { } group) continue;
            if (maker == AccountMaker.Sysadminctl) Join(group, user);
            else JoinByName(group, user);
        }

        DirectoryRecord? Group(string name) => Node.Find(RecordType.Groups, name);
    }

    private void JoinByName(DirectoryRecord group, DirectoryRecord user)
    {
        group.Merge(AttributeName.GroupMembership, user.Name);
        _mac.DirectoryAs(DirectoryCaller.Root).Touch(group);
    }

    private void LeaveGroups(DirectoryRecord user)
    {
        foreach (var group in Node.Search(RecordType.Groups, AttributeName.GroupMembership, user.Name))
            group.Remove(AttributeName.GroupMembership, user.Name);
        if (user.Text(AttributeName.GeneratedUid) is { } uuid)
            foreach (var group in Node.Search(RecordType.Groups, AttributeName.GroupMembers, uuid))
                group.Remove(AttributeName.GroupMembers, uuid);
    }

    private static int? Number(DirectoryRecord record, AttributeName attribute) =>
        int.TryParse(record.Text(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
