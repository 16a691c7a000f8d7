using System.Globalization;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;

namespace MacStateStore.SecureEnclave;

/// <summary>How a request about a secure token ended.</summary>
public enum SecureTokenOutcome
{
    /// <summary>It was done.</summary>
    Done,
    /// <summary>Accepted, and nothing changed: only the bootstrap token holds the key (cross-check 2, macOS 15).</summary>
    DoneWithoutEffect,
    /// <summary>The authorizer is unknown or its password is wrong.</summary>
    AuthorizerUnknown,
    /// <summary>The authorizer is no admin.</summary>
    AuthorizerNotAdmin,
    /// <summary>The authorizer holds no token while others do, or its token doesn't fit its password.</summary>
    AuthorizerWithoutToken,
    /// <summary>The target's own password is wrong.</summary>
    TargetPasswordWrong,
    /// <summary>Nobody may take their own token away.</summary>
    OwnToken,
}

/// <summary>
/// Who holds a secure token: who has a wrapped KEK of the volume group. The rules of the first grant, of later grants and of
/// removal (dossier sysadminctl, section 5; cross-check 1 and 2).
/// </summary>
public sealed class SecureTokens
{
    private const int FirstPersonUid = 500;

    private readonly MacOSVersion _os;
    private readonly LocalNode _node;

    internal SecureTokens(MacOSVersion os, LocalNode node, VolumeKeys keys)
    {
        _os = os;
        _node = node;
        Keys = keys;
    }

    /// <summary>The volume group's keys.</summary>
    public VolumeKeys Keys { get; }

    /// <summary>Whether a user holds a token.</summary>
    public bool Has(DirectoryRecord user) => Uuid(user) is { } uuid && Keys.Has(uuid);

    /// <summary>
    /// Whether a user holds a token and nobody else does; recovery keys, the bootstrap token and crypto users whose record is gone
    /// are nobody.
    /// </summary>
    public bool IsLastHolder(DirectoryRecord user) =>
        Has(user) && !Holders.Any(holder => holder.Uuid != Uuid(user)
            && _node.FindByValue(RecordType.Users, AttributeName.GeneratedUid, holder.Uuid) is not null);

    /// <summary>The crypto users that are people, in the order in which they came.</summary>
    public IReadOnlyList<CryptoUser> Holders => [.. Keys.Users.Where(user => user.Type == CryptoUserType.LocalOpenDirectory)];

    /// <summary>A user's password was set in the clear: from macOS 11 the first such user gets the token.</summary>
    internal void PasswordWasSet(DirectoryRecord user, string password)
    {
        if (_os.Has(Capability.FirstPasswordGrantsSecureToken)) GrantFirst(user, password);
    }

    /// <summary>A user authenticated: up to 10.15 this is what gives the first token, later it does so for accounts made with a ready hash.</summary>
    internal void Authenticated(DirectoryRecord user, string password)
    {
        var granted = _os.Has(Capability.SoleUserAuthenticationGrantsSecureToken) ? IsSolePerson(user)
            : !_os.Has(Capability.AdminAuthenticationGrantsSecureToken) || Memberships.IsAdmin(_node, user);
        if (granted) GrantFirst(user, password);
        // A volume of before macOS 11 gets its owners when a holder first shows up.
        if (_os.Has(Capability.HasVolumeOwners) && Keys.LacksOwnerIdentityKey && Uuid(user) is { } uuid && Keys.Has(uuid)) Keys.AddOwnerIdentityKey(uuid, password);
    }

    /// <summary>Whether an admin may hand out or take away tokens: its own opens the volume, or nobody's does yet.</summary>
    internal bool MayAuthorize(DirectoryRecord authorizer, string password) =>
        Holders.Count == 0 || (Uuid(authorizer) is { } uuid && Keys.CanUnlock(uuid, password));

    /// <summary>Hands a token to a user, on behalf of an admin who holds one. Both have proved who they are already.</summary>
    internal SecureTokenOutcome Grant(DirectoryRecord target, string targetPassword, DirectoryRecord authorizer, string authorizerPassword)
    {
        if (!Memberships.IsAdmin(_node, authorizer)) return SecureTokenOutcome.AuthorizerNotAdmin;
        if (Uuid(target) is not { } targetUuid || Uuid(authorizer) is not { } authorizerUuid) return SecureTokenOutcome.AuthorizerWithoutToken;
        if (Keys.IsUnclaimed)
        {
            Keys.Claim(authorizerUuid, CryptoUserType.LocalOpenDirectory, authorizerPassword);
            Mark(authorizer);
        }
        else if (!Keys.Has(authorizerUuid) && Holders.Count == 0 && _os.Has(Capability.BootstrapTokenCountsAsHolder))
        {
            return SecureTokenOutcome.DoneWithoutEffect;
        }
        if (!Keys.HandOn(authorizerUuid, authorizerPassword, targetUuid, CryptoUserType.LocalOpenDirectory, targetPassword))
            return SecureTokenOutcome.AuthorizerWithoutToken;
        Mark(target);
        return SecureTokenOutcome.Done;
    }

