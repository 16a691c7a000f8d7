using MacStateStore.Boot;
using MacStateStore.DeviceManagement;
using MacStateStore.Disks;
using MacStateStore.FileVault;
using MacStateStore.Lifecycle;
using MacStateStore.LocalPolicy;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace MacStateStore;

/// <summary>
/// A Mac that is to be made. What is left out gets its default (design section 6, <c>macemu create --from</c>).
/// </summary>
public sealed record MachineSpecification
{
    /// <summary>The macOS version, such as 14.5 or 14 (its newest); the newest known where null.</summary>
    public string? Os { get; init; }
    /// <summary>What kind of hardware; Apple silicon where null, or T2 where the version doesn't run on that.</summary>
    public Chip? Chip { get; init; }
    /// <summary>The model identifier; a usual one for the chip where null.</summary>
    public string? Model { get; init; }
    /// <summary>The build; the version's first general one where null.</summary>
    public string? Build { get; init; }
    /// <summary>The serial number; a random one where null.</summary>
    public string? Serial { get; init; }
    /// <summary>The platform UUID; a random one where null.</summary>
    public string? HardwareUuid { get; init; }
    /// <summary>Makes everything random and the clock repeatable.</summary>
    public long? Seed { get; init; }
    /// <summary>Where the clock begins; the host's time where null (of a seeded machine a fixed one).</summary>
    public DateTimeOffset? Clock { get; init; }
    /// <summary>Rounds of PBKDF2.</summary>
    public int KdfIterations { get; init; } = 1000;
    /// <summary>The name of the system's volume.</summary>
    public string SystemName { get; init; } = UsualSystemName;
    /// <summary>What a Mac's system volume is called where nobody renamed it.</summary>
    public const string UsualSystemName = "Macintosh HD";
    /// <summary>The UUID of its volume group; a random one where null.</summary>
    public string? VolumeGroup { get; init; }
    /// <summary>Which environment is started.</summary>
    public string BootEnvironment { get; init; } = BootState.MacOS;
    /// <summary>Whether the Mac is on.</summary>
    public bool IsRunning { get; init; } = true;
    /// <summary>Whether Setup Assistant has run; where null, it has if there are users.</summary>
    public bool? IsSetUp { get; init; }
    /// <summary>A first user whom Setup Assistant makes after all else.</summary>
    public SetupUser? Setup { get; init; }
    /// <summary>Who is at the console; null for the login window.</summary>
    public string? ConsoleUser { get; init; }
    /// <summary>Whether programs have Full Disk Access.</summary>
    public bool HasFullDiskAccess { get; init; } = true;
    /// <summary>Which of the usual layouts its disks have (<see cref="DefaultLayouts.Names"/>); the chip's own where null.</summary>
    public string? DiskLayoutName { get; init; }
    /// <summary>The disks themselves, instead of a usual layout.</summary>
    public DiskLayout? Disks { get; init; }
    /// <summary>The system's crypto users in their order, where that is said; else they follow from the users.</summary>
    public IReadOnlyList<CryptoUserSpecification>? CryptoUsers { get; init; }

