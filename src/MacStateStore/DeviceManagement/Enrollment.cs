namespace MacStateStore.DeviceManagement;

/// <summary>How a Mac came to be managed (dossier profiles, 4.3 and 11).</summary>
public enum EnrollmentKind
{
    /// <summary>By a script, without a person's approval: macOS 10.13.2 to 10.15.</summary>
    Unapproved,
    /// <summary>By a person, or approved by one later.</summary>
    UserApproved,
    /// <summary>By Automated Device Enrolment (formerly DEP), in Setup Assistant.</summary>
    Automated,
}

/// <summary>What a Mac knows of its enrolment: the payload <c>com.apple.mdm</c> and what the server told it since (dossier profiles, 9).</summary>
/// <param name="Kind">How it came about.</param>
/// <param name="IsSupervised">Whether the Mac is supervised.</param>
/// <param name="ServerUrl">Where it asks for commands, as <c>profiles status</c> prints it.</param>
public sealed record Enrollment(EnrollmentKind Kind, bool IsSupervised, string ServerUrl)
{
    /// <summary>The server capability that lets a Mac escrow its bootstrap token.</summary>
    public const string BootstrapTokenCapability = "com.apple.mdm.bootstraptoken";

    /// <summary>The server capability of commands for users.</summary>
    public const string PerUserConnectionsCapability = "com.apple.mdm.per-user-connections";

    /// <summary>Every right that a server can have over a Mac.</summary>
    public const int AllAccessRights = 8191;

    /// <summary>Where it checks in; null where that is <see cref="ServerUrl"/>.</summary>
    public string? CheckInUrl { get; init; }
    /// <summary>The topic of pushes.</summary>
    public string Topic { get; init; } = "com.apple.mgmt.External.5B0B2C1E-7C5A-4B1D-9D7F-3A0C6E5D9F21";
    /// <summary>The server's rights, a sum of bits.</summary>
    public int AccessRights { get; init; } = AllAccessRights;
    /// <summary>What the server said it can do.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];
    /// <summary>Whether a person may end the enrolment.</summary>
    public bool IsRemovable { get; init; } = true;
    /// <summary>Whether Setup Assistant waits for the server's word that the Mac is configured.</summary>
    public bool IsAwaitingConfiguration { get; init; }
    /// <summary>Whether Setup Assistant is to make no account.</summary>
    public bool SkipsPrimaryAccount { get; init; }
    /// <summary>Whether Setup Assistant's account is to be a standard user.</summary>
    public bool PrimaryAccountIsStandard { get; init; }
    /// <summary>The UUID of the admin account that MDM has made; null where it made none.</summary>
    public string? ManagedAdmin { get; init; }

    /// <summary>Where a real server reaches the Mac; null where the Mac is enrolled in the emulated one.</summary>
    public PushAddress? Push { get; init; }

    /// <summary>Whether the server is a real one, outside of the machine file.</summary>
    public bool IsInRealServer => Push is not null;

    /// <summary>Whether a person has approved it, or needn't.</summary>
    public bool IsUserApproved => Kind != EnrollmentKind.Unapproved;

    /// <summary>Whether it came about by Automated Device Enrolment.</summary>
    public bool IsAutomated => Kind == EnrollmentKind.Automated;
}

/// <summary>What a server would wake the Mac with, by Apple's push service (dossier profiles, 9). Nobody pushes an emulated Mac: it is told to ask.</summary>
/// <param name="Magic">The word that the push carries.</param>
/// <param name="Token">The Mac's address.</param>
public sealed record PushAddress(string Magic, byte[] Token)
{
    /// <summary>The bytes of an address.</summary>
    public const int TokenSize = 32;
}