    /// <summary>Hands a token to a user from a crypto user that is no person: the bootstrap token.</summary>
    internal bool GrantFrom(string uuid, string secret, DirectoryRecord target, string targetPassword)
    {
        if (Uuid(target) is not { } targetUuid || !Keys.HandOn(uuid, secret, targetUuid, CryptoUserType.LocalOpenDirectory, targetPassword)) return false;
        Mark(target);
        return true;
    }

    /// <summary>Makes a holder of a user whose password is known, or wraps a holder's key anew, with the KEK in hand.</summary>
    internal void Hand(byte[] kek, DirectoryRecord user, string password)
    {
        if (Uuid(user) is not { } uuid) return;
        Keys.Hand(kek, uuid, CryptoUserType.LocalOpenDirectory, password);
        Mark(user);
    }

    /// <summary>Takes a user's token away, on behalf of an admin who holds one.</summary>
    internal SecureTokenOutcome Revoke(DirectoryRecord target, DirectoryRecord authorizer, string authorizerPassword)
    {
        if (!Memberships.IsAdmin(_node, authorizer)) return SecureTokenOutcome.AuthorizerNotAdmin;
        if (Uuid(authorizer) is not { } authorizerUuid || !Keys.CanUnlock(authorizerUuid, authorizerPassword))
            return SecureTokenOutcome.AuthorizerWithoutToken;
        if (Uuid(target) == authorizerUuid) return SecureTokenOutcome.OwnToken;
        Drop(target);
        return SecureTokenOutcome.Done;
    }

    /// <summary>Takes the wrapped key of a user who is being deleted.</summary>
    internal void Drop(DirectoryRecord user)
    {
        if (Uuid(user) is { } uuid) Keys.Remove(uuid);
        user.Remove(AttributeName.AuthenticationAuthority, AuthenticationAuthorities.SecureToken);
    }

    /// <summary>Wraps a holder's key under a new password; where the old one doesn't open it, it stays under that.</summary>
    internal void Rewrap(DirectoryRecord user, string oldPassword, string newPassword)
    {
        if (Uuid(user) is { } uuid && Keys.Has(uuid))
            Keys.HandOn(uuid, oldPassword, uuid, CryptoUserType.LocalOpenDirectory, newPassword);
    }

    /// <summary>Makes a holder out of a user whose password is known, for a Mac that is described rather than lived through.</summary>
    internal bool GrantAsDescribed(DirectoryRecord user, string password, (DirectoryRecord User, string Password)? holder)
    {
        if (Uuid(user) is not { } uuid) return false;
        if (Keys.IsUnclaimed) Keys.Claim(uuid, CryptoUserType.LocalOpenDirectory, password);
        else if (holder is not { } from || Uuid(from.User) is not { } fromUuid
            || !Keys.HandOn(fromUuid, from.Password, uuid, CryptoUserType.LocalOpenDirectory, password)) return false;
        Mark(user);
        return true;
    }

    private void GrantFirst(DirectoryRecord user, string password)
    {
        if (!Keys.IsUnclaimed || Uuid(user) is not { } uuid) return;
        if (_os.Has(Capability.HonoursDisabledTags) && AuthenticationAuthorities.DisabledTagsOf(user).Contains("SecureToken")) return;
        Keys.Claim(uuid, CryptoUserType.LocalOpenDirectory, password);
        Mark(user);
    }

    private static void Mark(DirectoryRecord user) => user.Merge(AttributeName.AuthenticationAuthority, AuthenticationAuthorities.SecureToken);

    private bool IsSolePerson(DirectoryRecord user)
    {
        var people = _node.List(RecordType.Users, AttributeName.UniqueId)
            .Where(entry => int.TryParse(entry.Values[0].Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var uid) && uid >= FirstPersonUid)
            .Select(entry => entry.Name).Take(2).ToList();
        return people is [var only] && only == user.Name;
    }

    private static string? Uuid(DirectoryRecord user) => user.Text(AttributeName.GeneratedUid)?.ToUpperInvariant();
}
