using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary>How names and values are printed (dossier dscl, 6.1 to 6.5).</summary>
/// <param name="IsRaw">Whether prefixes stay.</param>
/// <param name="IsUrl">Whether values are percent-encoded.</param>
internal sealed record Formatting(bool IsRaw, bool IsUrl)
{
    private const int HexGroup = 4;

    // What a URL may hold as it is, beside letters and digits.
    private const string UrlMarks = "!$&'()*+,-./:;=?@_~";

    /// <summary>Attributes come in the order of their full lower-case names; so the underscore precedes letters.</summary>
    public static readonly Comparison<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> ByName =
        (left, right) => string.CompareOrdinal(left.Name.FullName.ToLowerInvariant(), right.Name.FullName.ToLowerInvariant());

    /// <summary>An attribute's name: of a standard one what follows its prefix, of a native one all.</summary>
    public string Name(AttributeName name) =>
        IsRaw || !name.FullName.StartsWith(AttributeName.StandardPrefix, StringComparison.Ordinal)
            ? name.FullName : name.FullName[(name.FullName.LastIndexOf(':') + 1)..];

    /// <summary>A record type's name.</summary>
    public string Name(RecordType type) => IsRaw ? type.FullName : type.ShortName;

    /// <summary>A value as text: bytes as hex in groups of four.</summary>
    public static string Plain(DirectoryValue value) => value.Text ?? Hex(value.Bytes);

    /// <summary>Bytes as hex in groups of four.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes)
    {
        var hex = Convert.ToHexStringLower(bytes);
        var grouped = new StringBuilder(hex.Length + hex.Length / (2 * HexGroup));
        for (var i = 0; i < hex.Length; i += 2 * HexGroup)
            grouped.Append(i == 0 ? "" : " ").Append(hex.AsSpan(i, Math.Min(2 * HexGroup, hex.Length - i)));
        return grouped.ToString();
    }

    /// <summary>A value as it is printed.</summary>
    public string Value(string plain) => IsUrl ? PercentEncode(plain) : plain;

    /// <summary>
    /// An attribute as read prints it: the values beside the name, or, if any of them has a blank, each on a line of its own.
    /// </summary>
    public void Attribute(StringBuilder to, AttributeName name, IReadOnlyList<DirectoryValue> values)
    {
        to.Append(Name(name)).Append(':');
        var plain = new string[values.Count];
        var hasBlank = false;
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = Plain(values[i]);
            hasBlank |= plain[i].Contains(' ', StringComparison.Ordinal);
        }
        foreach (var value in plain) to.Append(hasBlank ? "\n " : " ").Append(Value(value));
        to.Append('\n');
    }

    /// <summary>Attributes as a property list: full names, each with an array of strings.</summary>
    public static PlistDictionary Plist(IEnumerable<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> attributes)
    {
        var dictionary = new PlistDictionary();
        foreach (var (name, values) in attributes)
            dictionary[name.FullName] = new PlistArray(values.Select(value => new PlistString(Plain(value))));
        return dictionary;
    }

    private static string PercentEncode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || UrlMarks.Contains(c, StringComparison.Ordinal)) encoded.Append(c);
            else encoded.Append($"%{b:X2}");
        }
        return encoded.ToString();
    }
}
