namespace MacStateStore.OpenDirectory;

/// <summary>An account policy can't be evaluated here. Such a policy is refused rather than passed over.</summary>
/// <param name="message">What in it.</param>
public sealed class AccountPolicyException(string message) : Exception(message);
