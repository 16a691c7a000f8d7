namespace MacStateStore.DeviceManagement;

/// <summary>A configuration profile that is installed.</summary>
/// <param name="Profile">What it says.</param>
/// <param name="User">The short name of the user that it is for; null for the whole Mac.</param>
/// <param name="InstalledAt">Since when it is there in this version.</param>
/// <param name="IsFromManagement">Whether device management has installed it.</param>
public sealed record InstalledProfile(ConfigurationProfile Profile, string? User, DateTimeOffset InstalledAt, bool IsFromManagement)
{
    internal long Id { get; init; }
}

/// <summary>Who installs or removes a profile.</summary>
public enum ProfileOrigin
{
    /// <summary>The command line tool.</summary>
    Command,
    /// <summary>A person at the Mac, in the settings.</summary>
    Person,
    /// <summary>The server that manages the Mac.</summary>
    Management,
    /// <summary>Nobody: the Mac is described as having it.</summary>
    Description,
}
