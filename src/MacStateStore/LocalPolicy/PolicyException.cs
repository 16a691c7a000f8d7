namespace MacStateStore.LocalPolicy;

/// <summary>Why a LocalPolicy isn't changed (dossier bputil, 6.3).</summary>
public enum PolicyProblem
{
    /// <summary>Intel Macs have none.</summary>
    NoPolicies,
    /// <summary>The system knows no such user, or the user holds no key.</summary>
    UserNotFound,
    /// <summary>The password is wrong.</summary>
    PasswordRejected,
    /// <summary>The user is no owner, or no admin where it takes one.</summary>
    OwnerRequired,
    /// <summary>Something of it can't be changed from the started environment (bootpolicy 11).</summary>
    BootMode,
    /// <summary>The started recoveryOS isn't the one that belongs to the system (bootpolicy 17).</summary>
    Pairing,
    /// <summary>The policy that lies on the disk can't be read (bootpolicy 6).</summary>
    Image,
    /// <summary>The seal of the system volume is broken.</summary>
    BrokenSeal,
    /// <summary>FileVault is on.</summary>
    FileVault,
    /// <summary>It takes the network.</summary>
    Network,
}

/// <summary>A LocalPolicy isn't changed.</summary>
/// <param name="problem">Why.</param>
public sealed class PolicyException(PolicyProblem problem) : Exception($"the LocalPolicy isn't changed: {problem}")
{
    /// <summary>Why.</summary>
    public PolicyProblem Problem { get; } = problem;
}
