using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MacStateStore.PropertyLists;

/// <summary>
/// Writes a value as a binary property list (format described in CoreFoundation's CFBinaryPList.c). Objects come in
/// CoreFoundation's order: a container before its content, all keys of a dictionary before its values, depth first.
/// </summary>
internal sealed class BinaryPlistWriter
{
    private static readonly Encoding StrictUtf16 = new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    private readonly List<(PlistValue Value, int[] References)> objects = [];
    private readonly Dictionary<PlistValue, int> scalars = [];
    private readonly ArrayBufferWriter<byte> output = new();
    private int values;

    internal byte[] WriteDocument(PlistValue value)
    {
        Flatten(value, 1);
        output.Write("bplist00"u8);
        int referenceSize = IntegerSize((ulong)objects.Count);
        var offsets = new List<int>(objects.Count);
        foreach ((PlistValue item, int[] references) in objects)
        {
            offsets.Add(output.WrittenCount);
            WriteObject(item, references, referenceSize);
            CheckSize();
        }

        int offsetTable = output.WrittenCount;
        int offsetSize = IntegerSize((ulong)offsetTable);
        foreach (int offset in offsets)
            WriteUnsigned((ulong)offset, offsetSize);

        output.Write<byte>([0, 0, 0, 0, 0, 0, (byte)offsetSize, (byte)referenceSize]);
        WriteUnsigned((ulong)objects.Count, 8);
        WriteUnsigned(0, 8);
        WriteUnsigned((ulong)offsetTable, 8);
        CheckSize();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Gives the value and all it contains object numbers; returns that of the value.</summary>
    private int Flatten(PlistValue value, int depth)
    {
        if (++values > PropertyList.MaximumValues)
            throw PropertyList.TooManyValues();
        bool isScalar = value is not (PlistArray or PlistDictionary);
        if (isScalar && scalars.TryGetValue(value, out int known))
            return known;
        if (!isScalar && depth > PropertyList.MaximumDepth)
            throw PropertyList.TooDeep();

        int number = objects.Count;
        PlistValue[] content = Content(value);
        int[] references = new int[content.Length];
        objects.Add((value, references));
        if (isScalar)
            scalars.Add(value, number);
        for (int i = 0; i < references.Length; i++)
            references[i] = Flatten(content[i], depth + 1);
        return number;
    }

    private static PlistValue[] Content(PlistValue value) => value switch
    {
        PlistArray array => [.. array],
        PlistDictionary dictionary =>
            [.. dictionary.Keys.Select(key => new PlistString(key)), .. dictionary.Select(entry => entry.Value)],
        _ => [],
    };

    private void WriteObject(PlistValue value, int[] references, int referenceSize)
    {
        switch (value)
        {
            case PlistBoolean boolean:
                WriteByte((byte)(boolean.Value ? 0x09 : 0x08));
                break;
            case PlistInteger integer:
                WriteInteger(integer.Value);
                break;
            case PlistReal real:
                WriteByte(0x23);
                WriteUnsigned(BitConverter.DoubleToUInt64Bits(real.Value), 8);
                break;
            case PlistDate date:
                WriteByte(0x33);
                WriteUnsigned(BitConverter.DoubleToUInt64Bits(date.SecondsSince2001), 8);
                break;
            case PlistData data:
                WriteMarker(0x40, data.Value.Length);
                output.Write(data.Value.Span);
                break;
            case PlistString text:
                WriteString(text.Value);
                break;
            case PlistUid uid:
                int size = IntegerSize(uid.Value);
                WriteByte((byte)(0x80 | (size - 1)));
                WriteUnsigned(uid.Value, size);
                break;
            case PlistArray array:
                WriteMarker(0xA0, array.Count);
                break;
            case PlistDictionary dictionary:
                WriteMarker(0xD0, dictionary.Count);
                break;
            default:
                throw PropertyList.HoldsNull();
        }

        foreach (int reference in references)
            WriteUnsigned((ulong)reference, referenceSize);
    }

    private void WriteString(string text)
    {
        if (Ascii.IsValid(text))
        {
            WriteMarker(0x50, text.Length);
            output.Write(Encoding.ASCII.GetBytes(text));
            return;
        }

        WriteMarker(0x60, text.Length);
        try
        {
            output.Write(StrictUtf16.GetBytes(text));
        }
        catch (EncoderFallbackException e)
        {
            throw new PropertyListException("a string has an unpaired surrogate", e);
        }
    }

    /// <summary>Negative integers take 8 bytes, those above 2^63 - 1 take 16, others the fewest of 1, 2, 4 and 8.</summary>
    private void WriteInteger(Int128 value)
    {
        if (value > long.MaxValue)
        {
            WriteByte(0x14);
            WriteUnsigned(0, 8);
            WriteUnsigned((ulong)value, 8);
            return;
        }

        ulong bits = unchecked((ulong)value);
        int size = IntegerSize(bits);
        WriteByte((byte)(0x10 | int.Log2(size)));
        WriteUnsigned(bits, size);
    }

    /// <summary>Writes a marker with its count: in the lower half, or from 15 on as an integer object after it.</summary>
    private void WriteMarker(int kind, int count)
    {
        WriteByte((byte)(kind | Math.Min(count, 15)));
        if (count >= 15)
            WriteInteger(count);
    }

    private void WriteByte(byte value) => output.Write<byte>([value]);

    private void WriteUnsigned(ulong value, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        output.Write(bytes[^size..]);
    }

    private static int IntegerSize(ulong value) => value switch
    {
        <= byte.MaxValue => 1,
        <= ushort.MaxValue => 2,
        <= uint.MaxValue => 4,
        _ => 8,
    };

    private void CheckSize()
    {
        if (output.WrittenCount > PropertyList.MaximumSize)
            throw PropertyList.TooLarge();
    }
}
