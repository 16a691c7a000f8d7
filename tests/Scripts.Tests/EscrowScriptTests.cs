using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Scripts.Tests;

/// <summary>A state of the table's row 12 that takes a certificate.</summary>
public sealed class EscrowScriptTests
{
    private const string Users = "users: {alice: {admin: true, password: alice-pw, secureToken: true}}";
    private const string Reissue = "MLBZ521__MacAdmin/Jamf Pro/Scripts/reissue_FileVaultPRK.sh";

    [SkippableFact]
    public void The_escrowed_key_s_file_is_newer_after_each_reissue()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Escrow", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        const string payload = "PayloadVersion: 1, PayloadIdentifier: escrow";
        using var rehearsal = new Rehearsal(
            $$$"""
            {machine: {os: 10.15.7}, {{{Users}}}, consoleUser: alice, fileVault: on, recoveryKeys: {personal: true}, profiles: [{plist: {PayloadType: Configuration,
              PayloadUUID: 11111111-2222-4333-8444-000000000009, {{{payload}}}, PayloadContent: [
                {PayloadType: com.apple.security.FDERecoveryKeyEscrow, PayloadUUID: 11111111-2222-4333-8444-000000000000, {{{payload}}}.0, Location: desk, EncryptCertPayloadUUID: 11111111-2222-4333-8444-000000000001},
                {PayloadType: com.apple.security.pkcs1, PayloadUUID: 11111111-2222-4333-8444-000000000001, {{{payload}}}.1, PayloadContent: {data: {{{Convert.ToBase64String(certificate.RawData)}}}}}]}}]}
            """);
        var first = rehearsal.Script(Reissue, "/", "mac", "user", "alice-pw");
        Assert.Equal(0, first.Status);
        Assert.DoesNotContain("PRK data file", first.Output, StringComparison.Ordinal); // there was none yet
        var second = rehearsal.Script(Reissue, "/", "mac", "user", "alice-pw");
        Assert.Equal(0, second.Status);
        Assert.Contains("Found pre-existing PRK data file; recording details...\nPRK Data file has been updated", second.Output, StringComparison.Ordinal);
    }
}
