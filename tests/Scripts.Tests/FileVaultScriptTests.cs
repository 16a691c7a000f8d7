using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Scripts.Tests;

/// <summary>Real admin scripts about FileVault, unmodified, under `macemu run`: each in a state and to the outcome that its comments describe.</summary>
public sealed class FileVaultScriptTests
{
    private const string Key = "ABCD-EFGH-JKLM-NPQR-TUVW-XYZ2";
    private const string Users = "users: {alice: {admin: true, password: alice-pw, secureToken: true}, bob: {password: bob-pw}}";
    private const string Reissue = "MLBZ521__MacAdmin/Jamf Pro/Scripts/reissue_FileVaultPRK.sh";

    [SkippableFact]
    public void A_recovery_key_is_reissued_with_a_password_or_the_key_of_before()
    {
        using var rehearsal = new Rehearsal($"{{machine: {{os: '14.5'}}, {Users}, consoleUser: alice, fileVault: on, recoveryKeys: {{personal: {Key}}}}}");
        var refused = rehearsal.Script(Reissue, "/", "mac", "user", "wrong");
        Assert.Equal(2, refused.Status);
        Assert.Contains("Failed to issue a new Recovery Key.\n`fdesetup` exit code was:  11\n", refused.Output, StringComparison.Ordinal);
        Assert.True(rehearsal.Look(mac => mac.FileVault.IsRecoveryKey(Key)));

        var done = rehearsal.Script(Reissue, "/", "mac", "user", Key);
        Assert.Equal(0, done.Status);
        Assert.EndsWith("FileVault Key Reissue process:  COMPLETE  *****\n", done.Output, StringComparison.Ordinal);
        Assert.False(rehearsal.Look(mac => mac.FileVault.IsRecoveryKey(Key)));
        Assert.Equal(0, rehearsal.Script(Reissue, "/", "mac", "user", "alice-pw").Status);
        Assert.DoesNotContain(rehearsal.Look(mac => mac.Journal.Read()), row => row.Entry.Tool == "fdesetup" && row.Entry.Arguments.Contains("-pw", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Without_FileVault_there_is_nothing_to_reissue()
    {
        using var rehearsal = new Rehearsal($"{{machine: {{os: '14.5'}}, {Users}}}");
        var ended = rehearsal.Script(Reissue, "/", "mac", "user", "alice-pw");
        Assert.Equal(0, ended.Status);
        Assert.Contains("Machine is not FileVault Encrypted.\n", ended.Output, StringComparison.Ordinal);
    }

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

    [SkippableFact]
    public void FileVault_is_set_up_from_a_property_list_and_then_takes_the_users()
    {
        using var rehearsal = new Rehearsal($"{{machine: {{os: '14.5'}}, {Users}}}");
        const string script = "TheJumpCloud__support/scripts/macos/fvsetup.sh";
        File.WriteAllText(Path.Combine(rehearsal.Folder, "fvusers.plist"),
            "<plist version=\"1.0\"><dict><key>Username</key><string>alice</string><key>Password</key><string>alice-pw</string><key>AdditionalUsers</key><array>"
            + "<dict><key>Username</key><string>bob</string><key>Password</key><string>bob-pw</string></dict></array></dict></plist>");
        var enabled = rehearsal.Script(script);
        Assert.Equal((0, ""), (enabled.Status, enabled.Error));
        Assert.Matches(@"^Recovery key = '[A-Z2-9-]{29}'\nstatus: 0\nPlease reboot to complete the process\n$", enabled.Output);
        Assert.True(rehearsal.Account("bob")!.HasSecureToken);
        Assert.Equal(new Ended(0, "status: 0\nUser added to filevault\n", ""), rehearsal.Script(script));
    }

    [SkippableFact]
    public void The_institutional_key_is_reported()
    {
        using var rehearsal = new Rehearsal($"{{machine: {{os: 10.15.7, chip: t2}}, {Users}, fileVault: on, recoveryKeys: {{institutional: true}}}}");
        const string script = "rtrouton__rtrouton_scripts/rtrouton_scripts/Casper_Extension_Attributes/report_IRK_public_key_hash/report_IRK_public_key_hash.sh";
        Assert.Equal("<result>true</result>\n", rehearsal.Script(script).Output); // a hash only on CoreStorage
        using var without = new Rehearsal($"{{machine: {{os: 10.15.7, chip: t2}}, {Users}, fileVault: on}}");
        Assert.Equal("<result>Not Available - Valid IRK Not Found</result>\n", without.Script(script).Output);
        using var off = new Rehearsal($"{{machine: {{os: 10.15.7, chip: t2}}, {Users}}}");
        Assert.Equal("<result>Not Available - Encryption Not Enabled</result>\n", off.Script(script).Output);
    }

    [SkippableTheory]
    [InlineData("off", "FileVault is Off.\n", "3")]
    [InlineData("on", "FileVault is On.\n", "1")]
    [InlineData("{state: encrypting, paused: true}", "Encryption in progress: Pending\n", null)]
    public void The_state_of_the_start_volume_and_the_console_user_s_token_are_told(string state, string told, string? token)
    {
        using var rehearsal = new Rehearsal($"{{machine: {{os: '13.6'}}, {Users}, consoleUser: alice, fileVault: {state}}}");
        Assert.Equal(told, rehearsal.Script("rtrouton__rtrouton_scripts/rtrouton_scripts/check_apfs_encryption/check_apfs_encryption.sh").Output);
        if (token is null) return;
        Assert.Equal($"<result>{token}</result>\n",
            rehearsal.Script("rtrouton__rtrouton_scripts/rtrouton_scripts/Casper_Extension_Attributes/detect_missing_secure_token/detect_missing_secure_token.sh").Output);
    }
}
