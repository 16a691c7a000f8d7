using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MacEmu.Tests.Mdm;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace Profiles.Tests;

public sealed class InstallTests
{
    private const string Old = "10.15.7";

    [Theory]
    [InlineData("11.7", "System Preferences")]
    [InlineData("12.6", "System Preferences")]
    [InlineData("13.6", "System Settings")]
    [InlineData("26.0", "System Settings")]
    public void From_11_on_nothing_is_installed(string os, string settings)
    {
        using var bench = new Bench(os);
        var path = bench.FileOf(Make.Banner());
        var refusal = $"profiles tool no longer supports installs.  Use {settings} Profiles to add configuration profiles.";
        bench.Root("install", "-type", "configuration", "-path", path).Says(refusal).Ends(1).ChangesNothing();
        bench.Root("-IF", path).Says(refusal).Ends(1).ChangesNothing();
        bench.As("bob", "install", "-path", "/no/such/file").Says(refusal).Ends(1);
        Assert.Empty(bench.Installed);
    }

    [Fact]
    public void Before_the_caller_tells_the_scope()
    {
        using var bench = new Bench(Old);
        var path = bench.FileOf(Make.Banner().With("PayloadScope", "User"));
        bench.Root("install", "-path", path).Says().Ends(0);
        bench.As("bob", "-I", "-F", path).Says().Ends(0);
        Assert.Equal(["/org.example.banner", "bob/org.example.banner"], bench.Installed);
    }

    [Fact]
    public void Verbose_tells_of_it()
    {
        using var bench = new Bench(Old);
        var path = bench.FileOf(Make.Banner());
        bench.Root("-IvF", path).Says(
            "profiles: verbose mode ON", $"profiles install profile {path} for user: (null)", $"profiles install for file:'{path}' and user:'root' returned 0 ((null))", "pass").Ends(0);
    }

    [Fact]
    public void Another_users_profiles_take_root_and_a_session()
    {
        using var bench = new Bench(Old);
        var path = bench.FileOf(Make.Banner());
        bench.Root("install", "-path", path, "-user", "bob").Says($"profiles install for file:'{path}' and user:'bob' returned -60005 (the user 'bob' is not logged in)").Ends(1).ChangesNothing();
        bench.Root("install", "-path", path, "-user", "nobody-here").Ends(1).ChangesNothing();
        bench.As("alice", "install", "-path", path, "-user", "bob").Ends(1).ChangesNothing();
        bench.On(mac => mac.Sessions.Login("bob", "pw-bob"));
        bench.Root("-I", "-F", path, "-U", "bob").Says().Ends(0);
        Assert.Equal(["bob/org.example.banner"], bench.Installed);
    }

    [Fact]
    public void The_same_identifier_is_an_update()
    {
        using var bench = new Bench(Old);
        bench.Root("install", "-path", bench.FileOf(Make.Banner())).Ends(0);
        bench.Root("install", "-path", bench.FileOf(Make.Banner("org.example.other"))).Ends(0);
        bench.On(mac => mac.Clock.Advance(TimeSpan.FromDays(1)));
        bench.Root("install", "-path", bench.FileOf(Make.Banner().With("PayloadUUID", "NEW").With("PayloadContent", new PlistArray()))).Ends(0);
        Assert.Equal(["/org.example.banner", "/org.example.other"], bench.Installed);
        bench.On(mac =>
        {
            var updated = mac.Profiles.Find("org.example.banner", null)!;
            Assert.Equal("NEW", updated.Profile.Uuid);
            Assert.Empty(updated.Profile.Payloads);
            Assert.Equal(3, updated.InstalledAt.Day);
            Assert.Empty(mac.Profiles.Payloads("com.apple.loginwindow").Skip(1));
        });
    }

    [Fact]
    public void Standard_input_and_binary_files_are_read_too()
    {
        using var bench = new Bench(Old);
        bench.Run("root", PropertyList.ToXml(Make.Banner("org.example.stdin")), ["-I", "-F", "-"]).Says().Ends(0);
        bench.Root("install", "-path", bench.FileOf(PropertyList.ToBinary(Make.Banner("org.example.binary")))).Says().Ends(0);
        Assert.Equal(["/org.example.stdin", "/org.example.binary"], bench.Installed);
    }

