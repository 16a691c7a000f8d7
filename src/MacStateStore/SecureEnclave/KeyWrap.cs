using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MacStateStore.SecureEnclave;

/// <summary>AES key wrap without padding (RFC 3394), by which every key of the hierarchy is kept.</summary>
public static class KeyWrap
{
    private const ulong InitialValue = 0xA6A6A6A6A6A6A6A6;

    /// <summary>Wraps a key.</summary>
    /// <param name="wrappingKey">16, 24 or 32 bytes.</param>
    /// <param name="key">A multiple of 8 bytes, at least 16.</param>
    /// <returns>8 bytes more than the key.</returns>
    public static byte[] Wrap(byte[] wrappingKey, byte[] key)
    {
        if (key.Length < 16 || key.Length % 8 != 0) throw new ArgumentException("a key to wrap has 16 or more bytes, in eights", nameof(key));
        using var aes = Aes.Create();
        aes.Key = wrappingKey;
        var wrapped = new byte[key.Length + 8];
        key.CopyTo(wrapped, 8);
        var check = InitialValue;
        Span<byte> block = stackalloc byte[16];
        var blocks = key.Length / 8;
        for (var round = 0; round < 6; round++)
            for (var i = 1; i <= blocks; i++)
            {
                BinaryPrimitives.WriteUInt64BigEndian(block, check);
                wrapped.AsSpan(i * 8, 8).CopyTo(block[8..]);
                aes.EncryptEcb(block, block, PaddingMode.None);
                check = BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)(round * blocks + i);
                block[8..].CopyTo(wrapped.AsSpan(i * 8, 8));
            }
        BinaryPrimitives.WriteUInt64BigEndian(wrapped, check);
        return wrapped;
    }

    /// <summary>Unwraps a key; null where the wrapping key is not the one it was wrapped with.</summary>
    public static byte[]? Unwrap(byte[] wrappingKey, byte[] wrapped)
    {
        if (wrapped.Length < 24 || wrapped.Length % 8 != 0) return null;
        using var aes = Aes.Create();
        aes.Key = wrappingKey;
        var key = wrapped[8..];
        var check = BinaryPrimitives.ReadUInt64BigEndian(wrapped);
        Span<byte> block = stackalloc byte[16];
        var blocks = key.Length / 8;
        for (var round = 5; round >= 0; round--)
            for (var i = blocks; i >= 1; i--)
            {
                BinaryPrimitives.WriteUInt64BigEndian(block, check ^ (ulong)(round * blocks + i));
                key.AsSpan((i - 1) * 8, 8).CopyTo(block[8..]);
                aes.DecryptEcb(block, block, PaddingMode.None);
                check = BinaryPrimitives.ReadUInt64BigEndian(block);
                block[8..].CopyTo(key.AsSpan((i - 1) * 8, 8));
            }
        return check == InitialValue ? key : null;
    }
}
