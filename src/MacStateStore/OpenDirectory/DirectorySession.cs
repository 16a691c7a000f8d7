using System.Text;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// What opendirectoryd does for one caller: it shows what the caller may see, writes what the caller may write, and keeps passwords,
/// tokens and identifiers consistent. Refusals are <see cref="DirectoryException"/> (dossier dscl, sections 6 to 8).
/// </summary>
public sealed class DirectorySession
{
    private const int LongestRecordName = 244;

    private static readonly AttributeName[] RootOnly =
        [AttributeName.ShadowHashData, AttributeName.HeimdalSrpKey, AttributeName.KerberosKeys];

    // What /etc/shells lists on a Mac.
    private static readonly string[] Shells =
        ["/bin/bash", "/bin/csh", "/bin/dash", "/bin/ksh", "/bin/sh", "/bin/tcsh", "/bin/zsh"];

    private readonly Mac _mac;
    private readonly DirectoryCaller _caller;
    private string? _authenticatedAs;
    private bool _authenticatedAdmin;

    // Where the node is another system's, opened by its folder.
    private readonly DslocalNode? _folder;
    private readonly SecureTokens? _tokensOfFolder;

    internal DirectorySession(Mac mac, DirectoryCaller caller)
    {
        _mac = mac;
        _caller = caller;
    }

    internal DirectorySession(Mac mac, DirectoryCaller caller, DslocalNode folder, SecureTokens tokens) : this(mac, caller)
    {
        _folder = folder;
        _tokensOfFolder = tokens;
    }

    /// <summary>The node that the session works on.</summary>
    public LocalNode Node => _folder?.Node ?? _mac.Directory;

    private SecureTokens SecureTokens => _tokensOfFolder ?? _mac.SecureTokens;

    private MacOSVersion Os => _mac.System.Version;

    private bool MayWriteAll => _caller.IsRoot || _authenticatedAdmin;

    /// <summary>Whether the caller may see an attribute.</summary>
    public bool MaySee(AttributeName attribute) => _caller.IsRoot || !RootOnly.Contains(attribute);

    /// <summary>Verifies a password, and lets the session write with that user's rights from then on.</summary>
    /// <exception cref="DirectoryException">The user is unknown or disabled, or the password is wrong.</exception>
    public void AuthenticateSession(string name, string password) => AuthenticateSession([Node], name, password);

    /// <summary>As <see cref="AuthenticateSession(string, string)"/>; the first of the nodes that knows the user is asked.</summary>
    /// <exception cref="DirectoryException">The user is unknown or disabled, or the password is wrong.</exception>
    public void AuthenticateSession(IReadOnlyList<LocalNode> nodes, string name, string password)
    {
        var user = Authenticate(nodes, name, password);
        _authenticatedAs = user.Name;
        _authenticatedAdmin = user.Name == "root" || Memberships.IsAdmin(Node, user);
    }

    /// <summary>
    /// Verifies a password. Success may bring the first secure token (up to 10.15, and for accounts with a ready hash); failure is
    /// counted in the record, also when the command then fails.
    /// </summary>
    /// <exception cref="DirectoryException">The user is unknown or disabled, or the password is wrong.</exception>
    public DirectoryRecord Authenticate(string name, string password)
    {
        var user = Verify(name, password);
        if (PasswordPolicy.WantsChange(_mac, user)) throw new DirectoryException(DirectoryStatus.NewPasswordRequired);
        return user;
    }

    /// <summary>
    /// Verifies a password; the first of the nodes that knows the user is asked. Of a directory server's user nothing is counted and no
    /// token comes of it.
    /// </summary>
    /// <exception cref="DirectoryException">The user is unknown or disabled, or the password is wrong.</exception>
    public DirectoryRecord Authenticate(IReadOnlyList<LocalNode> nodes, string name, string password)
    {
        foreach (var node in nodes)
        {
            if (node.Find(RecordType.Users, name) is not { } user) continue;
            if (node.IsLocal) break;
            _mac.Nodes.Verify(user, password);
            return user;
        }
        return nodes.Any(node => node.IsLocal) ? Authenticate(name, password) : throw new DirectoryException(DirectoryStatus.AuthFailed);
    }