    /// <summary>Failures that are to happen to tools.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];
    /// <summary>How it protects itself at the start, and what Apple knows of it.</summary>
    public SecuritySpecification Security { get; init; } = new();
    /// <summary>Who owns the system until somebody sets it up; null for nobody in particular.</summary>
    public InstallUserSpecification? InstallUser { get; init; }
    /// <summary>The systems beside the started one.</summary>
    public IReadOnlyList<FurtherSystemSpecification> FurtherSystems { get; init; } = [];
    /// <summary>FileVault.</summary>
    public FileVaultSpecification FileVault { get; init; } = new();
    /// <summary>The accounts, in the order in which they are made.</summary>
    public IReadOnlyList<UserSpecification> Users { get; init; } = [];
    /// <summary>Groups; one that macOS brings is changed, not made.</summary>
    public IReadOnlyList<GroupSpecification> Groups { get; init; } = [];
    /// <summary>Records of any other type.</summary>
    public IReadOnlyList<RecordSpecification> Records { get; init; } = [];
    /// <summary>Device management and the bootstrap token.</summary>
    public MdmSpecification Mdm { get; init; } = new();
    /// <summary>Configuration profiles, in the order in which they are listed.</summary>
    public IReadOnlyList<ProfileSpecification> Profiles { get; init; } = [];
    /// <summary>The directory servers that it is bound to, in search order.</summary>
    public IReadOnlyList<NodeSpecification> Directory { get; init; } = [];
    /// <summary>Host settings by name.</summary>
    public IReadOnlyDictionary<string, string> HostSettings { get; init; } = new Dictionary<string, string>();
    /// <summary>Answers that wait for dialogs.</summary>
    public IReadOnlyList<DialogAnswer> Dialogs { get; init; } = [];

    /// <summary>The macOS and the model that it comes to.</summary>
    /// <exception cref="SpecificationException">There is no such macOS or model, or they don't go together.</exception>
    public (MacOSRelease Release, HardwareModel Model) ChooseSystem() => MachineBuilder.ChooseSystem(this);
}

/// <summary>Start-up security as it is to be.</summary>
public sealed record SecuritySpecification
{
    /// <summary>System Integrity Protection, where that is said.</summary>
    public SystemIntegrity? Integrity { get; init; }
    /// <summary>Whether the sealed system volume is asked for, where that is said.</summary>
    public bool? HasAuthenticatedRoot { get; init; }
    /// <summary>The security mode of the system, where that is said.</summary>
    public SecurityMode? Mode { get; init; }
    /// <summary>Settings of the system's LocalPolicy by 4CC; they go before all else.</summary>
    public IReadOnlyDictionary<string, Image4Value> Policy { get; init; } = new Dictionary<string, Image4Value>();
    /// <summary>Whether the policy doesn't belong with that of its recoveryOS.</summary>
    public bool HasBrokenPairing { get; init; }
    /// <summary>NVRAM variables.</summary>
    public IReadOnlyDictionary<string, byte[]> Nvram { get; init; } = new Dictionary<string, byte[]>();
    /// <summary>What Find My knows.</summary>
    public FindMyState FindMy { get; init; }
    /// <summary>Whether Apple has activated the Mac.</summary>
    public bool IsActivated { get; init; } = true;
    /// <summary>Whether Apple uses the Mac itself.</summary>
    public bool IsAppleInternal { get; init; }
    /// <summary>Whether the Mac reaches the internet.</summary>
    public bool IsOnline { get; init; } = true;
}

/// <summary>An Install User, who hands ownership to the first user of a system.</summary>
/// <param name="Name">The user who was copied; empty for nobody.</param>
/// <param name="Password">That user's password; null for the one that the started system's user has.</param>
public sealed record InstallUserSpecification(string Name, string? Password = null);

/// <summary>A system beside the started one.</summary>
/// <param name="Name">The name of its volume.</param>
public sealed record FurtherSystemSpecification(string Name)
{
    /// <summary>Its macOS version; the started system's where null.</summary>
    public string? Os { get; init; }
    /// <summary>The UUID of its volume group; a random one where null. Volumes that are described needn't be made.</summary>
    public string? VolumeGroup { get; init; }
    /// <summary>Whether its volumes are made on a disk of their own that is plugged in.</summary>
    public bool IsExternal { get; init; }
    /// <summary>Who owns it until somebody sets it up; null for nobody in particular where it has no users.</summary>
    public InstallUserSpecification? InstallUser { get; init; }
    /// <summary>Its accounts.</summary>
    public IReadOnlyList<UserSpecification> Users { get; init; } = [];
    /// <summary>Its start-up security: mode, policy and pairing.</summary>
    public SecuritySpecification Security { get; init; } = new();
}

