using System.Formats.Asn1;
using System.Text;

namespace MacStateStore.SecureEnclave;

/// <summary>
/// An X.509 certificate with a key on P-384: what the emulated Apple issues for the keys of the Secure Enclave. Written and read here, as
/// far as these go; any other program can check them, too.
/// </summary>
/// <param name="Subject">The common name of whose key it is.</param>
/// <param name="Issuer">The common name of who vouches for it.</param>
/// <param name="PublicKey">The key (SubjectPublicKeyInfo).</param>
/// <param name="Constraints">The content of the extension that carries a RemotePolicy; null without one.</param>
public sealed record Certificate(string Subject, string Issuer, ReadOnlyMemory<byte> PublicKey, ReadOnlyMemory<byte>? Constraints)
{
    private const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    private const string CommonName = "2.5.4.3";
    private const string OrganizationName = "2.5.4.10";
    private const string BasicConstraints = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";
    private const int Years = 20;

    // Out of the arc that is set apart for examples (RFC 5612).
    private const string RemotePolicy = "1.3.6.1.4.1.32473.1.1";
    private const string Organization = "macemu (emulated)";
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);
    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private ReadOnlyMemory<byte> _signed;
    private ReadOnlyMemory<byte> _signature;

    /// <summary>Whether the key signs further certificates.</summary>
    public bool IsAuthority { get; private init; }

    /// <summary>Whether a key has made its signature.</summary>
    public bool IsSignedBy(ReadOnlySpan<byte> publicKey) => P384.Verify(publicKey, _signed.Span, _signature.Span);

    /// <summary>Makes a certificate in DER.</summary>
    internal static byte[] Issue(
        string subject, byte[] publicKey, string issuer, byte[] issuerScalar, byte[] serial, DateTimeOffset from, bool isAuthority, byte[]? constraints = null)
    {
        var body = new AsnWriter(AsnEncodingRules.DER);
        using (body.PushSequence())
        {
            using (body.PushSequence(VersionTag)) body.WriteInteger(2);
            body.WriteInteger([(byte)((serial[0] & 0x7F) | 0x40), .. serial.AsSpan(1)]);
            WriteAlgorithm(body);
            WriteName(body, issuer);
            using (body.PushSequence())
            {
                WriteTime(body, from);
                WriteTime(body, from.AddYears(Years));
            }
            WriteName(body, subject);
            body.WriteEncodedValue(publicKey);
            using (body.PushSequence(ExtensionsTag))
            using (body.PushSequence())
            {
                WriteExtension(body, BasicConstraints, isCritical: true, value =>
                {
                    using (value.PushSequence())
                        if (isAuthority) value.WriteBoolean(true);
                });
                WriteExtension(body, KeyUsage, isCritical: true, value => value.WriteBitString(isAuthority ? [0x06] : [0x80], isAuthority ? 1 : 7));
                if (constraints is not null) WriteExtension(body, RemotePolicy, isCritical: false, value => value.WriteEncodedValue(constraints));
            }
        }
        var signed = body.Encode();
        var certificate = new AsnWriter(AsnEncodingRules.DER);
        using (certificate.PushSequence())
        {
            certificate.WriteEncodedValue(signed);
            WriteAlgorithm(certificate);
            certificate.WriteBitString(P384.Sign(issuerScalar, signed));
        }
        return certificate.Encode();
    }

    /// <summary>Reads a certificate; null where the bytes are none that was issued here.</summary>
    public static Certificate? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var outer = new AsnReader(bytes, AsnEncodingRules.DER);
            var certificate = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var signed = certificate.ReadEncodedValue();
            if (certificate.ReadSequence().ReadObjectIdentifier() != EcdsaWithSha384) return null;
            var signature = certificate.ReadBitString(out _);
            certificate.ThrowIfNotEmpty();
            var body = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
            body.ReadSequence(VersionTag);
            body.ReadInteger();
            body.ReadSequence();
            var issuer = ReadName(body);
            body.ReadSequence();
            var subject = ReadName(body);
            var publicKey = body.ReadEncodedValue();
            var extensions = body.ReadSequence(ExtensionsTag).ReadSequence();
            ReadOnlyMemory<byte>? constraints = null;
            var isAuthority = false;
            while (extensions.HasData)
            {
                var extension = extensions.ReadSequence();
                var identifier = extension.ReadObjectIdentifier();
                if (extension.PeekTag() == Asn1Tag.Boolean) extension.ReadBoolean();
                var content = extension.ReadOctetString();
                if (identifier == RemotePolicy) constraints = content;
                if (identifier == BasicConstraints) isAuthority = new AsnReader(content, AsnEncodingRules.DER).ReadSequence().HasData;
            }
            return new Certificate(subject, issuer, publicKey, constraints) { IsAuthority = isAuthority, _signed = signed, _signature = signature };
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence()) writer.WriteObjectIdentifier(EcdsaWithSha384);
    }

    private static void WriteName(AsnWriter writer, string name)
    {
        using (writer.PushSequence())
            foreach (var (type, text) in (ReadOnlySpan<(string, string)>)[(OrganizationName, Organization), (CommonName, name)])
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(type);
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
                }
    }

    private static string ReadName(AsnReader body)
    {
        var name = body.ReadSequence();
        var last = "";
        while (name.HasData)
        {
            var part = name.ReadSetOf().ReadSequence();
            part.ReadObjectIdentifier();
            last = part.ReadCharacterString(UniversalTagNumber.UTF8String);
        }
        return last;
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        var whole = new DateTimeOffset(time.Year, time.Month, time.Day, time.Hour, time.Minute, time.Second, TimeSpan.Zero);
        if (whole.Year < 2050) writer.WriteUtcTime(whole);
        else writer.WriteGeneralizedTime(whole, omitFractionalSeconds: true);
    }

    private static void WriteExtension(AsnWriter writer, string identifier, bool isCritical, Action<AsnWriter> write)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            if (isCritical) writer.WriteBoolean(true);
            var value = new AsnWriter(AsnEncodingRules.DER);
            write(value);
            writer.WriteOctetString(value.Encode());
        }
    }

    /// <summary>A certificate as text between BEGIN and END lines (PEM).</summary>
    public static string ToPem(ReadOnlySpan<byte> certificate)
    {
        var text = new StringBuilder("-----BEGIN CERTIFICATE-----\n");
        var base64 = Convert.ToBase64String(certificate);
        for (var i = 0; i < base64.Length; i += 64) text.Append(base64.AsSpan(i, Math.Min(64, base64.Length - i))).Append('\n');
        return text.Append("-----END CERTIFICATE-----\n").ToString();
    }
}