    // Also lets in whose password is due to be changed: that is how one changes it.
    private DirectoryRecord Verify(string name, string password)
    {
        if (Node.Find(RecordType.Users, name) is not { } user) throw new DirectoryException(DirectoryStatus.AuthFailed);
        if (AuthenticationAuthorities.IsDisabled(user)) throw new DirectoryException(DirectoryStatus.AccountDisabled);
        if (PasswordPolicy.RefusesAuthentication(_mac, user) is not null) throw new DirectoryException(DirectoryStatus.AccountDisabled);
        if (!IsPasswordNow(user, password))
        {
            AccountPolicyData.Failed(user, _mac.Clock.Now);
            if (_folder is null) _mac.KeepSoFar();
            else _folder.Save();
            throw new DirectoryException(DirectoryStatus.AuthFailed);
        }
        AccountPolicyData.Succeeded(user);
        SecureTokens.Authenticated(user, password);
        return user;
    }

    /// <summary>Makes a record; one that exists already is left as it is. A name of over 244 bytes makes none, silently, as on a Mac.</summary>
    /// <returns>Whether a record was made.</returns>
    public bool CreateRecord(RecordType type, string name)
    {
        if (Find(type, name) is not null) return false;
        RequireRight(null, AttributeName.RecordName);
        if (Encoding.UTF8.GetByteCount(name) > LongestRecordName) return false;
        var record = Node.Create(type, name);
        if (type == RecordType.Users)
        {
            record.Set(AttributeName.Password, "********");
            record.Set(AttributeName.UserShell, "/usr/bin/false");
            AccountPolicyData.Begin(record, _mac.Clock.Now);
        }
        Touch(record);
        return true;
    }

    /// <summary>Replaces all values of an attribute. No values, or only empty ones, remove it.</summary>
    public void SetValues(DirectoryRecord record, AttributeName attribute, IReadOnlyList<DirectoryValue> values)
    {
        if (values.All(value => value.Text == "")) values = [];
        RequireRight(record, attribute);
        RequireName(attribute, values);
        RequireShell(attribute, values);
        RequireUnique(record, attribute, values);
        RequireUnlockRecord(record, attribute, values);
        record.Set(attribute, values);
        Touch(record);
    }

    /// <summary>Adds values at the end; those there already come a second time.</summary>
    public void AppendValues(DirectoryRecord record, AttributeName attribute, IReadOnlyList<DirectoryValue> values)
    {
        RequireRight(record, attribute);
        RequireShell(attribute, values);
        RequireUnique(record, attribute, values);
        record.Append(attribute, values);
        Touch(record);
    }

    /// <summary>Adds those values that aren't there already.</summary>
    public void MergeValues(DirectoryRecord record, AttributeName attribute, IReadOnlyList<DirectoryValue> values)
    {
        RequireRight(record, attribute);
        RequireShell(attribute, values);
        RequireUnique(record, attribute, values);
        foreach (var value in values) record.Merge(attribute, value);
        Touch(record);
    }

    /// <summary>Replaces the first value equal to the old one.</summary>
    public void ChangeValue(DirectoryRecord record, AttributeName attribute, DirectoryValue old, DirectoryValue value)
    {
        RequireRight(record, attribute);
        var values = record.Values(attribute).ToList();
        var position = values.IndexOf(old);
        if (position < 0) throw new DirectoryException(DirectoryStatus.AttributeNotFound);
        ChangeAt(record, attribute, position, value);
    }

    /// <summary>Replaces the value at a place.</summary>
    /// <param name="record">Whose.</param>
    /// <param name="attribute">Which attribute.</param>
    /// <param name="number">Which value; the first is 1.</param>
    /// <param name="value">The new value.</param>
    public void ChangeNumbered(DirectoryRecord record, AttributeName attribute, int number, DirectoryValue value)
    {
        RequireRight(record, attribute);
        if (number < 1) throw new DirectoryException(DirectoryStatus.InvalidIndex);
        if (number > record.Values(attribute).Count) throw new DirectoryException(DirectoryStatus.IndexOutOfRange);
        ChangeAt(record, attribute, number - 1, value);
    }

