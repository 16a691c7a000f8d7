using System.Formats.Asn1;

namespace MacStateStore.LocalPolicy;

/// <summary>
/// An Image4 manifest (IM4M): properties of the whole (MANP), properties of each object, a signature over both, and the certificates of
/// the key that made it (dossier bputil, 11). Reading is strict: what isn't the one DER encoding of its content is refused.
/// </summary>
/// <param name="Properties">Those of the whole.</param>
/// <param name="Objects">Those of each object by its 4CC.</param>
/// <param name="Signature">ECDSA over SHA-384 of <see cref="SignedPart"/>, in DER; empty where it isn't signed yet.</param>
/// <param name="Certificates">X.509 certificates in DER: the signer's first.</param>
public sealed record Image4Manifest(
    Image4Properties Properties, IReadOnlyDictionary<string, Image4Properties> Objects, ReadOnlyMemory<byte> Signature, IReadOnlyList<ReadOnlyMemory<byte>> Certificates)
{
    private const string Kind = "IM4M";
    private const string Body = "MANB";
    private const string Whole = "MANP";
    private const int Version = 0;

    /// <summary>A manifest that nobody has signed.</summary>
    public Image4Manifest(Image4Properties properties, IReadOnlyDictionary<string, Image4Properties> objects)
        : this(properties, objects, ReadOnlyMemory<byte>.Empty, [])
    {
    }

    /// <summary>What a signature covers: the set that holds the body.</summary>
    public byte[] SignedPart()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        WriteBody(writer);
        return writer.Encode();
    }

    /// <summary>The manifest in DER.</summary>
    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        Write(writer);
        return writer.Encode();
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="Image4Exception">The bytes aren't one.</exception>
    public static Image4Manifest Decode(ReadOnlyMemory<byte> bytes) => Image4File.Strictly(bytes, Read, manifest => manifest.Encode(), Kind);

    internal void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, Kind);
            writer.WriteInteger(Version);
            WriteBody(writer);
            writer.WriteOctetString(Signature.Span);
            using (writer.PushSequence())
                foreach (var certificate in Certificates) writer.WriteEncodedValue(certificate.Span);
        }
    }

    internal static Image4Manifest Read(AsnReader from)
    {
        var manifest = from.ReadSequence();
        Image4File.ReadKind(manifest, Kind);
        if (!manifest.TryReadInt32(out var version) || version != Version) throw new Image4Exception($"{Kind}: only version {Version} is known");
        var set = manifest.ReadSetOf();
        var (code, body) = Image4Properties.Open(set);
        if (code != Body) throw new Image4Exception($"{Kind}: {code} stands where {Body} belongs");
        set.ThrowIfNotEmpty();
        var (properties, objects) = ReadBody(body);
        body.ThrowIfNotEmpty();
        var signature = manifest.ReadOctetString();
        var list = manifest.ReadSequence();
        manifest.ThrowIfNotEmpty();
        var certificates = new List<ReadOnlyMemory<byte>>();
        while (list.HasData)
        {
            if (list.PeekTag() != Asn1Tag.Sequence) throw new Image4Exception($"{Kind}: certificate {certificates.Count + 1} is none");
            certificates.Add(list.ReadEncodedValue());
        }
        return new Image4Manifest(properties, objects, signature, certificates);
    }

    private static (Image4Properties, SortedDictionary<string, Image4Properties>) ReadBody(AsnReader body)
    {
        Image4Properties? properties = null;
        var objects = new SortedDictionary<string, Image4Properties>(StringComparer.Ordinal);
        for (var parts = body.ReadSetOf(); parts.HasData;)
        {
            var (code, part) = Image4Properties.Open(parts);
            if (code == Whole ? properties is not null : objects.ContainsKey(code)) throw new Image4Exception($"{Body}: {code} is there twice");
            var read = new Image4Properties();
            for (var items = part.ReadSetOf(); items.HasData;)
            {
                var (name, value) = Image4Properties.Open(items);
                read.Read(name, value, code);
            }
            part.ThrowIfNotEmpty();
            if (code == Whole) properties = read;
            else objects[code] = read;
        }
        return (properties ?? throw new Image4Exception($"{Body}: {Whole} is missing"), objects);
    }

    private void WriteBody(AsnWriter writer)
    {
        using (writer.PushSetOf())
            Image4Properties.Write(writer, Body, () =>
            {
                using (writer.PushSetOf())
                {
                    WritePart(writer, Whole, Properties);
                    foreach (var (code, properties) in Objects) WritePart(writer, code, properties);
                }
            });
    }

    private static void WritePart(AsnWriter writer, string code, Image4Properties properties) => Image4Properties.Write(writer, code, () =>
    {
        using (writer.PushSetOf()) properties.WriteInto(writer);
    });
}
