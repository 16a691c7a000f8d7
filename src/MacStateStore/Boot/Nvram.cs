using System.Globalization;
using System.Text;
using MacStateStore.Storage;

namespace MacStateStore.Boot;

/// <summary>The firmware's variables, which outlive a restart.</summary>
public sealed class Nvram
{
    /// <summary>The configuration of System Integrity Protection on an Intel Mac.</summary>
    public const string IntegrityVariable = "csr-active-config";

    /// <summary>The addresses that <c>csrutil netboot</c> allows.</summary>
    public const string NetBootVariable = "csr-data";

    /// <summary>What the kernel is started with.</summary>
    public const string BootArguments = "boot-args";

    /// <summary>A value as <c>nvram</c> prints it: what isn't printable as % and two hex digits.</summary>
    public static string Print(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder();
        foreach (var octet in value) text.Append(octet is > 0x20 and < 0x7F and not (byte)'%' || octet == ' ' ? ((char)octet).ToString() : $"%{octet:x2}");
        return text.ToString();
    }

    /// <summary>Reads such a value; null where a % isn't followed by two hex digits.</summary>
    public static byte[]? Parse(string text)
    {
        var value = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                var end = text.IndexOf('%', i) is >= 0 and var next ? next : text.Length;
                value.AddRange(Encoding.UTF8.GetBytes(text[i..end]));
                i = end - 1;
            }
            else if (i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                value.Add(octet);
                i += 2;
            }
            else
            {
                return null;
            }
        }
        return [.. value];
    }

    private readonly Database _database;

    internal Nvram(Database database) => _database = database;

    /// <summary>All variables by name.</summary>
    public IReadOnlyList<(string Name, byte[] Value)> All => _database.Rows("SELECT name, value FROM nvram ORDER BY name", row => (row.Text(0), row.Blob(1)));

    /// <summary>A variable; null where there is none. Setting null takes it away.</summary>
    public byte[]? this[string name]
    {
        get => _database.Scalar("SELECT value FROM nvram WHERE name = $1", name) as byte[];
        set
        {
            if (value is null) _database.Execute("DELETE FROM nvram WHERE name = $1", name);
            else _database.Execute("INSERT INTO nvram (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
        }
    }

    /// <summary>What the next start of an Intel Mac takes for System Integrity Protection.</summary>
    public SystemIntegrity Integrity
    {
        get => this[IntegrityVariable] is { Length: >= 4 } value ? new SystemIntegrity(BitConverter.ToUInt32(value)) : default;
        set => this[IntegrityVariable] = value.Bits == 0 ? null : BitConverter.GetBytes((uint)value.Bits);
    }
}