    /// <summary>Removes an attribute; one that isn't there is no error.</summary>
    public void DeleteAttribute(DirectoryRecord record, AttributeName attribute)
    {
        RequireRight(record, attribute);
        RequireName(attribute, []);
        RequireUnlockRecord(record, attribute, []);
        record.Set(attribute);
        Touch(record);
    }

    /// <summary>Removes values, each of which must be there.</summary>
    public void DeleteValues(DirectoryRecord record, AttributeName attribute, IReadOnlyList<DirectoryValue> values)
    {
        RequireRight(record, attribute);
        var left = record.Values(attribute).ToList();
        foreach (var value in values)
            if (!left.Remove(value)) throw new DirectoryException(DirectoryStatus.AttributeNotFound);
        RequireName(attribute, left);
        RequireUnlockRecord(record, attribute, left);
        foreach (var value in values) record.Remove(attribute, value);
        Touch(record);
    }

    /// <summary>
    /// Removes a record and nothing around it: its home, memberships and crypto user stay. The last holder of a secure token is refused,
    /// and the last person who unlocks the Mac.
    /// </summary>
    public void DeleteRecord(DirectoryRecord record)
    {
        RequireLocal(record);
        RequireRight(null, AttributeName.RecordName);
        if (record.Type == RecordType.Users)
        {
            RequireFullDiskAccess();
            if (SecureTokens.IsLastHolder(record) || (_folder is null && _mac.FileVault.IsLastUnlocker(record)))
                throw new DirectoryException(DirectoryStatus.PermissionError);
        }
        record.Delete();
    }

    /// <summary>
    /// Sets a password without the old one. Of a token holder this is refused from 10.15 on (eDSPermissionError); before, the token's
    /// key stays under the old password.
    /// </summary>
    public void ResetPassword(DirectoryRecord user, string password)
    {
        RequireUser(user);
        RequireLocal(user);
        // _writers_passwd lets users change their own password, which takes the old one; only root and admins set one without it.
        if (!MayWriteAll) throw new DirectoryException(DirectoryStatus.PermissionError);
        if (SecureTokens.Has(user) && Os.Has(Capability.RefusesResetOfTokenHolder))
            throw new DirectoryException(DirectoryStatus.PermissionError);
        SetPassword(user, password, isReset: true);
        SecureTokens.PasswordWasSet(user, password);
    }

    /// <summary>
    /// Changes a password; the old one proves the right to do so, and takes the token along. That of a mobile account changes on the
    /// server too, if it can be reached.
    /// </summary>
    public void ChangePassword(DirectoryRecord user, string oldPassword, string password)
    {
        RequireUser(user);
        if (!user.Node.IsLocal)
        {
            _mac.Nodes.Verify(user, oldPassword);
            _mac.Nodes.SetPassword(user, password);
            return;
        }
        Verify(user.Name, oldPassword);
        SetPassword(user, password);
        if (_folder is null && _mac.Nodes.ServerRecordOf(user) is { } original) _mac.Nodes.SetPassword(original, password);
        SecureTokens.Rewrap(user, oldPassword, password);
        SecureTokens.PasswordWasSet(user, password);
    }

    /// <summary>
    /// Switches an account off or on: nobody can log in to it while it is off; its token stays. It belongs to
    /// <c>com.apple.access_disabled</c> for that time (dossier companions, 5).
    /// </summary>
    public void SetDisabled(DirectoryRecord user, bool disabled)
    {
        RequireUser(user);
        RequireRight(user, AttributeName.AuthenticationAuthority);
        if (disabled) AuthenticationAuthorities.Disable(user);
        else AuthenticationAuthorities.Enable(user);
        if (Find(RecordType.Groups, "com.apple.access_disabled") is { } group)
        {
            if (disabled)
            {
                group.Merge(AttributeName.GroupMembership, user.Name);
                if (user.Text(AttributeName.GeneratedUid) is { } uuid) group.Merge(AttributeName.GroupMembers, uuid);
            }
            else
            {
                group.Remove(AttributeName.GroupMembership, user.Name);
                if (user.Text(AttributeName.GeneratedUid) is { } uuid) group.Remove(AttributeName.GroupMembers, uuid);
            }
            Touch(group);
        }
        Touch(user);
    }

