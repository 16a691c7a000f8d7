using System.Text;

namespace MacStateStore.PropertyLists;

/// <summary>
/// Reads and writes Apple property lists (plist(5)) in their XML and binary ("bplist00") formats.
/// </summary>
/// <remarks>
/// This folder stands in for the NuGet package plist-cil (Claunia.PropertyList), which the registry lacks; it is kept
/// behind these few entry points so it could be exchanged. The layout of both formats follows what CoreFoundation's
/// CFPropertyList.c and CFBinaryPList.c read and write.
/// </remarks>
public static class PropertyList
{
    /// <summary>The largest document, in bytes, that is read or written: 64 MiB.</summary>
    public const int MaximumSize = 64 * 1024 * 1024;

    /// <summary>How deep arrays and dictionaries may be nested: 512, as in CoreFoundation.</summary>
    public const int MaximumDepth = 512;

    /// <summary>
    /// How many values a document may hold: 4,194,304. In a binary one each is counted as often as it is referred to, and
    /// keys count too.
    /// </summary>
    public const int MaximumValues = 4 * 1024 * 1024;

    private static ReadOnlySpan<byte> BinaryMagic => "bplist"u8;

    /// <summary>Tells a binary property list from an XML one by its first bytes.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> document) => document.StartsWith(BinaryMagic);

    /// <summary>
    /// Reads a binary property list, or an XML one in UTF-8, UTF-16 or ISO 8859-1. Where a dictionary has a key twice,
    /// the later value counts, as in CoreFoundation.
    /// </summary>
    /// <exception cref="PropertyListException">
    /// The document is malformed, larger or deeper than the limits above, in the old-style (OpenStep) ASCII format, or
    /// has a DTD internal subset.
    /// </exception>
    public static PlistValue Parse(ReadOnlySpan<byte> document)
    {
        if (document.Length > MaximumSize)
            throw new PropertyListException($"the property list has {document.Length} bytes, more than the {MaximumSize} allowed");
        return IsBinary(document)
            ? new BinaryPlistReader(document).ReadDocument()
            : new XmlPlistReader(XmlPlistDecoder.Decode(document)).ReadDocument();
    }

    /// <summary>Reads a property list in the old style of OpenStep, or the entries of a dictionary without its braces.</summary>
    /// <exception cref="PropertyListException">The text is malformed or deeper than the limits above.</exception>
    public static PlistValue ParseOldStyle(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new OldStylePlistReader(text).ReadDocument();
    }

    /// <summary>
    /// Writes the value as an XML property list in UTF-8, byte for byte as CoreFoundation does except that dictionaries
    /// keep their own order; CoreFoundation's is that of <see cref="PlistValue.Sorted"/>.
    /// </summary>
    /// <exception cref="PropertyListException">
    /// The value exceeds the limits above or has a string with an unpaired surrogate.
    /// </exception>
    public static byte[] ToXml(PlistValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        try
        {
            byte[] document = XmlPlistDecoder.StrictUtf8.GetBytes(new XmlPlistWriter().WriteDocument(value));
            return document.Length <= MaximumSize ? document : throw TooLarge();
        }
        catch (EncoderFallbackException e)
        {
            throw new PropertyListException("a string has an unpaired surrogate, which UTF-8 can't hold", e);
        }
    }

    /// <summary>Writes the value as a binary property list (version "00"), equal scalars being stored once.</summary>
    /// <exception cref="PropertyListException">
    /// The value exceeds the limits above or has a string with an unpaired surrogate.
    /// </exception>
    public static byte[] ToBinary(PlistValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new BinaryPlistWriter().WriteDocument(value);
    }

    internal static PropertyListException HoldsNull() => new("a null, which no property list can hold");

    internal static PropertyListException TooLarge() =>
        new($"the property list would have more than the {MaximumSize} bytes allowed");

    internal static PropertyListException TooDeep() =>
        new($"arrays and dictionaries are nested deeper than the {MaximumDepth} levels allowed");

    internal static PropertyListException TooManyValues() =>
        new($"the property list has more than the {MaximumValues} values allowed");
}
