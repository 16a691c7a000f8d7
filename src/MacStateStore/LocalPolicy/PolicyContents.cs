using System.Security.Cryptography;

namespace MacStateStore.LocalPolicy;

/// <summary>How strictly a Mac starts a system (dossier bputil, 9.1).</summary>
public enum SecurityMode
{
    /// <summary>Only what Apple has signed for this very Mac.</summary>
    Full,
    /// <summary>Whatever Apple has signed.</summary>
    Reduced,
    /// <summary>Also what the owner has signed.</summary>
    Permissive,
}

/// <summary>What a LocalPolicy says: its fields, of which each is there for a reason that the table of fields knows.</summary>
public sealed class PolicyContents
{
    /// <summary>The object of the manifest that holds the policy.</summary>
    public const string ObjectCode = "lpol";

    private readonly Image4Properties _fields;

    private PolicyContents(Image4Properties fields) => _fields = fields;

    /// <summary>A policy that says nothing: Full Security.</summary>
    public static PolicyContents Empty { get; } = new(new Image4Properties());

    /// <summary>Every field that is there.</summary>
    public IEnumerable<KeyValuePair<string, Image4Value>> Fields => _fields;

    /// <summary>A field's value; null where it is absent.</summary>
    public Image4Value? this[string code] => _fields[code];

    /// <summary>Whether a switch is on.</summary>
    public bool Has(string code) => _fields[code] is Image4Value.Flag { Value: true };

    /// <summary>A number; null where absent.</summary>
    public ulong? Number(string code) => (_fields[code] as Image4Value.Number)?.Value;

    /// <summary>A hash in upper-case hex; null where absent.</summary>
    public string? Hex(string code) => (_fields[code] as Image4Value.Data)?.Hex;

    /// <summary>A text; null where absent.</summary>
    public string? Text(string code) => (_fields[code] as Image4Value.Text)?.Value;

    /// <summary>A UUID as macOS writes it; null where absent.</summary>
    public string? Uuid(string code) => _fields[code] is Image4Value.Data { Value.Length: PolicyFields.UuidSize } data ? new Guid(data.Value.Span, bigEndian: true).ToString("D").ToUpperInvariant() : null;

    /// <summary>How strict it is.</summary>
    public SecurityMode Mode => !Has("smb0") ? SecurityMode.Full : Has("smb1") ? SecurityMode.Permissive : SecurityMode.Reduced;

    /// <summary>The same with a switch on or off; switching off takes away what depended on it.</summary>
    public PolicyContents With(string code, bool on) => With(code, on ? new Image4Value.Flag(true) : null);

    /// <summary>The same without a field and what depends on it.</summary>
    public PolicyContents Without(string code) => With(code, (Image4Value?)null);

    /// <summary>The same with a number.</summary>
    public PolicyContents With(string code, ulong number) => With(code, new Image4Value.Number(number));

    /// <summary>The same with a hash or UUID.</summary>
    public PolicyContents With(string code, ReadOnlyMemory<byte> bytes) => With(code, new Image4Value.Data(bytes));

    /// <summary>The same with a field set, or taken away (null) together with what depends on it.</summary>
    /// <exception cref="ArgumentException">There is no such field, it can't have that value, or what it needs isn't there.</exception>
    public PolicyContents With(string code, Image4Value? value)
    {
        var field = PolicyFields.Find(code) ?? throw new ArgumentException($"a LocalPolicy has no field {code}", nameof(code));
        var fields = _fields.Copy();
        if (value is null)
        {
            Remove(fields, code);
        }
        else
        {
            if (!field.Takes(value)) throw new ArgumentException($"{code} can't be {value}", nameof(value));
            if (field.Prerequisite is { } needed && fields[needed] is null) throw new ArgumentException($"{code} needs {needed}", nameof(code));
            fields[code] = value;
        }
        return new PolicyContents(fields);
    }

    /// <summary>The same without any setting: Full Security. What device management has set (smb4) stays (guess).</summary>
    public PolicyContents WithoutSettings()
    {
        var fields = _fields.Copy();
        foreach (var field in PolicyFields.All)
            if (field.IsSetting && field.Code != "smb4") fields[field.Code] = null;
        return new PolicyContents(fields);
    }

    /// <summary>The same, at least as permissive as a mode.</summary>
    public PolicyContents AtLeast(SecurityMode mode)
    {
        var contents = mode >= SecurityMode.Reduced && !Has("smb0") ? With("smb0", true) : this;
        return mode == SecurityMode.Permissive && !contents.Has("smb1") ? contents.With("smb1", true) : contents;
    }

    /// <summary>What is wrong with the fields; null where they agree with the table.</summary>
    public string? Problem()
    {
        foreach (var (code, value) in _fields)
        {
            if (PolicyFields.Find(code) is not { } field) return $"{code} is no field of a LocalPolicy";
            if (!field.Takes(value)) return $"{code} has a value that it can't have";
            if (field.Prerequisite is { } needed && _fields[needed] is null) return $"{code} is there without {needed}";
        }
        return null;
    }

    /// <summary>
    /// The Trusted Boot Policy Measurement: SHA-384 field by field, without what protects against replay, so that it stays the same while
    /// nonces change. (That it is iterative is known, the steps aren't: guess, dossier bputil 11.)
    /// </summary>
    public byte[] Measure()
    {
        var measurement = new byte[PolicyFields.HashSize];
        foreach (var (code, value) in _fields)
        {
            if (PolicyFields.Find(code) is { IsAntiReplay: true }) continue;
            var one = new Image4Properties { [code] = value };
            measurement = SHA384.HashData([.. measurement, .. one.Encode()]);
        }
        return measurement;
    }

    /// <summary>The manifest that says it, not signed yet.</summary>
    internal Image4Manifest ToManifest()
    {
        var (identity, policy) = (new Image4Properties(), new Image4Properties());
        foreach (var (code, value) in _fields) (PolicyFields.Find(code)!.IsIdentity ? identity : policy)[code] = value;
        return new Image4Manifest(identity, new Dictionary<string, Image4Properties> { [ObjectCode] = policy });
    }

    /// <summary>Reads what a manifest says.</summary>
    /// <exception cref="Image4Exception">It is no LocalPolicy.</exception>
    public static PolicyContents Of(Image4Manifest manifest)
    {
        if (manifest.Objects.Count != 1 || !manifest.Objects.TryGetValue(ObjectCode, out var policy)) throw new Image4Exception($"the manifest is none of a LocalPolicy: it has no {ObjectCode}, or more than that");
        var fields = policy.Copy();
        foreach (var (code, value) in manifest.Properties)
        {
            if (fields[code] is not null) throw new Image4Exception($"{code} is there twice");
            fields[code] = value;
        }
        var contents = new PolicyContents(fields);
        return contents.Problem() is { } problem ? throw new Image4Exception(problem) : contents;
    }

    private static void Remove(Image4Properties fields, string code)
    {
        if (fields[code] is null) return;
        fields[code] = null;
        foreach (var dependent in PolicyFields.All)
            if (dependent.Prerequisite == code) Remove(fields, dependent.Code);
    }
}