    /// <summary>
    /// Changes the policy or the custom path of a search node, as root and an authenticated admin may (dossier dscl, section 7).
    /// </summary>
    public void ChangeSearchNode(string searchNode, AttributeChange change, string key, IReadOnlyList<string> values)
    {
        var after = _mac.Nodes.After(searchNode, change, key, values);
        if (!MayWriteAll) throw new DirectoryException(DirectoryStatus.PermissionError);
        _mac.Nodes.Store(after);
    }

    /// <summary>
    /// The account policies of the node, those that macOS comes with included; of a user, where one is given. Empty for none
    /// (dossier companions, 5).
    /// </summary>
    public PlistDictionary AccountPoliciesOf(DirectoryRecord? user) => user is null ? PasswordPolicy.OfNode(_mac, Node) : AccountPolicies.OfUser(user);

    /// <summary>Replaces the account policies of the node; of a user, where one is given. Empty ones let everything pass.</summary>
    /// <exception cref="DirectoryException">The caller may not.</exception>
    /// <exception cref="AccountPolicyException">They hold what can't be evaluated.</exception>
    public void SetAccountPolicies(DirectoryRecord? user, PlistDictionary policies)
    {
        if (!MayWriteAll) throw new DirectoryException(DirectoryStatus.PermissionError);
        AccountPolicies.Replace(this, user, policies);
    }

    /// <summary>Which account policy keeps a user from logging in just now; null where none does.</summary>
    public FailedPolicy? RefusesAuthentication(DirectoryRecord user) => PasswordPolicy.RefusesAuthentication(_mac, user);

    // Of a mobile account the server decides where it can be reached, and the Mac remembers what it said.
    private bool IsPasswordNow(DirectoryRecord user, string password)
    {
        if (_folder is not null || _mac.Nodes.ServerRecordOf(user) is not { } original) return IsPassword(user, password);
        if (!_mac.Nodes.IsPassword(original, password)) return false;
        if (!IsPassword(user, password))
            user.Set(AttributeName.ShadowHashData, new DirectoryValue(ShadowHash.Create(password, _mac.Random, _mac.Machine.KdfIterations)));
        return true;
    }

    /// <summary>Whether a password is the user's; nothing is counted and nothing granted.</summary>
    internal static bool IsPassword(DirectoryRecord user, string password) =>
        AuthenticationAuthorities.HasShadowHash(user)
        && user.Values(AttributeName.ShadowHashData) is [var hash, ..]
        && ShadowHash.Verify(hash.Bytes, password);

    /// <summary>Writes hash, authorities and bookkeeping of a new password; asks no rights and grants nothing.</summary>
    /// <exception cref="DirectoryException">The password policy refuses it.</exception>
    internal void SetPassword(DirectoryRecord user, string password, bool anyQuality = false, bool isReset = false)
    {
        if (!anyQuality && !PasswordPolicy.Accepts(_mac, user.Name, user, password, isReset))
            throw new DirectoryException(DirectoryStatus.PasswordQualityCheckFailed);
        var random = _mac.Random;
        if (_folder is null) _mac.PasswordHistory.Remember(user);
        user.Set(AttributeName.ShadowHashData, new DirectoryValue(ShadowHash.Create(password, random, _mac.Machine.KdfIterations)));
        user.Set(AttributeName.HeimdalSrpKey, new DirectoryValue(random.Bytes(256)));
        user.Set(AttributeName.KerberosKeys, new DirectoryValue([0x30, 0x82, 0x01, 0x04, 0x04, 0x82, 0x01, 0x00, .. random.Bytes(256)]));
        if (!AuthenticationAuthorities.HasShadowHash(user))
            user.Append(AttributeName.AuthenticationAuthority, AuthenticationAuthorities.ShadowHash);
        user.Merge(AttributeName.AuthenticationAuthority, AuthenticationAuthorities.LocalKerberos(user.Name, _mac.Machine.LocalKdc));
        var writers = AttributeName.Parse("_writers_passwd");
        if (user.Values(writers).Count == 0) user.Set(writers, user.Name);
        user.Set(AttributeName.Password, "********");
        AccountPolicyData.PasswordSet(user, _mac.Clock.Now);
        Touch(user);
    }

    /// <summary>Notes that the daemon has written a record.</summary>
    internal void Touch(DirectoryRecord record) => record.Set(AttributeName.RecordDaemonVersion, _mac.System.RecordDaemonVersion);

