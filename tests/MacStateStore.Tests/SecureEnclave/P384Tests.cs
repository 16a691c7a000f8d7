using System.Formats.Asn1;
using System.Text;
using MacStateStore.SecureEnclave;

namespace MacStateStore.Tests.SecureEnclave;

public sealed class P384Tests
{
    private static readonly byte[] Scalar = Convert.FromHexString("6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5");

    [Fact]
    public void Signatures_are_those_of_RFC_6979()
    {
        // RFC 6979, A.2.6, SHA-384, message "sample".
        var signature = new AsnReader(P384.Sign(Scalar, Encoding.ASCII.GetBytes("sample")), AsnEncodingRules.DER).ReadSequence();
        Assert.Equal("94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46", Hex(signature));
        Assert.Equal("99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8", Hex(signature));

        static string Hex(AsnReader from) => Convert.ToHexString(from.ReadIntegerBytes().Span[^P384.ScalarSize..]);
    }

    [Fact]
    public void A_signature_holds_for_its_key_and_data_only()
    {
        var other = (byte[])Scalar.Clone();
        other[^1] ^= 1;
        byte[] data = [1, 2, 3];
        var signature = P384.Sign(Scalar, data);
        Assert.True(P384.Verify(P384.PublicKey(Scalar), data, signature));
        Assert.False(P384.Verify(P384.PublicKey(other), data, signature));
        Assert.False(P384.Verify(P384.PublicKey(Scalar), [1, 2, 4], signature));
        Assert.False(P384.Verify(P384.PublicKey(Scalar), data, signature.AsSpan(1)));
        Assert.False(P384.Verify([1, 2, 3], data, signature));
    }
}
