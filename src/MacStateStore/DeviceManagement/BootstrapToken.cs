using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.DeviceManagement;

/// <summary>How a request about the bootstrap token ended.</summary>
public enum BootstrapTokenOutcome
{
    /// <summary>It was done.</summary>
    Done,
    /// <summary>The Mac isn't enrolled so that the server would take a bootstrap token.</summary>
    NotSupported,
    /// <summary>The admin's password is empty.</summary>
    PasswordRequired,
    /// <summary>The user is unknown, the password wrong, or the user no admin or without a secure token that opens the volume.</summary>
    NotAuthenticated,
    /// <summary>The server can't be reached.</summary>
    ServerUnreachable,
    /// <summary>The server has no copy of a token.</summary>
    ServerHasNone,
    /// <summary>The server's copy doesn't open the volume: -69594.</summary>
    DoesNotUnlock,
    /// <summary>Nothing else opens the volume, so the token's key must stay.</summary>
    OnlyKey,
}

/// <summary>
/// The bootstrap token of a system: three facts that may disagree — a crypto user on the volume, the Mac's belief that it is escrowed, and
/// the server's copy (dossier profiles, 8; cross-check 4).
/// </summary>
public sealed class BootstrapToken
{
    /// <summary>The UUID of the crypto user on every Mac.</summary>
    public const string CryptoUserUuid = "2457711A-523C-4604-B75A-F48A571D5036";

    internal const int Size = 32;

    private readonly Mac _mac;
    private readonly Database _database;

