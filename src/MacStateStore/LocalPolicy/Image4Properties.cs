using System.Collections;
using System.Formats.Asn1;

namespace MacStateStore.LocalPolicy;

/// <summary>The properties of one part of a manifest by their 4CC, in the order of DER: that of the codes.</summary>
public sealed class Image4Properties : IEnumerable<KeyValuePair<string, Image4Value>>, IEquatable<Image4Properties>
{
    private readonly SortedDictionary<string, Image4Value> _values = new(StringComparer.Ordinal);

    /// <summary>The value of a property; null where there is none. Setting null takes it away.</summary>
    public Image4Value? this[string code]
    {
        get => _values.GetValueOrDefault(code);
        set
        {
            if (!FourCharacterCode.IsOne(code)) throw new ArgumentException($"'{code}' is not a four-character code", nameof(code));
            if (value is null) _values.Remove(code);
            else _values[code] = value;
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _values.Count;

    /// <summary>A copy to change.</summary>
    public Image4Properties Copy()
    {
        var copy = new Image4Properties();
        foreach (var (code, value) in _values) copy._values[code] = value;
        return copy;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Image4Value>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Image4Properties? other) => other is not null && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Image4Properties);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Aggregate(0, (hash, item) => HashCode.Combine(hash, item.Key, item.Value));

    /// <summary>The properties in DER, as the set that they make.</summary>
    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf()) WriteInto(writer);
        return writer.Encode();
    }

    internal void WriteInto(AsnWriter writer)
    {
        foreach (var (code, value) in _values)
            Write(writer, code, () => WriteValue(writer, value));
    }

    /// <summary>One property: its private tag around a sequence of its code and its value.</summary>
    internal static void Write(AsnWriter writer, string code, Action writeValue)
    {
        using (writer.PushSequence(FourCharacterCode.TagOf(code)))
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, code);
            writeValue();
        }
    }

    /// <summary>Opens one property: gives its code and what follows that.</summary>
    internal static (string Code, AsnReader Value) Open(AsnReader from)
    {
        var tag = from.PeekTag();
        var code = FourCharacterCode.Of(tag) ?? throw new Image4Exception($"tag {tag} is no four-character code");
        var outer = from.ReadSequence(tag);
        var property = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var name = property.ReadCharacterString(UniversalTagNumber.IA5String);
        if (name != code) throw new Image4Exception($"the property with tag {code} calls itself '{Printable(name)}'");
        return (code, property);
    }

    internal void Read(string code, AsnReader property, string where)
    {
        if (_values.ContainsKey(code)) throw new Image4Exception($"{where}: {code} is there twice");
        _values[code] = ReadValue(code, property);
        property.ThrowIfNotEmpty();
    }

    private static void WriteValue(AsnWriter writer, Image4Value value)
    {
        switch (value)
        {
            case Image4Value.Number number: writer.WriteInteger(number.Value); break;
            case Image4Value.Flag flag: writer.WriteBoolean(flag.Value); break;
            case Image4Value.Text text: writer.WriteCharacterString(UniversalTagNumber.IA5String, text.Value); break;
            case Image4Value.Data data: writer.WriteOctetString(data.Value.Span); break;
            default: throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    private static Image4Value ReadValue(string code, AsnReader property)
    {
        var tag = property.PeekTag();
        if (tag == Asn1Tag.Integer)
            return property.TryReadUInt64(out var number) ? new Image4Value.Number(number) : throw new Image4Exception($"{code}: the number is negative or has more than 64 bits");
        if (tag == Asn1Tag.Boolean) return new Image4Value.Flag(property.ReadBoolean());
        if (tag == Asn1Tag.PrimitiveOctetString) return new Image4Value.Data(property.ReadOctetString());
        if (tag.HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.IA5String))) return new Image4Value.Text(property.ReadCharacterString(UniversalTagNumber.IA5String));
        throw new Image4Exception($"{code}: a value of type {tag} isn't known");
    }

    private static string Printable(string text) => text.Length <= 16 && text.All(c => c is >= ' ' and <= '~') ? text : "…";
}
