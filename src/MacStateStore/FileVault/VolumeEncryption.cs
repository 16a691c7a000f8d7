using MacStateStore.Disks;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.FileVault;

/// <summary>
/// FileVault of the started system: whether its volume takes somebody's secret, who has one, and the recovery keys. All of it lies in the
/// key hierarchy (<see cref="VolumeKeys"/>); what is kept beside is how far a conversion is and what waits for a restart
/// (dossier fdesetup).
/// </summary>
public sealed partial class VolumeEncryption
{
    /// <summary>The UUID of the institutional recovery key's crypto user on every Mac.</summary>
    public const string InstitutionalUuid = "C064EBC6-0000-11AA-AA11-00306543ECAC";

    private readonly Mac _mac;
    private readonly Database _database;

    internal VolumeEncryption(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
        Deferral = new DeferredEnablement(mac, database);
        Escrow = new RecoveryKeyEscrow(mac, database);
        Files = new FileVaultFiles(mac, database);
    }

    /// <summary>Enabling that waits for a user's password.</summary>
    public DeferredEnablement Deferral { get; }

    /// <summary>Where a new recovery key goes.</summary>
    public RecoveryKeyEscrow Escrow { get; }

    /// <summary>The files that FileVault leaves on the Mac.</summary>
    public FileVaultFiles Files { get; }

    /// <summary>Whether macOS lies on a CoreStorage volume instead of APFS.</summary>
    public bool IsCoreStorage => field = field || (!Os.Has(Capability.HasVolumeGroups) && _mac.Disks.All.Any(disk => disk.Kind == DiskKind.Logical));

    /// <summary>How FileVault stands.</summary>
    public FileVaultState State
    {
        get
        {
            var (conversion, restart) = _database.Rows(
                "SELECT conversion, converted_at, converted, paused, restart FROM file_vault WHERE volume_group = $1",
                row => (row.IsNull(0) ? null : Now(row.Text(0), row.Long(1), row.Int(2), row.Bool(3)),
                    row.TextOrNull(4) switch { "enable" => PendingRestart.Enable, "finish" => PendingRestart.Finish, _ => PendingRestart.None }), VolumeGroup) is [var row] ? row : default;
            return new FileVaultState(Keys.IsProtected, conversion, restart);
        }
    }

    /// <summary>Whether it takes somebody's secret to read the volume.</summary>
    public bool IsOn => Keys.IsProtected;

    /// <summary>The crypto users that FileVault shows: without CoreStorage also while it is off (cross-check 7).</summary>
    public IReadOnlyList<CryptoUser> CryptoUsers => IsCoreStorage && !IsOn && State.Restart != PendingRestart.Enable ? [] : Keys.Users;

    /// <summary>The people who may unlock the Mac, each with the record; without one for somebody who has none any more.</summary>
    public IReadOnlyList<(CryptoUser User, DirectoryRecord? Record)> People =>
    [
        .. CryptoUsers.Where(user => user.Type is CryptoUserType.LocalOpenDirectory or CryptoUserType.InstallUser && !IsRemoved(user.Uuid)).Select(user => (user, RecordOf(user.Uuid))),
    ];

    /// <summary>The record of a crypto user; null where there is none.</summary>
    public DirectoryRecord? RecordOf(string uuid) => _mac.Directory.FindByValue(RecordType.Users, AttributeName.GeneratedUid, uuid);

    /// <summary>Whether a personal recovery key is in use.</summary>
    public bool HasPersonalRecoveryKey => IsOn && Keys.Has(RecoveryKey.CryptoUserUuid);

    /// <summary>Whether an institutional recovery key is in use.</summary>
    public bool HasInstitutionalRecoveryKey => IsOn && Keys.Has(InstitutionalUuid);

    /// <summary>The certificate of the institutional recovery key in DER; null where there is none, or nobody knows it.</summary>
    public byte[]? InstitutionalCertificate => Keys.InstitutionalCertificate is { Length: > 0 } certificate ? certificate : null;

    /// <summary>Whether a text is the personal recovery key.</summary>
    public bool IsRecoveryKey(string text) => RecoveryKey.IsWellFormed(text) && Keys.CanUnlock(RecoveryKey.CryptoUserUuid, text);

    /// <summary>Whether the hardware can restart and unlock itself.</summary>
    public bool SupportsAuthRestart => _database.Number("SELECT auth_restart FROM file_vault_support") == 1;

    /// <summary>Whether somebody answers OK where macOS asks before fdesetup turns FileVault on.</summary>
    public bool HasConsent => _database.Number("SELECT consent FROM file_vault_support") == 1;

    /// <summary>Whether the Mac was unlocked with a recovery key when it was started.</summary>
    public bool IsUnlockedByRecoveryKey => UnlockedBy is RecoveryKey.CryptoUserUuid or InstitutionalUuid;

    /// <summary>The crypto user that unlocked the Mac when it was started, where somebody said who.</summary>
    public string? UnlockedBy => _database.Text("SELECT unlocked_by FROM file_vault WHERE volume_group = $1", VolumeGroup);

    private VolumeKeys Keys => _mac.SecureTokens.Keys;

    private string VolumeGroup => _mac.System.VolumeGroup;

    private MacOSVersion Os => _mac.System.Version;

    // Hardware with an AES engine in the disk's way has it encrypted from the start, so that only keys change.
    private bool IsInstant => _mac.Machine.Chip != Chip.Intel && !IsCoreStorage;

    /// <summary>Brings what isn't in the keys into a described state.</summary>
    internal void Describe(FileVaultSpecification wanted)
    {
        if (wanted.IsOn) Keys.Protect();
        if (wanted.Conversion is { } conversion) Convert(conversion.IsEncryption ? "encrypting" : "decrypting", conversion.Percent, conversion.IsPaused);
        if (wanted.Restart != PendingRestart.None) Set("restart = $2", wanted.Restart == PendingRestart.Enable ? "enable" : "finish");
    }

    private bool IsRemoved(string uuid) =>
        _database.Number("SELECT 1 FROM file_vault_removed WHERE volume_group = $1 AND uuid = $2", VolumeGroup, uuid) is not null;

    private Conversion? Now(string kind, long at, int hundredths, bool isPaused)
    {
        var passed = isPaused ? TimeSpan.Zero : _mac.Clock.Now - MachineClock.FromMicroseconds(at);
        var percent = hundredths / 100.0 + 100 * Math.Max(0, passed / Conversion.Duration);
        return percent >= 100 ? null : new Conversion(kind == "encrypting", percent, isPaused);
    }

    private void Convert(string kind, double percent = 0, bool isPaused = false) =>
        Set("conversion = $2, converted_at = $3, converted = $4, paused = $5", kind, MachineClock.ToMicroseconds(_mac.Clock.Now), (int)(percent * 100), isPaused);

    private void Set(string assignments, params ReadOnlySpan<object?> values)
    {
        _database.Execute("INSERT OR IGNORE INTO file_vault (volume_group) VALUES ($1)", VolumeGroup);
        List<object?> parameters = [VolumeGroup, .. values];
        _database.Execute($"UPDATE file_vault SET {assignments} WHERE volume_group = $1", [.. parameters]);
    }

    private static string? UuidOf(DirectoryRecord user) => user.Text(AttributeName.GeneratedUid)?.ToUpperInvariant();
}