/// <summary>The first user, as typed into Setup Assistant.</summary>
/// <param name="Name">The short name.</param>
/// <param name="Password">The password.</param>
/// <param name="FullName">The full name; the short one where null.</param>
public sealed record SetupUser(string Name, string Password, string? FullName = null);

/// <summary>An attribute and its values; none removes it.</summary>
/// <param name="Name">As a user of dscl types it.</param>
/// <param name="Values">The values in order.</param>
public sealed record AttributeSpecification(string Name, IReadOnlyList<DirectoryValue> Values);

/// <summary>An account as it is to be.</summary>
/// <param name="Account">Its name and what else makes it up.</param>
public sealed record UserSpecification(NewAccount Account)
{
    /// <summary>The password: null for none set, empty for a blank one.</summary>
    public string? Password { get; init; }
    /// <summary>Whether it has a password; what a description of a Mac that lives says, as its passwords can't be told.</summary>
    public bool HasPassword { get; init; }
    /// <summary>Whether it holds a secure token.</summary>
    public bool HasSecureToken { get; init; }
    /// <summary>Whether it owns the volume, where that is said; it must agree with the token.</summary>
    public bool? IsVolumeOwner { get; init; }
    /// <summary>What <c>;DisabledTags;</c> switches off.</summary>
    public IReadOnlyList<string> DisabledTags { get; init; } = [];
    /// <summary>Whether the account is disabled.</summary>
    public bool IsDisabled { get; init; }
    /// <summary>The node that it is a mobile account of, by any of its names; null for a local account.</summary>
    public string? MobileNode { get; init; }
    /// <summary>The Apple ID that it is linked to.</summary>
    public LinkedIdentity? LinkedIdentity { get; init; }
    /// <summary>The hash of a smart card's public key that it is paired with.</summary>
    public string? SmartCard { get; init; }
    /// <summary>Whether there is no such user, though making the Mac would bring it.</summary>
    public bool IsAbsent { get; init; }
    /// <summary>Attributes that win over the derived ones.</summary>
    public IReadOnlyList<AttributeSpecification> Attributes { get; init; } = [];
}

/// <summary>A directory server that the Mac is to be bound to. What a description of a network user can't have (an admin right, a token) isn't looked at.</summary>
/// <param name="Name">Its name as described.</param>
/// <param name="Address">Which server that means.</param>
public sealed record NodeSpecification(string Name, NodeAddress Address)
{
    /// <summary>Of Active Directory, the domain's DNS name; made of its short name where null.</summary>
    public string? Domain { get; init; }
    /// <summary>Whether the server can be reached.</summary>
    public bool IsOnline { get; init; } = true;
    /// <summary>Its users.</summary>
    public IReadOnlyList<UserSpecification> Users { get; init; } = [];
    /// <summary>Its groups.</summary>
    public IReadOnlyList<GroupSpecification> Groups { get; init; } = [];
    /// <summary>Its records of any other type.</summary>
    public IReadOnlyList<RecordSpecification> Records { get; init; } = [];
}

/// <summary>A group as it is to be.</summary>
/// <param name="Name">The short name.</param>
public sealed record GroupSpecification(string Name)
{
    /// <summary>The GID; the lowest free one from 501 where null.</summary>
    public int? Gid { get; init; }
    /// <summary>The UUID; a random one where null.</summary>
    public string? GeneratedUid { get; init; }
    /// <summary>Short names of members.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];
    /// <summary>UUIDs of members.</summary>
    public IReadOnlyList<string> MemberUuids { get; init; } = [];
    /// <summary>Names or UUIDs of groups in it.</summary>
    public IReadOnlyList<string> NestedGroups { get; init; } = [];
    /// <summary>Whether there is no such group, though making the Mac would bring it.</summary>
    public bool IsAbsent { get; init; }
    /// <summary>Attributes that win over the derived ones.</summary>
    public IReadOnlyList<AttributeSpecification> Attributes { get; init; } = [];
}

