using FsCheck;
using FsCheck.Fluent;

namespace Dscl.Tests;

/// <summary>Texts made of what usually breaks tools: blanks, quotes, line ends, escapes, percent signs, slashes, dashes, wide characters.</summary>
internal static class HardText
{
    private static readonly string[] Pieces =
    [
        "a", "Z", "0", "_", "-", "--", " ", "  ", "\t", "\n", "\"", "'", "`", "$x", "\\", "\\\\", "%", "%41", "%2F", "%zz", "/", "//", "..", ".", ":", ": ", ";", ",", "&", "<b>",
        "]]>", "{", "(", ")", "=", "é", "\u0301", "ß", "İ", "日本", "🦊", "\u2028", "No such key: x", "dsAttrTypeStandard:", "-\n", "ffd8ffe0",
    ];

    /// <summary>Any of them, not empty.</summary>
    public static Gen<string> Values { get; } = Gen.Elements(Pieces).NonEmptyListOf().Select(string.Concat);

    /// <summary>Names that a record may have: a single or double dot can't be walked to.</summary>
    public static Gen<string> Names { get; } = Values.Where(name => name is not ("." or "..") && System.Text.Encoding.UTF8.GetByteCount(name) <= 200);

    /// <summary>A name as a component of a path.</summary>
    public static string Escaped(string name) => name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal).Replace("%", "%25", StringComparison.Ordinal);

    /// <summary>The same, all in percent sequences.</summary>
    public static string PercentEncoded(string name) => string.Concat(System.Text.Encoding.UTF8.GetBytes(name).Select(b => $"%{b:X2}"));
}
