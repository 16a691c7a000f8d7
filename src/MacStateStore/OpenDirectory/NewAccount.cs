namespace MacStateStore.OpenDirectory;

/// <summary>Who makes an account; makers differ in how they enter an admin into groups (cross-check, last section).</summary>
public enum AccountMaker
{
    /// <summary>Setup Assistant: admin by name and UUID, the service groups by name only.</summary>
    SetupAssistant,
    /// <summary>sysadminctl: admin and the application-server groups by name and UUID.</summary>
    Sysadminctl,
}

/// <summary>An account to be made. What is left out gets the default of the macOS version.</summary>
/// <param name="Name">The short name.</param>
public sealed record NewAccount(string Name)
{
    /// <summary>The full name; the short one where null.</summary>
    public string? FullName { get; init; }
    /// <summary>The UID; the next free one where null.</summary>
    public int? Uid { get; init; }
    /// <summary>The primary group; 20 (staff) where null.</summary>
    public int? Gid { get; init; }
    /// <summary>The login shell.</summary>
    public string? Shell { get; init; }
    /// <summary>The password hint; where null, an empty one from sysadminctl, none from Setup Assistant.</summary>
    public string? Hint { get; init; }
    /// <summary>The home; <c>/Users/NAME</c> where null.</summary>
    public string? Home { get; init; }
    /// <summary>The UUID; a random one where null.</summary>
    public string? GeneratedUid { get; init; }
    /// <summary>Whether it is an admin.</summary>
    public bool IsAdmin { get; init; }
    /// <summary>Whether it is hidden from lists of users.</summary>
    public bool IsHidden { get; init; }
    /// <summary>Whether it is a role account: a service's, without home, shell and picture.</summary>
    public bool IsRoleAccount { get; init; }
    /// <summary>A picture of its own, as bytes; a stand-in where these are none, a default picture where null.</summary>
    public byte[]? Picture { get; init; }
    /// <summary>Who makes it.</summary>
    public AccountMaker Maker { get; init; }
}

/// <summary>An account as <c>macemu show</c> lists it.</summary>
/// <param name="Name">The short name.</param>
/// <param name="Uid">The UID; null where the record has none (yet).</param>
/// <param name="FullName">RealName, or null.</param>
/// <param name="GeneratedUid">The UUID, or null.</param>
/// <param name="IsAdmin">Whether it belongs to the group admin.</param>
/// <param name="IsHidden">Whether IsHidden says so.</param>
/// <param name="HasSecureToken">Whether it holds a wrapped KEK.</param>
/// <param name="IsVolumeOwner">Whether it reaches the Owner Identity Key.</param>
/// <param name="DisabledTags">What <c>;DisabledTags;</c> switches off for it.</param>
/// <param name="Home">NFSHomeDirectory, or null.</param>
/// <param name="Shell">UserShell, or null.</param>
public sealed record UserAccount(
    string Name, int? Uid, string? FullName, string? GeneratedUid, bool IsAdmin, bool IsHidden, bool HasSecureToken, bool IsVolumeOwner,
    IReadOnlyList<string> DisabledTags, string? Home, string? Shell);
