namespace MacStateStore.LocalPolicy;

/// <summary>Somebody who may sign LocalPolicies: who has reached the Owner Identity Key.</summary>
public sealed class PolicySigner
{
    internal PolicySigner(byte[] key) => Key = key;

    /// <summary>The private scalar.</summary>
    internal byte[] Key { get; }
}