/// <summary>A record of any type.</summary>
/// <param name="Type">Its type, such as Computers.</param>
/// <param name="Name">Its first name.</param>
/// <param name="Attributes">Its attributes.</param>
public sealed record RecordSpecification(RecordType Type, string Name, IReadOnlyList<AttributeSpecification> Attributes)
{
    /// <summary>Whether there is no such record, though making the Mac would bring it.</summary>
    public bool IsAbsent { get; init; }
}

/// <summary>The copy of a bootstrap token that the MDM server has.</summary>
public enum ServerCopy
{
    /// <summary>None.</summary>
    None,
    /// <summary>The one that opens the volume.</summary>
    Valid,
    /// <summary>One that doesn't.</summary>
    Stale,
}

/// <summary>Device management as it is to be.</summary>
public sealed record MdmSpecification
{
    /// <summary>How the Mac is enrolled; null for not at all.</summary>
    public EnrollmentKind? Enrollment { get; init; }
    /// <summary>Whether it is supervised; null for what kind and release bring.</summary>
    public bool? IsSupervised { get; init; }
    /// <summary>The server's address; a made-up one where null.</summary>
    public string? Server { get; init; }
    /// <summary>Whether the server can be reached.</summary>
    public bool IsOnline { get; init; } = true;
    /// <summary>Whether the server takes bootstrap tokens; null for what <see cref="IsBootstrapTokenSupported"/> says, else not.</summary>
    public bool? ServerTakesBootstrapToken { get; init; }
    /// <summary>Whether Apple Business Manager knows the serial number; null for whether the Mac is enrolled that way.</summary>
    public bool? IsAssigned { get; init; }
    /// <summary>The enrolment record; a usual one of an assigned Mac where null.</summary>
    public PlistDictionary? Record { get; init; }
    /// <summary>Whether the Mac is assigned without a record.</summary>
    public bool LacksRecord { get; init; }
    /// <summary>Whether Apple's enrolment hosts can't be reached.</summary>
    public bool AreHostsBlocked { get; init; }
    /// <summary>Whether the Mac knows its server to take bootstrap tokens, where that is said; it must agree with the rest.</summary>
    public bool? IsBootstrapTokenSupported { get; init; }
    /// <summary>Whether the volume has a key for a bootstrap token.</summary>
    public bool HasBootstrapToken { get; init; }
    /// <summary>Whether the Mac believes that it is escrowed.</summary>
    public bool IsBootstrapTokenEscrowed { get; init; }
    /// <summary>What the server has; null for what the Mac believes.</summary>
    public ServerCopy? ServerCopy { get; init; }
}

/// <summary>A configuration profile as it is to be installed.</summary>
/// <param name="Profile">What it says; null for the enrolment profile that the enrolment brings by itself.</param>
/// <param name="User">Whose it is; null for the whole Mac.</param>
public sealed record ProfileSpecification(ConfigurationProfile? Profile, string? User)
{
    /// <summary>Since when it is installed; since the Mac is made where null.</summary>
    public DateTimeOffset? InstalledAt { get; init; }
    /// <summary>Whether device management has installed it.</summary>
    public bool IsFromManagement { get; init; }
    /// <summary>Its UUID, where <see cref="Profile"/> doesn't say it.</summary>
    public string? Uuid { get; init; }
}

/// <summary>A description of a Mac contradicts itself or what exists.</summary>
/// <param name="place">Which part, as a path such as <c>users.alice.secureToken</c>.</param>
/// <param name="problem">What is wrong and what would be right.</param>
public sealed class SpecificationException(string place, string problem) : Exception($"{place}: {problem}")
{
    /// <summary>Which part, as a path of keys joined by dots.</summary>
    public string Place { get; } = place;
    /// <summary>What is wrong and what would be right.</summary>
    public string Problem { get; } = problem;
}
