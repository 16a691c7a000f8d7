using MacStateStore.SecureEnclave;

namespace MacStateStore.Tests.SecureEnclave;

/// <summary>AES key wrap against the test vectors of RFC 3394, section 4.</summary>
public sealed class KeyWrapTests
{
    [Theory]
    [InlineData("000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF", "1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF0001020304050607", "A8F9BC1612C68B3FF6E6F4FBE30E71E4769C8B80A32CB8958CD5D17D6B254DA1")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F", "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21")]
    public void Wraps_and_unwraps_as_the_RFC_does(string wrappingKey, string key, string wrapped)
    {
        Assert.Equal(wrapped, Convert.ToHexString(KeyWrap.Wrap(Convert.FromHexString(wrappingKey), Convert.FromHexString(key))));
        Assert.Equal(key, Convert.ToHexString(KeyWrap.Unwrap(Convert.FromHexString(wrappingKey), Convert.FromHexString(wrapped))!));
    }

    [Fact]
    public void Gives_nothing_for_another_key_or_damaged_bytes()
    {
        var key = new byte[32];
        var wrapped = KeyWrap.Wrap(key, new byte[32]);
        var other = new byte[32];
        other[31] = 1;
        Assert.Null(KeyWrap.Unwrap(other, wrapped));
        for (var i = 0; i < wrapped.Length; i++)
        {
            var damaged = (byte[])wrapped.Clone();
            damaged[i] ^= 0x10;
            Assert.Null(KeyWrap.Unwrap(key, damaged));
        }
        Assert.Null(KeyWrap.Unwrap(key, wrapped[..^1]));
        Assert.Null(KeyWrap.Unwrap(key, []));
    }
}
