using System.Buffers.Binary;

namespace MacStateStore.Storage;

/// <summary>
/// Where UUIDs, serials, salts, keys and recovery keys come from: the host's random device, or, on a Mac made with a seed,
/// a fixed sequence (SplitMix64, Steele, Lea and Flood 2014) whose place is kept in the machine file.
/// </summary>
public sealed class RandomSource
{
    private readonly Database _database;
    private readonly ulong? _seed;

    internal RandomSource(Database database)
    {
        _database = database;
        _seed = (ulong?)database.Number("SELECT seed FROM chance");
    }

    /// <summary>Whether the machine was made with a seed.</summary>
    public bool IsSeeded => _seed is not null;

    /// <summary>That many random bytes.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        if (_seed is { } seed) FillFromSequence(bytes, seed);
        else FillFromDevice(bytes);
        return bytes;
    }

    /// <summary>A random (version 4) UUID in upper case, as macOS writes them.</summary>
    public string Uuid()
    {
        var bytes = Bytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D").ToUpperInvariant();
    }

    /// <summary>A number from 0 to one less than the limit.</summary>
    public int Below(int limit) => (int)(BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8)) % (ulong)limit);

    /// <summary>That many characters out of an alphabet.</summary>
    public string Characters(string alphabet, int count) =>
        string.Create(count, (this, alphabet), static (text, source) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = source.alphabet[source.Item1.Below(source.alphabet.Length)];
        });

    private void FillFromSequence(Span<byte> bytes, ulong seed)
    {
        var draws = (ulong)_database.Number("SELECT draws FROM chance")!.Value;
        Span<byte> word = stackalloc byte[8];
        for (var filled = 0; filled < bytes.Length; filled += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Mix(seed + ++draws * 0x9E3779B97F4A7C15));
            word[..Math.Min(8, bytes.Length - filled)].CopyTo(bytes[filled..]);
        }
        _database.Execute("UPDATE chance SET draws = $1", (long)draws);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    // Not RandomNumberGenerator: it would load OpenSSL, which costs as much time as the rest of a tool's start.
    private static void FillFromDevice(Span<byte> bytes)
    {
        using var device = File.OpenHandle("/dev/urandom");
        for (var filled = 0; filled < bytes.Length;)
            filled += RandomAccess.Read(device, bytes[filled..], 0);
    }
}
