using System.Formats.Asn1;

namespace MacStateStore.LocalPolicy;

/// <summary>An Image4 file (IMG4): a payload (IM4P) and the manifest that vouches for it (dossier bputil, 11).</summary>
/// <param name="Type">What the payload is, a 4CC: <c>lpol</c> of a LocalPolicy.</param>
/// <param name="Description">About the payload, for people.</param>
/// <param name="Payload">The payload; a LocalPolicy has none, all it says stands in the manifest.</param>
/// <param name="Manifest">The manifest.</param>
public sealed record Image4File(string Type, string Description, ReadOnlyMemory<byte> Payload, Image4Manifest Manifest)
{
    private const string Kind = "IMG4";
    private const string PayloadKind = "IM4P";
    private static readonly Asn1Tag ManifestTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The file in DER.</summary>
    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, Kind);
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, PayloadKind);
                writer.WriteCharacterString(UniversalTagNumber.IA5String, Type);
                writer.WriteCharacterString(UniversalTagNumber.IA5String, Description);
                writer.WriteOctetString(Payload.Span);
            }
            using (writer.PushSequence(ManifestTag)) Manifest.Write(writer);
        }
        return writer.Encode();
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="Image4Exception">The bytes aren't one.</exception>
    public static Image4File Decode(ReadOnlyMemory<byte> bytes) => Strictly(bytes, Read, file => file.Encode(), Kind);

    internal static void ReadKind(AsnReader from, string kind)
    {
        if (from.ReadCharacterString(UniversalTagNumber.IA5String) is var said && said != kind) throw new Image4Exception($"this is no {kind}");
    }

    /// <summary>Reads bytes that must be what writing their content gives: there is one DER encoding, no other is taken.</summary>
    internal static T Strictly<T>(ReadOnlyMemory<byte> bytes, Func<AsnReader, T> read, Func<T, byte[]> write, string kind)
    {
        try
        {
            var reader = new AsnReader(bytes, AsnEncodingRules.DER);
            var content = read(reader);
            reader.ThrowIfNotEmpty();
            return write(content).AsSpan().SequenceEqual(bytes.Span) ? content : throw new Image4Exception($"the {kind} isn't in DER");
        }
        catch (AsnContentException error)
        {
            throw new Image4Exception($"the {kind} is damaged or cut: its DER can't be read", error);
        }
    }

    private static Image4File Read(AsnReader from)
    {
        var file = from.ReadSequence();
        ReadKind(file, Kind);
        var payload = file.ReadSequence();
        ReadKind(payload, PayloadKind);
        var type = payload.ReadCharacterString(UniversalTagNumber.IA5String);
        if (!FourCharacterCode.IsOne(type)) throw new Image4Exception($"{PayloadKind}: the type is no four-character code");
        var description = payload.ReadCharacterString(UniversalTagNumber.IA5String);
        var content = payload.ReadOctetString();
        payload.ThrowIfNotEmpty();
        var explicitly = file.ReadSequence(ManifestTag);
        var manifest = Image4Manifest.Read(explicitly);
        explicitly.ThrowIfNotEmpty();
        file.ThrowIfNotEmpty();
        return new Image4File(type, description, content, manifest);
    }
}
