using System.Globalization;
using System.Text;
using MacStateStore.Credentials;
using MacToolHost;

namespace Companions;

/// <summary>Prints items of keychains as security does (source: Apple's published Security project).</summary>
internal static class KeychainPrinter
{
    // The attributes of each class, with their formats, in the order of the file's schema.
    private static readonly string[] Generic =
        ["acct blob", "cdat timedate", "crtr uint32", "cusi sint32", "desc blob", "gena blob", "icmt blob", "invi sint32", "mdat timedate", "nega sint32", "prot blob", "scrp sint32", "svce blob", "type uint32"];

    private static readonly string[] Internet =
    [
        "acct blob", "atyp blob", "cdat timedate", "crtr uint32", "cusi sint32", "desc blob", "icmt blob", "invi sint32", "mdat timedate", "nega sint32", "path blob", "port uint32", "prot blob", "ptcl uint32",
        "scrp sint32", "sdmn blob", "srvr blob", "type uint32",
    ];

    /// <summary>Prints what describes an item.</summary>
    public static void Print(ToolConsole console, KeychainItem item)
    {
        Head(console, item.Keychain, 512, Buffer(Encoding.ASCII.GetBytes(item.Class)));
        console.OutLine($"    0x00000007 <blob>={Shown(item, KeychainItem.Label, "blob")}");
        console.OutLine("    0x00000008 <blob>=<NULL>");
        foreach (var attribute in item.Class == KeychainItem.Generic ? Generic : Internet)
        {
            var (code, format) = (attribute[..4], attribute[5..]);
            console.OutLine($"    \"{code}\"<{format}>={Shown(item, code, format)}");
        }
    }

    /// <summary>Prints the lines above an item's attributes.</summary>
    public static void Head(ToolConsole console, string keychain, int version, string itemClass) =>
        console.OutLine($"keychain: {Buffer(Encoding.UTF8.GetBytes(keychain))}\nversion: {version}\nclass: {itemClass}\nattributes:");

    /// <summary>Bytes: in quotes, and as a number before that where they aren't all plain letters.</summary>
    public static string Buffer(ReadOnlySpan<byte> bytes)
    {
        var quoted = new StringBuilder();
        var (isPlain, hasPlain) = (true, false);
        foreach (var c in bytes)
        {
            if (c is >= (byte)' ' and <= (byte)'~' and not (byte)'\\')
            {
                hasPlain = true;
                quoted.Append((char)c);
                continue;
            }
            isPlain = false;
            quoted.Append('\\').Append(c >> 6).Append((c >> 3) & 7).Append(c & 7);
        }
        return (isPlain ? "" : $"0x{Convert.ToHexString(bytes)} {(hasPlain ? " " : "")}") + (hasPlain ? $"\"{quoted}\"" : "");
    }

    private static string Shown(KeychainItem item, string code, string format)
    {
        if (item.Attributes.GetValueOrDefault(code) is not { } value) return "<NULL>";
        return format switch
        {
            "timedate" => Buffer(Encoding.ASCII.GetBytes(value + "\0")),
            "uint32" when uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => $"0x{number:X8} ",
            _ => Buffer(Encoding.UTF8.GetBytes(value)),
        };
    }
}
