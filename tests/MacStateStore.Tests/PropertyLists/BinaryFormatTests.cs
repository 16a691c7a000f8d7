using System.Buffers.Binary;
using MacStateStore.PropertyLists;

namespace MacStateStore.Tests.PropertyLists;

public class BinaryFormatTests
{
    [Fact]
    public void Objects_are_written_in_CoreFoundations_order_and_equal_scalars_once()
    {
        var value = new PlistDictionary { ["a"] = new PlistArray { "a", 1, 1, 1.0, true, true }, ["é"] = new PlistUid(256) };
        byte[] expected =
        [
            .. "bplist00"u8,
            0xD2, 1, 2, 3, 7, // 0: dictionary; its keys, then its values
            0x51, (byte)'a', // 1
            0x61, 0x00, 0xE9, // 2
            0xA6, 1, 4, 4, 5, 6, 6, // 3
            0x10, 1, // 4
            0x23, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, // 5
            0x09, // 6
            0x81, 1, 0, // 7
            8, 13, 15, 18, 25, 27, 36, 37,
            0, 0, 0, 0, 0, 0, 1, 1,
            0, 0, 0, 0, 0, 0, 0, 8,
            0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 40,
        ];
        Assert.Equal(expected, PropertyList.ToBinary(value));
        Assert.Equal(value, PropertyList.Parse(expected));
        Assert.True(PropertyList.IsBinary(expected));
        Assert.False(PropertyList.IsBinary(PropertyList.ToXml(value)));
    }

    [Theory]
    [InlineData(0, "1000")]
    [InlineData(255, "10ff")]
    [InlineData(256, "110100")]
    [InlineData(65536, "1200010000")]
    [InlineData(4294967296, "130000000100000000")]
    [InlineData(-1, "13ffffffffffffffff")]
    public void Integers_take_the_fewest_bytes(long value, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(PropertyList.ToBinary(value)[8..^33]));

    [Fact]
    public void Integers_above_63_bits_take_16_bytes() =>
        Assert.Equal("140000000000000000ffffffffffffffff", Convert.ToHexStringLower(PropertyList.ToBinary(new PlistInteger(ulong.MaxValue))[8..^33]));

    [Theory]
    [InlineData("223fc00000", 1.5)]
    [InlineData("2340f86a0000000000", 100000)]
    public void Reals_of_both_sizes_are_read(string hex, double expected) =>
        Assert.Equal(new PlistReal(expected), PropertyList.Parse(Document([hex])));

    [Fact]
    public void A_scalar_may_be_referred_to_many_times_and_a_container_too() =>
        Assert.Equal(
            new PlistArray { new PlistArray { true }, new PlistArray { true } },
            PropertyList.Parse(Document(["a20101", "a102", "09"])));

    [Theory]
    [InlineData("contains itself (byte offset 8)", "a100")]
    [InlineData("contains itself (byte offset 8)", "a101", "d10200", "5161")]
    [InlineData("reference is out of range (byte offset 9)", "a105")]
    [InlineData("key of a dictionary is no string (byte offset 9)", "d10101", "09")]
    [InlineData("unsupported object marker 0x00", "00")]
    [InlineData("unsupported object marker 0x0f", "0f")]
    [InlineData("unsupported object marker 0x15", "15")]
    [InlineData("unsupported object marker 0xc1", "c101", "09")]
    [InlineData("byte above 127", "5180")]
    [InlineData("invalid UTF-16", "61d800")]
    [InlineData("date is out of range", "337ff8000000000000")]
    [InlineData("integer exceeds 64 bits", "1400000000000000010000000000000000")]
    [InlineData("UID exceeds 32 bits", "840100000000")]
    [InlineData("extends into the offset table", "5f13000000000000001f61")]
    [InlineData("extends into the offset table", "5561")]
    [InlineData("count of an object exceeds the document", "5f13ffffffffffffffff")]
    [InlineData("count of an object exceeds the document", "af127fffffff")]
    [InlineData("count of an object is no integer", "4f5161")]
    [InlineData("extends into the offset table", "df1020")]
    public void Malformed_objects_are_refused_with_their_place(string reason, params string[] objects)
    {
        var error = Assert.Throws<PropertyListException>(() => PropertyList.Parse(Document(objects)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("(byte offset ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, 0, "size of 0")]
    [InlineData(7, 0, "size of 0")]
    [InlineData(8, 0x80, "number of objects")]
    [InlineData(15, 0, "number of objects")]
    [InlineData(15, 2, "number of objects")]
    [InlineData(23, 1, "top object is out of range")]
    [InlineData(16, 0xFF, "top object is out of range")]
    [InlineData(24, 0xFF, "offset table is out of range")]
    [InlineData(31, 8, "offset table is out of range")]
    [InlineData(31, 255, "offset table is out of range")]
    [InlineData(-1, 7, "offset of an object is out of range")]
    [InlineData(-1, 9, "offset of an object is out of range")]
    public void A_malformed_trailer_is_refused(int at, byte value, string reason)
    {
        byte[] document = PropertyList.ToBinary(true);
        document[document.Length - 32 + at] = value;
        var error = Assert.Throws<PropertyListException>(() => PropertyList.Parse(document));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shared_containers_that_expand_exponentially_are_refused()
    {
        string[] objects = [.. Enumerable.Range(1, 100).Select(next => $"a2{next:x2}{next:x2}"), "09"];
        var error = Assert.Throws<PropertyListException>(() => PropertyList.Parse(Document(objects)));
        Assert.Contains("more than the 4194304 values allowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_string_that_would_expand_beyond_the_limit_is_not_written_as_XML()
    {
        PlistValue text = new string('a', 1_000_000);
        var value = new PlistArray(Enumerable.Repeat(text, 100));
        Assert.Throws<PropertyListException>(() => PropertyList.ToXml(value));
        Assert.InRange(PropertyList.ToBinary(value).Length, 1_000_000, 1_001_000);
    }

    /// <summary>A binary property list of the objects, given in hexadecimal; the first is the top one.</summary>
    private static byte[] Document(string[] objects)
    {
        var bytes = new List<byte>("bplist00"u8.ToArray());
        var offsets = new List<byte>();
        foreach (string item in objects)
        {
            offsets.AddRange([(byte)(bytes.Count >> 8), (byte)bytes.Count]);
            bytes.AddRange(Convert.FromHexString(item));
        }

        byte[] trailer = new byte[32];
        trailer[6] = 2;
        trailer[7] = 1;
        BinaryPrimitives.WriteInt64BigEndian(trailer.AsSpan(8), objects.Length);
        BinaryPrimitives.WriteInt64BigEndian(trailer.AsSpan(24), bytes.Count);
        return [.. bytes, .. offsets, .. trailer];
    }
}
