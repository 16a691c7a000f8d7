namespace MacStateStore.DeviceManagement;

/// <summary>Why a configuration profile can't be read, installed or removed.</summary>
public enum ConfigurationProfileProblem
{
    /// <summary>The file is no property list, or one that no profile can be.</summary>
    Malformed,
    /// <summary>The file is larger than a profile may be.</summary>
    TooLarge,
    /// <summary>The file's signature doesn't hold, or what looks like one is none.</summary>
    BadSignature,
    /// <summary>The content is encrypted for some other device.</summary>
    Encrypted,
    /// <summary>It holds a payload that only user-approved device management may bring.</summary>
    NeedsApprovedManagement,
    /// <summary>It is for one user, and was sent to the whole device (dossier profiles, 9).</summary>
    MustBeSystemProfile,
    /// <summary>The Mac isn't managed, so no server can have sent it.</summary>
    NotManaged,
    /// <summary>The Mac is managed already, and not by this profile.</summary>
    AlreadyManaged,
    /// <summary>The caller is no admin.</summary>
    NotAuthorized,
    /// <summary>No such profile is installed there.</summary>
    NotInstalled,
    /// <summary>Device management has installed it, or it must never go.</summary>
    NotRemovable,
    /// <summary>It takes a password to remove it, and that wasn't it.</summary>
    WrongRemovalPassword,
}

/// <summary>A configuration profile was refused; nothing has changed.</summary>
/// <param name="problem">Why.</param>
/// <param name="message">The same in words, with the place in the file where there is one.</param>
/// <param name="cause">What led to it.</param>
public sealed class ConfigurationProfileException(ConfigurationProfileProblem problem, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Why.</summary>
    public ConfigurationProfileProblem Problem { get; } = problem;
}
