namespace MacStateStore.Credentials;

/// <summary>A password in a keychain.</summary>
/// <param name="Keychain">The keychain's path.</param>
/// <param name="Class"><see cref="Generic"/> or <see cref="Internet"/>.</param>
/// <param name="Attributes">What describes it, by codes of four letters (<c>svce</c>, <c>acct</c> …); <see cref="Label"/> is its name.</param>
/// <param name="Secret">The password.</param>
public sealed record KeychainItem(string Keychain, string Class, IReadOnlyDictionary<string, string> Attributes, byte[] Secret)
{
    /// <summary>The class of passwords of applications.</summary>
    public const string Generic = "genp";

    /// <summary>The class of passwords of servers.</summary>
    public const string Internet = "inet";

    /// <summary>The attribute with the name that people see; the tools print it by its number.</summary>
    public const string Label = "labl";

    /// <summary>When it was made, and when it was last changed: attributes, as <c>yyyyMMddHHmmssZ</c>.</summary>
    public const string Created = "cdat", Modified = "mdat";

    internal long Id { get; init; }
}