    internal BootstrapToken(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Whether the enrolment is one in which the server takes bootstrap tokens, as far as the Mac knows.</summary>
    public bool IsSupported => _mac.Enrollments.Current is { IsSupervised: true } enrollment
        && enrollment.Capabilities.Contains(Enrollment.BootstrapTokenCapability)
        && Os.Has(Capability.HasBootstrapToken)
        && (enrollment.IsAutomated || !Os.Has(Capability.BootstrapTokenNeedsAutomatedEnrollment));

    /// <summary>Whether the volume has a key for it.</summary>
    public bool Exists => Keys.Has(CryptoUserUuid);

    /// <summary>Whether the Mac believes that the server has a copy.</summary>
    public bool IsEscrowed => _database.Number("SELECT bootstrap_token_escrowed FROM enrollment WHERE system_id = $1", _mac.System.Id) == 1;

    /// <summary>Whether the server's copy is there and opens the volume.</summary>
    public bool IsServerCopyValid => CopyAtServer is { } copy && Keys.CanUnlock(CryptoUserUuid, SecretOf(copy));

    /// <summary>Makes a new token with the credentials of an admin who holds a secure token, and escrows it (<c>profiles install</c>).</summary>
    public BootstrapTokenOutcome Install(string name, string password)
    {
        if (!IsSupported) return BootstrapTokenOutcome.NotSupported;
        var (user, outcome) = Authenticate(name, password);
        return user is null ? outcome : CreateAndEscrow(user, password);
    }

    /// <summary>Fetches the server's copy and tries it on the volume (<c>profiles validate</c>).</summary>
    public BootstrapTokenOutcome Validate(string name, string password)
    {
        if (!IsSupported) return BootstrapTokenOutcome.NotSupported;
        var (user, outcome) = Authenticate(name, password);
        if (user is null) return outcome;
        if (!Ask()) return BootstrapTokenOutcome.ServerUnreachable;
        return CopyAtServer is null ? BootstrapTokenOutcome.ServerHasNone
            : IsServerCopyValid ? BootstrapTokenOutcome.Done : BootstrapTokenOutcome.DoesNotUnlock;
    }

    /// <summary>Removes the volume's key and the server's copy (<c>profiles remove</c>).</summary>
    /// <param name="name">An admin who holds a secure token; null where no credentials are given.</param>
    /// <param name="password">The admin's password.</param>
    public BootstrapTokenOutcome Remove(string? name = null, string password = "")
    {
        if (!IsSupported) return BootstrapTokenOutcome.NotSupported;
        if (name is not null && Authenticate(name, password) is (null, var outcome)) return outcome;
        if (Exists && Keys.Users.Count == 1) return BootstrapTokenOutcome.OnlyKey;
        if (!Tell(null)) return BootstrapTokenOutcome.ServerUnreachable;
        Keys.Remove(CryptoUserUuid);
        SetEscrowed(false);
        return BootstrapTokenOutcome.Done;
    }

    /// <summary>
    /// Why the token can't stand in for a person just now, in words; null where it can: it is escrowed, and the server hands out a copy that
    /// opens the volume. Of a real server that wasn't asked yet (<see cref="Ask"/>) the best is believed.
    /// </summary>
    public string? Unusable => !IsSupported ? "the Mac isn't managed by a server that takes bootstrap tokens"
        : !IsEscrowed ? "no bootstrap token is escrowed"
        : !_mac.MdmServer.IsOnline ? "the MDM server is offline"
        : Connection is { IsInUse: true, Problem: { } problem } ? problem
        : Connection is { IsInUse: true, HasAskedForBootstrapToken: false } ? null
        : !IsServerCopyValid ? "the MDM server has no bootstrap token that opens the volume"
        : null;

    /// <summary>Asks a real server for its copy, which whatever uses the token does first.</summary>
    /// <returns>Whether the server, emulated or real, can be asked.</returns>
    public bool Ask() => _mac.MdmServer.IsOnline && (!Connection.IsInUse || !IsSupported || Connection.GetBootstrapToken());

    /// <summary>
    /// Whether the Secure Enclave takes the token in place of an owner's password for updates and kernel extensions: Automated Device
    /// Enrolment (smb4) or a person in 1TR (smb3) sees to that (cross-check 4).
    /// </summary>
    public bool MayAuthorizeSecurityChanges => _mac.Policies.SettingsOf(_mac.System) is var policy && (policy.Has("smb3") || policy.Has("smb4"));

    /// <summary>
    /// Somebody has logged in at the screen. A holder's login makes and escrows the token, if that is still to be done; anybody else gets a
    /// secure token from it, by the rules of the release (cross-check 4). Nobody with an empty password takes part.
    /// </summary>
    internal void LoggedIn(DirectoryRecord user, string password)
    {
        if (password.Length == 0 || !IsSupported || !_mac.MdmServer.IsOnline) return;
        if (!_mac.SecureTokens.Has(user))
        {
            if (IsEscrowed && MayHaveToken(user) && Ask()) GrantTo(user, password);
        }
        else if (!IsEscrowed && Os.Has(Capability.LoginEscrowsBootstrapToken)) CreateAndEscrow(user, password);
    }

    /// <summary>Setup Assistant has made its account: in the first releases that is when the token is made.</summary>
    internal void AccountSetUp(DirectoryRecord user, string password)
    {
        if (password.Length > 0 && IsSupported && !IsEscrowed && _mac.MdmServer.IsOnline && Os.Has(Capability.SetupAssistantEscrowsBootstrapToken))
            CreateAndEscrow(user, password);
    }

    /// <summary>The server has told Setup Assistant which accounts to make: newer releases escrow a token then, before any login.</summary>
    internal void AccountsConfigured()
    {
        if (!IsSupported || IsEscrowed || !Keys.IsUnclaimed || _mac.Machine.Chip != Chip.Apple || !Os.Has(Capability.AccountConfigurationEscrowsBootstrapToken)) return;
        var token = _mac.Random.Bytes(Size);
        if (!Tell(token) || !Keys.IsUnclaimed) return;
        Keys.Claim(CryptoUserUuid, CryptoUserType.MDMRecovery, SecretOf(token));
        SetEscrowed(true);
    }

    /// <summary>Gives a user a secure token on behalf of the server.</summary>
    /// <returns>Whether that could be done.</returns>
    internal bool GrantTo(DirectoryRecord user, string password) =>
        password.Length > 0 && MayHaveToken(user) && Credentials is { } token && _mac.SecureTokens.GrantFrom(token.Uuid, token.Secret, user, password);

    // What opens the volume, where the server has it.
    private (string Uuid, string Secret)? Credentials => Unusable is null && CopyAtServer is { } copy ? (CryptoUserUuid, SecretOf(copy)) : null;

    /// <summary>Brings the three facts into a described state.</summary>
    /// <param name="exists">Whether the volume has a key.</param>
    /// <param name="escrowed">What the Mac believes.</param>
    /// <param name="copy">What the server has.</param>
    /// <param name="holder">Somebody whose password opens the volume; null where there is nobody.</param>
    /// <returns>Whether the key could be made.</returns>
    internal bool Describe(bool exists, bool escrowed, ServerCopy copy, (DirectoryRecord User, string Password)? holder)
    {
        var token = _mac.Random.Bytes(Size);
        if (exists)
        {
            if (Keys.IsUnclaimed) Keys.Claim(CryptoUserUuid, CryptoUserType.MDMRecovery, SecretOf(token));
            else if (holder is not { } from || UuidOf(from.User) is not { } uuid
                || !Keys.HandOn(uuid, from.Password, CryptoUserUuid, CryptoUserType.MDMRecovery, SecretOf(token))) return false;
        }
        else
        {
            Keys.Remove(CryptoUserUuid);
        }
        _mac.MdmServer.EscrowedBootstrapToken = copy switch { ServerCopy.Valid => token, ServerCopy.Stale => _mac.Random.Bytes(Size), _ => null };
        SetEscrowed(escrowed);
        return true;
    }

    private MacOSVersion Os => _mac.System.Version;

    private VolumeKeys Keys => _mac.SecureTokens.Keys;

    private MdmConnection Connection => _mac.MdmConnection;

    // A real server's, as it was when it was asked last.
    private byte[]? CopyAtServer => Connection.IsInUse ? Connection.BootstrapToken : _mac.MdmServer.EscrowedBootstrapToken;

    // The server keeps a token, or forgets it where null; gives whether it could be told.
    private bool Tell(byte[]? token)
    {
        if (!_mac.MdmServer.IsOnline) return false;
        if (Connection.IsInUse) return Connection.SetBootstrapToken(token);
        _mac.MdmServer.EscrowedBootstrapToken = token;
        return true;
    }

    private (DirectoryRecord? User, BootstrapTokenOutcome Outcome) Authenticate(string name, string password)
    {
        if (password.Length == 0) return (null, BootstrapTokenOutcome.PasswordRequired);
        try
        {
            var user = _mac.DirectoryAs(DirectoryCaller.Root).Authenticate(name, password);
            if (Memberships.IsAdmin(_mac.Directory, user) && UuidOf(user) is { } uuid && Keys.CanUnlock(uuid, password)) return (user, BootstrapTokenOutcome.Done);
        }
        catch (DirectoryException)
        {
            // Unknown, disabled or a wrong password: one answer for all.
        }
        return (null, BootstrapTokenOutcome.NotAuthenticated);
    }

    // Any holder's password can hand on the volume's key; a former token gives way to the new one. The server comes first: while it is
    // waited for, nothing has changed.
    private BootstrapTokenOutcome CreateAndEscrow(DirectoryRecord holder, string password)
    {
        if (UuidOf(holder) is not { } uuid || !Keys.CanUnlock(uuid, password)) return BootstrapTokenOutcome.NotAuthenticated;
        var token = _mac.Random.Bytes(Size);
        if (!Tell(token)) return BootstrapTokenOutcome.ServerUnreachable;
        if (!Keys.HandOn(uuid, password, CryptoUserUuid, CryptoUserType.MDMRecovery, SecretOf(token))) return BootstrapTokenOutcome.NotAuthenticated;
        SetEscrowed(true);
        return BootstrapTokenOutcome.Done;
    }

    // On 10.15 only mobile accounts and the admin that MDM has made (cross-check 4).
    private bool MayHaveToken(DirectoryRecord user) => Os.Has(Capability.BootstrapTokenServesEverybody)
        || AuthenticationAuthorities.IsMobile(user) || (UuidOf(user) is { } uuid && uuid == _mac.Enrollments.Current?.ManagedAdmin);

    private void SetEscrowed(bool escrowed) =>
        _database.Execute("UPDATE enrollment SET bootstrap_token_escrowed = $2 WHERE system_id = $1", _mac.System.Id, escrowed);

    private static string SecretOf(byte[] token) => Convert.ToBase64String(token);

    private static string? UuidOf(DirectoryRecord user) => user.Text(AttributeName.GeneratedUid)?.ToUpperInvariant();
}
