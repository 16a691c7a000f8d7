namespace MacEmu.Description;

/// <summary>What kinds of values the state document has, so that an expectation with a wrong key or value is told from one that isn't met.</summary>
internal abstract record StateShape
{
    /// <summary>A text of any kind, or nothing.</summary>
    public sealed record Words : StateShape;

    /// <summary>One of a few words.</summary>
    public sealed record OneOf(params string[] Values) : StateShape;

    /// <summary>A boolean.</summary>
    public sealed record Boolean : StateShape;

    /// <summary>A whole number, or nothing.</summary>
    public sealed record Number : StateShape;

    /// <summary>A list.</summary>
    public sealed record List(StateShape Item) : StateShape;

    /// <summary>A mapping with fixed keys.</summary>
    public sealed record Mapping(params (string Key, StateShape Value)[] Keys) : StateShape;

    /// <summary>A mapping whose keys are names; null where the values may be anything.</summary>
    public sealed record ByName(StateShape? Value) : StateShape;

    /// <summary>One of several kinds of value.</summary>
    public sealed record Either(params StateShape[] Shapes) : StateShape;

    /// <summary>A shape that is told elsewhere under a name.</summary>
    public sealed record Reference(string Name) : StateShape;

    /// <summary>A shape with words about what it is for.</summary>
    public sealed record Explained(StateShape Shape, string Purpose) : StateShape;

    /// <summary>Anything at all.</summary>
    public sealed record Anything : StateShape;

    private static readonly Words Text = new();
    private static readonly Boolean Bool = new();

    /// <summary>The whole document (design section 6).</summary>
    public static readonly StateShape Whole = new Mapping(
        ("machine", new Mapping(
            ("os", Text), ("build", Text), ("chip", new OneOf("apple", "t2", "intel")), ("model", Text), ("serial", Text), ("hardwareUUID", Text), ("clock", Text))),
        ("boot", new Mapping(("environment", new OneOf("macos", "recoveryos", "1tr")), ("system", Text), ("running", Bool))),
        ("consoleUser", Text),
        ("users", new ByName(new Mapping(
            ("uid", new Number()), ("fullName", Text), ("generatedUID", Text), ("admin", Bool), ("hidden", Bool), ("secureToken", Bool), ("volumeOwner", Bool),
            ("disabledTags", new List(Text)), ("home", Text), ("shell", Text)))),
        ("fileVault", new OneOf("on", "off", "encrypting", "decrypting")),
        ("recoveryKeys", new Mapping(("personal", Bool), ("institutional", Bool))),
        ("deferral", new Mapping(("active", Bool), ("user", Text))),
        ("bootstrapToken", new Mapping(("supported", Bool), ("created", Bool), ("escrowed", Bool))),
        ("mdm", new Mapping(("enrollment", new OneOf("none", "user-approved", "ade", "unapproved")), ("server", Text), ("supervised", Bool))),
        ("profiles", new List(new Mapping(("identifier", Text), ("uuid", Text), ("scope", Text)))),
        ("sip", new OneOf("enabled", "disabled", "custom")),
        ("authenticatedRoot", Bool),
        ("systems", new ByName(new Mapping(
            ("volumeGroup", Text), ("os", Text), ("securityMode", new OneOf("full", "reduced", "permissive")), ("owners", new List(Text)), ("installUser", Text),
            ("localPolicy", new ByName(null))))),
        ("findMy", new OneOf("off", "on", "lost")),
        ("activated", Bool));
}
