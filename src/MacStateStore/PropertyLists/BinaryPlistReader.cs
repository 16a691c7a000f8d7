using System.Buffers.Binary;
using System.Text;

namespace MacStateStore.PropertyLists;

/// <summary>
/// Reads a binary property list: a header "bplist0?", the objects, a table of their offsets, and a 32-byte trailer
/// (format described in CoreFoundation's CFBinaryPList.c).
/// </summary>
internal ref struct BinaryPlistReader
{
    private const int HeaderSize = 8;
    private const int TrailerSize = 32;
    private static readonly Encoding StrictUtf16 = new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> document;
    private readonly int topObject;
    private readonly int offsetTable;
    private readonly int offsetSize;
    private readonly int referenceSize;

    /// <summary>The scalars read so far, by object number; arrays and dictionaries are read anew for every reference.</summary>
    private readonly PlistValue?[] scalars;

    /// <summary>The arrays and dictionaries being read, from the root to the current one.</summary>
    private readonly HashSet<int> ancestors = [];
    private int values;

    internal BinaryPlistReader(ReadOnlySpan<byte> document)
    {
        this.document = document;
        if (document.Length < HeaderSize + TrailerSize + 2)
            throw Error(document.Length, "the binary property list is truncated");
        if (document[6] != '0')
            throw Error(6, "unsupported version of the binary property list format");

        int trailerStart = document.Length - TrailerSize;
        ReadOnlySpan<byte> trailer = document[trailerStart..];
        offsetSize = trailer[6];
        referenceSize = trailer[7];
        ulong count = BinaryPrimitives.ReadUInt64BigEndian(trailer[8..]);
        ulong top = BinaryPrimitives.ReadUInt64BigEndian(trailer[16..]);
        ulong table = BinaryPrimitives.ReadUInt64BigEndian(trailer[24..]);
        if (offsetSize == 0 || referenceSize == 0)
            throw Error(trailerStart + 6, "the trailer gives a size of 0 to offsets or references");
        if (table <= HeaderSize || table >= (ulong)trailerStart)
            throw Error(trailerStart + 24, "the offset table is out of range");
        if (count == 0 || count > (ulong)trailerStart || table + (count * (ulong)offsetSize) != (ulong)trailerStart)
            throw Error(trailerStart + 8, "the number of objects does not fit the size of the offset table");
        if (top >= count)
            throw Error(trailerStart + 16, "the number of the top object is out of range");
        topObject = (int)top;
        offsetTable = (int)table;
        scalars = new PlistValue?[(int)count];
    }

    internal PlistValue ReadDocument() => ReadObject(topObject, offsetTable, 1);

    /// <summary>Reads the object with the number; referrer is the offset of the reference to it, for messages.</summary>
    private PlistValue ReadObject(int number, int referrer, int depth)
    {
        if (++values > PropertyList.MaximumValues)
            throw Error(referrer, PropertyList.TooManyValues().Message);
        if (scalars[number] is { } known)
            return known;

        int entry = offsetTable + (number * offsetSize);
        UInt128 offset = ReadUnsigned(document.Slice(entry, offsetSize));
        if (offset < HeaderSize || offset >= (UInt128)offsetTable)
            throw Error(entry, "the offset of an object is out of range");

        int start = (int)offset;
        int position = start + 1;
        int kind = document[start] >> 4;
        return kind is 0xA or 0xD
            ? ReadContainer(number, start, ref position, depth)
            : scalars[number] = ReadScalar(start, ref position);
    }

    private readonly PlistValue ReadScalar(int start, ref int position)
    {
        byte marker = document[start];
        int low = marker & 0xF;
        switch (marker >> 4)
        {
            case 0x0 when low is 8 or 9:
                return new PlistBoolean(low == 9);
            case 0x1 when low <= 4:
                return ReadInteger(start, Take(1 << low, ref position));
            case 0x2 when low == 2:
                return new PlistReal(BinaryPrimitives.ReadSingleBigEndian(Take(4, ref position)));
            case 0x2 when low == 3:
                return new PlistReal(BinaryPrimitives.ReadDoubleBigEndian(Take(8, ref position)));
            case 0x3 when low == 3:
                double seconds = BinaryPrimitives.ReadDoubleBigEndian(Take(8, ref position));
                return PlistDate.IsValid(seconds) ? new PlistDate(seconds) : throw Error(start, "a date is out of range");
            case 0x4:
                return new PlistData(Take(ReadCount(low, ref position), ref position).ToArray());
            case 0x5:
                ReadOnlySpan<byte> ascii = Take(ReadCount(low, ref position), ref position);
                return Ascii.IsValid(ascii) ? new PlistString(Encoding.ASCII.GetString(ascii)) : throw Error(start, "an ASCII string has a byte above 127");
            case 0x6:
                return ReadUtf16String(start, Take(2 * ReadCount(low, ref position), ref position));
            case 0x8:
                UInt128 uid = ReadUnsigned(Take(low + 1, ref position));
                return uid <= uint.MaxValue ? new PlistUid((uint)uid) : throw Error(start, "a UID exceeds 32 bits");
            default:
                throw Error(start, $"unsupported object marker 0x{marker:x2}");
        }
    }

    /// <summary>1, 2 and 4 bytes are unsigned, 8 and 16 bytes signed.</summary>
    private static PlistInteger ReadInteger(int start, ReadOnlySpan<byte> bytes)
    {
        Int128 value = bytes.Length switch
        {
            8 => BinaryPrimitives.ReadInt64BigEndian(bytes),
            16 => BinaryPrimitives.ReadInt128BigEndian(bytes),
            _ => (Int128)ReadUnsigned(bytes),
        };
        return value >= long.MinValue && value <= ulong.MaxValue
            ? new PlistInteger(value)
            : throw Error(start, "an integer exceeds 64 bits");
    }

    private static PlistString ReadUtf16String(int start, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new PlistString(StrictUtf16.GetString(bytes));
        }
        catch (DecoderFallbackException e)
        {
            throw new PropertyListException(Error(start, "a string is invalid UTF-16").Message, e);
        }
    }

    private PlistValue ReadContainer(int number, int start, ref int position, int depth)
    {
        if (depth > PropertyList.MaximumDepth)
            throw Error(start, PropertyList.TooDeep().Message);
        if (!ancestors.Add(number))
            throw Error(start, "an array or dictionary contains itself");

        bool isArray = document[start] >> 4 == 0xA;
        long count = ReadCount(document[start] & 0xF, ref position);
        int first = position;
        int size = Take(count * referenceSize * (isArray ? 1 : 2), ref position).Length / (isArray ? 1 : 2);
        PlistValue value = isArray ? ReadArray(first, size, depth) : ReadDictionary(first, size, depth);
        ancestors.Remove(number);
        return value;
    }

    private PlistArray ReadArray(int start, int size, int depth)
    {
        var array = new PlistArray();
        for (int at = start; at < start + size; at += referenceSize)
            array.Add(ReadReferenced(at, depth + 1));
        return array;
    }

    private PlistDictionary ReadDictionary(int start, int size, int depth)
    {
        var dictionary = new PlistDictionary();
        for (int at = start; at < start + size; at += referenceSize)
        {
            var key = ReadReferenced(at, depth + 1) as PlistString ?? throw Error(at, "the key of a dictionary is no string");
            dictionary[key.Value] = ReadReferenced(at + size, depth + 1);
        }

        return dictionary;
    }

    private PlistValue ReadReferenced(int at, int depth)
    {
        UInt128 number = ReadUnsigned(document.Slice(at, referenceSize));
        return number < (UInt128)scalars.Length
            ? ReadObject((int)number, at, depth)
            : throw Error(at, "a reference is out of range");
    }

    /// <summary>The count in the low half of a marker or, where that is 15, in the integer object that follows.</summary>
    private readonly long ReadCount(int low, ref int position)
    {
        if (low != 0xF)
            return low;
        int start = position;
        int marker = Take(1, ref position)[0];
        if (marker is < 0x10 or > 0x13)
            throw Error(start, "the count of an object is no integer");
        UInt128 count = ReadUnsigned(Take(1 << (marker & 0xF), ref position));
        return count <= (UInt128)document.Length ? (long)count : throw Error(start, "the count of an object exceeds the document");
    }

    private readonly ReadOnlySpan<byte> Take(long size, ref int position)
    {
        if (size > offsetTable - position)
            throw Error(position, "an object extends into the offset table");
        position += (int)size;
        return document[(position - (int)size)..position];
    }

    /// <summary>A big-endian number of any size; one that exceeds 128 bits becomes the largest, which is out of every range.</summary>
    private static UInt128 ReadUnsigned(ReadOnlySpan<byte> bytes)
    {
        UInt128 value = 0;
        foreach (byte b in bytes)
            value = value >> 120 == 0 ? (value << 8) | b : UInt128.MaxValue;
        return value;
    }

    private static PropertyListException Error(int offset, string message) => new($"{message} (byte offset {offset})");
}
