using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MacEmu.Tests.Mdm;

/// <summary>Certificates of an organisation, its MDM server and a Mac, and enrolment profiles made of them.</summary>
public static class EnrollmentFile
{
    public const string Password = "identity-Secret-77";

    private const string Topic = "com.apple.mgmt.External.11111111-2222-3333-4444-555555555555";

    // Making keys takes time, and nothing changes them.
    private static readonly Lazy<X509Certificate2> LazyAuthority = new(() => MakeAuthority("Example Root"));
    private static readonly Lazy<X509Certificate2> LazyServer = new(() => MakeServer(Authority));
    private static readonly Lazy<X509Certificate2> LazyDevice = new(MakeDevice);

    public static X509Certificate2 Authority => LazyAuthority.Value;

    public static X509Certificate2 Server => LazyServer.Value;

    public static X509Certificate2 Device => LazyDevice.Value;

    public static X509Certificate2 MakeAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return Kept(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30)));
    }

    public static X509Certificate2 MakeServer(X509Certificate2 authority, IPAddress? address = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mdm.example.com", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address ?? IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(20), [1, 2, 3, 4]);
        return Kept(certificate.CopyWithPrivateKey(key));
    }

    private static X509Certificate2 MakeDevice()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Device Identity", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Kept(request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30)));
    }

    // TLS wants a key that outlives the object that made it.
    private static X509Certificate2 Kept(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);

    /// <summary>An enrolment profile for a server.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="edit">Changes the finished text.</param>
    /// <param name="mdmKeys">More keys of the payload com.apple.mdm.</param>
    /// <param name="payloads">More payloads.</param>
    public static string For(string url, Func<string, string>? edit = null, string mdmKeys = "", string payloads = "")
    {
        var text = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <plist version="1.0"><dict>
            <key>PayloadDisplayName</key><string>Enrollment</string>
            <key>PayloadIdentifier</key><string>org.example.enrollment</string>
            <key>PayloadType</key><string>Configuration</string>
            <key>PayloadUUID</key><string>AAAAAAAA-0000-4000-8000-000000000001</string>
            <key>PayloadVersion</key><integer>1</integer>
            <key>PayloadContent</key><array>
            <dict>{Common("com.apple.security.pkcs12", 2)}
            <key>Password</key><string>{Password}</string>
            <key>PayloadContent</key><data>{Convert.ToBase64String(Device.Export(X509ContentType.Pkcs12, Password))}</data></dict>
            <dict>{Common("com.apple.security.root", 3)}
            <key>PayloadContent</key><data>{Convert.ToBase64String(Authority.RawData)}</data></dict>
            <dict>{Common("com.apple.mdm", 4)}
            <key>AccessRights</key><integer>8191</integer>
            <key>CheckInURL</key><string>{url}/checkin</string>
            <key>CheckOutWhenRemoved</key><true/>
            <key>IdentityCertificateUUID</key><string>{Uuid(2)}</string>
            <key>ServerCapabilities</key><array><string>com.apple.mdm.per-user-connections</string><string>com.apple.mdm.bootstraptoken</string></array>
            <key>ServerURL</key><string>{url}/mdm</string>
            <key>SignMessage</key><true/>
            <key>Topic</key><string>{Topic}</string>
            {mdmKeys}</dict>
            {payloads}
            </array></dict></plist>
            """;
        return edit is null ? text : edit(text);
    }

    public static string Common(string type, int number) =>
        $"<key>PayloadType</key><string>{type}</string><key>PayloadIdentifier</key><string>org.example.{number}</string><key>PayloadUUID</key><string>{Uuid(number)}</string><key>PayloadVersion</key><integer>1</integer>";

    public static string Uuid(int number) => $"AAAAAAAA-0000-4000-8000-{number:D12}";
}