    private DirectoryRecord? Find(RecordType type, string name) => Node.FindByValue(type, AttributeName.RecordName, name);

    private void ChangeAt(DirectoryRecord record, AttributeName attribute, int position, DirectoryValue value)
    {
        List<DirectoryValue> after = [.. record.Values(attribute).Select((old, i) => i == position ? value : old)];
        RequireName(attribute, after);
        RequireShell(attribute, [value]);
        RequireUnique(record, attribute, [value]);
        RequireUnlockRecord(record, attribute, after);
        record.SetAt(attribute, position, value);
        Touch(record);
    }

    // The servers let nobody write: what they hold is described, and changes by being described anew.
    private static void RequireLocal(DirectoryRecord record)
    {
        if (!record.Node.IsLocal) throw new DirectoryException(DirectoryStatus.PermissionError);
    }

    private static void RequireUser(DirectoryRecord record)
    {
        if (record.Type != RecordType.Users) throw new DirectoryException(DirectoryStatus.InvalidRecordType);
    }

    // Root and an authenticated admin may write everything; others what the record's _writers_ attribute of it lets them.
    private void RequireRight(DirectoryRecord? record, AttributeName attribute)
    {
        if (record is not null) RequireLocal(record);
        if (attribute == AttributeName.HomeDirectory && record?.Type == RecordType.Users && record.Values(attribute).Count > 0) RequireFullDiskAccess();
        if (!MayWriteAll) RequireWriter(record, attribute);
        if (attribute.Key.Length == 0) throw new DirectoryException(DirectoryStatus.EmptyAttributeType);
        // The node computes these; no record holds them.
        if (attribute == AttributeName.RecordType || attribute == AttributeName.MetaNodeLocation)
            throw new DirectoryException(DirectoryStatus.ReadOnly);
    }

    private void RequireWriter(DirectoryRecord? record, AttributeName attribute)
    {
        if (record is null || !record.Has(AttributeName.Parse("_writers_" + attribute.Key), _authenticatedAs ?? _caller.Name))
            throw new DirectoryException(DirectoryStatus.PermissionError);
    }

    // A record without a name could never be found again.
    private static void RequireName(AttributeName attribute, IReadOnlyList<DirectoryValue> left)
    {
        if (attribute == AttributeName.RecordName && !left.Any(name => name.Text is { Length: > 0 }))
            throw new DirectoryException(DirectoryStatus.InvalidRecordName);
    }

    private void RequireShell(AttributeName attribute, IReadOnlyList<DirectoryValue> values)
    {
        if (attribute == AttributeName.UserShell && !MayWriteAll && !values.All(value => Shells.Contains(value.Text)))
            throw new DirectoryException(DirectoryStatus.SchemaError);
    }

    private void RequireFullDiskAccess()
    {
        if (!_mac.Machine.HasFullDiskAccess) throw new DirectoryException(DirectoryStatus.PermissionError);
    }

    private void RequireUnique(DirectoryRecord record, AttributeName attribute, IReadOnlyList<DirectoryValue> values)
    {
        var mustBeUnique = attribute == AttributeName.GeneratedUid || attribute == AttributeName.RecordName
            || (attribute == AttributeName.UniqueId && record.Type == RecordType.Users)
            || (attribute == AttributeName.PrimaryGroupId && record.Type == RecordType.Groups);
        if (!mustBeUnique) return;
        foreach (var value in values)
            if (value.Text is { } text && Node.IsTaken(record.Type, attribute, text, record))
                throw new DirectoryException(DirectoryStatus.RecordAlreadyExists);
    }

    // "would cause removal of last unlock record": the mark of the last token holder can't be edited away (dossier dscl, 7).
    private void RequireUnlockRecord(DirectoryRecord record, AttributeName attribute, IReadOnlyList<DirectoryValue> left)
    {
        if (attribute != AttributeName.AuthenticationAuthority || !Os.Has(Capability.RefusesResetOfTokenHolder)) return;
        if (record.Has(attribute, AuthenticationAuthorities.SecureToken) && !left.Contains(AuthenticationAuthorities.SecureToken)
            && SecureTokens.IsLastHolder(record))
            throw new DirectoryException(DirectoryStatus.PermissionError);
    }
}
