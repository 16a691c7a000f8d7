namespace MacStateStore.LocalPolicy;

/// <summary>What a field of a LocalPolicy holds.</summary>
public enum PolicyFieldKind
{
    /// <summary>A switch; absent is off.</summary>
    Flag,
    /// <summary>A number of 64 bits.</summary>
    Number,
    /// <summary>A SHA-384 hash: 48 bytes.</summary>
    Hash,
    /// <summary>A UUID: 16 bytes.</summary>
    Uuid,
    /// <summary>A text.</summary>
    Text,
}

/// <summary>From which boot environments a field may be changed (Apple Platform Security, "Contents of a LocalPolicy file").</summary>
[Flags]
public enum PolicyEnvironments
{
    /// <summary>None: the hardware says it.</summary>
    None = 0,
    /// <summary>macOS.</summary>
    MacOS = 1,
    /// <summary>recoveryOS otherwise than by the power button.</summary>
    RecoveryOS = 2,
    /// <summary>1TR, the paired recoveryOS by the power button.</summary>
    OneTrueRecovery = 4,
    /// <summary>All of them.</summary>
    All = MacOS | RecoveryOS | OneTrueRecovery,
}

/// <summary>One field of a LocalPolicy.</summary>
/// <param name="Code">Its 4CC.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Environments">From where it may be changed.</param>
/// <param name="Prerequisite">The field that must be there for this one to be; null for none.</param>
/// <param name="ChangedBy">What changes it, in words.</param>
public sealed record PolicyField(string Code, PolicyFieldKind Kind, PolicyEnvironments Environments, string? Prerequisite, string ChangedBy)
{
    /// <summary>Whether it says what the hardware is; it stands among the properties of the whole manifest then (which part: guess, dossier bputil 11).</summary>
    public bool IsIdentity => Environments == PolicyEnvironments.None;

    /// <summary>Whether it is one of those that security settings consist of: removed when Full Security is chosen.</summary>
    public bool IsSetting => Code is ['s', 'm', 'b', _] or ['s', 'i', 'p', _] or "coih" or "auxp" or "auxi" or "auxr";

    /// <summary>Whether it protects against replaying an old policy, and so is no part of a measurement.</summary>
    public bool IsAntiReplay => Code is "lpnh" or "rpnh" or "ronh";

    /// <summary>How many bytes it has; null where that isn't fixed.</summary>
    public int? Size => Kind switch { PolicyFieldKind.Hash => PolicyFields.HashSize, PolicyFieldKind.Uuid => PolicyFields.UuidSize, _ => null };

    /// <summary>Whether a value is one that the field can have.</summary>
    public bool Takes(Image4Value value) => Kind switch
    {
        PolicyFieldKind.Flag => value is Image4Value.Flag { Value: true } || (IsIdentity && value is Image4Value.Flag),
        PolicyFieldKind.Number => value is Image4Value.Number,
        PolicyFieldKind.Text => value is Image4Value.Text { Value.Length: > 0 },
        _ => value is Image4Value.Data data && data.Value.Length == Size,
    };
}