    [Fact]
    public void A_signature_that_holds_is_told_of_and_whether_somebody_vouches_for_it()
    {
        using var bench = new Bench(Old);
        var signer = EnrollmentFile.Device;
        var file = bench.FileOf(Sign(PropertyList.ToXml(Make.Banner()), signer));
        bench.Root("install", "-path", file).Says().Ends(0);
        Assert.Contains("<string>unverified</string>", bench.Root("list", "-output", "stdout-xml").Out, StringComparison.Ordinal);
        bench.Root("install", "-path", bench.FileOf(Make.Profile("org.example.roots",
            Make.Payload("com.apple.security.root", ("PayloadContent", new PlistData(signer.RawData))), Make.Payload("com.apple.security.root", ("PayloadContent", "none"))), "roots")).Says().Ends(0);
        bench.Root("install", "-path", file).Says().Ends(0);
        Assert.Contains("<string>verified</string>", bench.Root("list", "-output", "stdout-xml").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Encrypted_payloads_open_for_an_identity_of_the_Mac()
    {
        using var bench = new Bench(Old);
        var secret = Encrypted(PropertyList.ToXml(new PlistArray([Make.Payload("com.apple.loginwindow", ("LoginwindowText", "Secret"))])), EnrollmentFile.Device);
        var file = bench.FileOf(Make.Banner().Without("PayloadContent").With("IsEncrypted", true).With("EncryptedPayloadContent", new PlistData(secret)));
        bench.Root("install", "-path", file).Says($"profiles install for file:'{file}' and user:'root' returned -204 (the profile is encrypted for another device)").Ends(1).ChangesNothing();
        bench.Root("install", "-path", bench.FileOf(Make.Profile("org.example.identity", Make.Payload("com.apple.security.pkcs12",
            ("Password", EnrollmentFile.Password), ("PayloadContent", new PlistData(EnrollmentFile.Device.Export(X509ContentType.Pkcs12, EnrollmentFile.Password))))), "identity")).Says().Ends(0);
        bench.Root("install", "-path", file).Says().Ends(0);
        Assert.Contains("<string>Secret</string>", bench.Root("list", "-output", "stdout-xml").Out, StringComparison.Ordinal);
        foreach (var (content, problem) in ((byte[], string)[])
            [("nonsense"u8.ToArray(), "is no CMS EnvelopedData"), (Encrypted("nonsense"u8.ToArray(), EnrollmentFile.Device), "the profile's encrypted content is no property list")])
            Assert.Contains(problem, bench.Root("install", "-path", bench.FileOf(Make.Banner().With("EncryptedPayloadContent", new PlistData(content)))).Ends(1).ChangesNothing().Out, StringComparison.Ordinal);
    }

    private static readonly Lazy<Dictionary<string, (byte[] Content, string Reason)>> BadFiles = new(MakeBadFiles);

    // By name only: the runner writes a theory's data down, and one of these has 16 MB.
    public static TheoryData<string> NamesOfBadFiles => [.. BadFiles.Value.Keys];

    private static Dictionary<string, (byte[] Content, string Reason)> MakeBadFiles()
    {
        var xml = PropertyList.ToXml(Make.Banner());
        var signed = Sign(xml);
        var tampered = (byte[])signed.Clone();
        var place = Encoding.Latin1.GetString(tampered).IndexOf("Property of Example", StringComparison.Ordinal);
        tampered[place] = (byte)'p';
        return new Dictionary<string, (byte[] Content, string Reason)>
        {
            ["nothing"] = ([], "the profile is empty"),
            ["no property list"] = ("hello"u8.ToArray(), "the profile is no property list"),
            ["half a property list"] = (xml[..(xml.Length / 2)], "the profile is no property list"),
            ["no dictionary"] = (PropertyList.ToXml(new PlistArray()), "the profile is no dictionary"),
            ["too deep"] = (Deep(), "the profile is no property list"),
            ["tampered"] = (tampered, "the profile's signature doesn't match its content"),
            ["no signature at all"] = ([0x30, 0x82, 0x01, 0x00, .. "not CMS"u8], "the profile claims to be signed, but is no CMS SignedData"),
            ["nobody signed"] = (Unsigned(xml), "the profile claims to be signed, but nobody has signed it"),
            ["signed nonsense"] = (Sign("hello"u8.ToArray()), "the profile is no property list"),
            ["signed signature"] = (Sign(signed), "the profile is no property list"),
            ["too large"] = (new byte[ConfigurationProfileFile.MaximumSize + 1], "more than the 16777216 allowed"),
            ["encrypted"] = (PropertyList.ToXml(Make.Banner().With("EncryptedPayloadContent", new PlistData(Encrypted(xml, EnrollmentFile.Device)))), "the profile is encrypted for another device"),
            ["no identifier"] = (PropertyList.ToXml(Make.Banner().Without("PayloadIdentifier")), "the profile has no PayloadIdentifier"),
            ["empty identifier"] = (PropertyList.ToXml(Make.Banner("")), "the profile: PayloadIdentifier is empty"),
            ["identifier with a line end"] = (PropertyList.ToXml(Make.Banner("a\nb")), "control characters"),
            ["no UUID"] = (PropertyList.ToXml(Make.Banner().Without("PayloadUUID")), "the profile has no PayloadUUID"),
            ["no version"] = (PropertyList.ToXml(Make.Banner().Without("PayloadVersion")), "the profile has no PayloadVersion"),
            ["version 2"] = (PropertyList.ToXml(Make.Banner().With("PayloadVersion", 2)), "PayloadVersion is 2, not 1"),
            ["no type"] = (PropertyList.ToXml(Make.Banner().Without("PayloadType")), "the profile has no PayloadType"),
            ["another type"] = (PropertyList.ToXml(Make.Banner().With("PayloadType", "Else")), "PayloadType is not 'Configuration'"),
            ["no content"] = (PropertyList.ToXml(Make.Banner().Without("PayloadContent")), "the profile has no PayloadContent"),
            ["content that is no array"] = (PropertyList.ToXml(Make.Banner().With("PayloadContent", new PlistDictionary())), "PayloadContent is no array"),
            ["a payload that is none"] = (PropertyList.ToXml(Make.Banner().With("PayloadContent", new PlistArray(["x"]))), "payload 1 is no dictionary"),
            ["a payload without UUID"] = (PropertyList.ToXml(Make.Profile("a", Make.Payload("b").Without("PayloadUUID"))), "payload 1 has no PayloadUUID"),
            ["a scope that is none"] = (PropertyList.ToXml(Make.Banner().With("PayloadScope", "Both")), "PayloadScope is neither"),
            ["a removal date that is none"] = (PropertyList.ToXml(Make.Banner().With("RemovalDate", "soon")), "RemovalDate is not a date"),
            ["a mark that is none"] = (PropertyList.ToXml(Make.Banner().With("PayloadRemovalDisallowed", "yes")), "PayloadRemovalDisallowed is not a boolean"),
            ["kernel extensions"] = (PropertyList.ToXml(Make.Profile("a", Make.Payload("com.apple.syspolicy.kernel-extension-policy"))), "must come from user-approved device management"),
            ["system extensions"] = (PropertyList.ToXml(Make.Profile("a", Make.Payload("com.apple.system-extension-policy"))), "must come from user-approved device management"),
        };
    }

    [Theory]
    [MemberData(nameof(NamesOfBadFiles))]
    public void A_bad_file_is_refused_and_nothing_lost(string what)
    {
        var (content, reason) = BadFiles.Value[what];
        using var bench = new Bench(Old, null, Make.Installed(Make.Banner()));
        var path = bench.FileOf(content);
        var outcome = bench.Root("install", "-path", path).Ends(1).ChangesNothing();
        Assert.Equal("", outcome.Err);
        Assert.StartsWith($"profiles install for file:'{path}' and user:'root' returned -", outcome.Out, StringComparison.Ordinal);
        Assert.Contains(reason, outcome.Out, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Out.Count(c => c == '\n'));
        Assert.Equal(["/org.example.banner"], bench.Installed);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        using var bench = new Bench(Old);
        bench.Root("install", "-path", "/no/such \"file\" 🚀").Says("profiles install for file:'/no/such \"file\" 🚀' and user:'root' returned -204 (the file can't be read)").Ends(1);
        bench.Root("install", "-path", "").Complains("profiles: the option -path is missing").Ends(1);
        bench.Root("install").Complains("profiles: the option -path is missing").Ends(1);
        bench.Root("-I", "-F", bench.Path + "/x").Ends(1).ChangesNothing();
        bench.Root("install", "-path", Path.GetDirectoryName(bench.Path)!).Ends(1).ChangesNothing();
    }

    [Fact]
    public void Safaris_preferences_take_an_admin_in_person()
    {
        using var bench = new Bench(Old);
        var path = bench.FileOf(Make.Profile("org.example.safari", Make.Payload("com.apple.Safari", ("HomePage", "about:blank"))));
        bench.Root("-IF", path).Ends(1).ChangesNothing();
        var refused = bench.RootTypes("bob\npw-bob\n", "-IF", path).Ends(1).ChangesNothing();
        Assert.Equal($"profiles install for file:'{path}' and user:'root' returned -60005 (Error = -60005)\n", refused.Out);
        Assert.Equal("Enter the admin user name:Enter the password for user 'bob':", refused.Err);
        bench.RootTypes("alice\nwrong\n", "-IF", path).Ends(1);
        bench.RootTypes("alice\npw-alice\n", "-IF", path).Ends(0);
        Assert.Equal(["/org.example.safari"], bench.Installed);
    }

    [Fact]
    public void An_enrolment_profile_enrols_without_approval()
    {
        using var bench = new Bench(Old);
        bench.Root("install", "-path", bench.FileOf(Make.Enrollment())).Says().Ends(0);
        bench.As("bob", "status", "-type", "enrollment").Says("Enrolled via DEP: No", "MDM enrollment: Yes", "MDM server: https://mdm.example.org/mdm?x=1").Ends(0);
        Assert.Equal(["/org.example.mdm"], bench.Installed);
        bench.Root("install", "-path", bench.FileOf(Make.Enrollment("org.example.second"))).Ends(1).ChangesNothing();
        bench.Root("install", "-path", bench.FileOf(Make.Enrollment().With("PayloadUUID", "NEWER"))).Ends(0);
        Assert.Equal(EnrollmentKind.Unapproved, bench.On(mac => mac.Enrollments.Current!.Kind));
    }

    [Theory]
    [InlineData("ServerURL")]
    [InlineData("Topic")]
    [InlineData("AccessRights")]
    public void An_enrolment_profile_must_be_whole(string key)
    {
        using var bench = new Bench(Old);
        var payload = ((PlistDictionary)((PlistArray)Make.Enrollment()["PayloadContent"]!)[0]).Without(key);
        bench.Root("install", "-path", bench.FileOf(Make.Profile("org.example.mdm", payload))).Ends(1).ChangesNothing();
        bench.As("bob", "install", "-path", bench.FileOf(Make.Enrollment())).Ends(1).ChangesNothing();
        Assert.Null(bench.On(mac => mac.Enrollments.Current));
    }

    [Fact]
    public void What_management_has_installed_is_its_own()
    {
        using var bench = new Bench(Old, new() { Enrollment = EnrollmentKind.UserApproved }, Make.Installed(Make.Banner(), managed: true));
        bench.Root("install", "-path", bench.FileOf(Make.Banner())).Ends(1).ChangesNothing();
    }

    [Theory]
    [InlineData("install", "-type", "provisioning", "-path", "x")]
    [InlineData("-i", "-F", "x")]
    [InlineData("-V", "-F", "x")]
    [InlineData("-r", "-p", "a", "-u", "b")]
    public void What_is_not_emulated_says_so(params string[] arguments)
    {
        using var bench = new Bench(Old);
        var outcome = bench.Root(arguments).ChangesNothing();
        Assert.StartsWith("macemu: not emulated: profiles ", outcome.Ends(78).Err, StringComparison.Ordinal);
    }

    private static byte[] Sign(byte[] content, X509Certificate2? signer = null)
    {
        var envelope = new SignedCms(new ContentInfo(content));
        envelope.ComputeSignature(new CmsSigner(signer ?? EnrollmentFile.Device));
        return envelope.Encode();
    }

    private static byte[] Encrypted(byte[] content, X509Certificate2 recipient)
    {
        var envelope = new EnvelopedCms(new ContentInfo(content));
        envelope.Encrypt(new CmsRecipient(recipient));
        return envelope.Encode();
    }

    private static byte[] Unsigned(byte[] content)
    {
        var envelope = new SignedCms();
        envelope.Decode(Sign(content));
        envelope.RemoveSignature(0);
        return envelope.Encode();
    }

    private static byte[] Deep() => Encoding.ASCII.GetBytes($"<plist version=\"1.0\"><dict><key>a</key>{string.Concat(Enumerable.Repeat("<array>", 5000))}{string.Concat(Enumerable.Repeat("</array>", 5000))}</dict></plist>");
}
