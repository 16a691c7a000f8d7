using System.Text;
using MacEmu.Tests.Mdm;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Profiles.Tests;

/// <summary>profiles on a Mac that is enrolled in a real MDM server.</summary>
public sealed class MdmServerTests : IDisposable
{
    private static readonly string[] Credentials = ["-type", "bootstraptoken", "-user", "alice", "-password", "pw-alice"];

    private readonly StrictServer server = new();
    private readonly Bench bench = new("14.5");

    public MdmServerTests() => bench.On(mac =>
    {
        using var console = new ToolConsole(new MemoryStream(), new MemoryStream(), new MemoryStream(), _ => null);
        mac.MdmConnection.Transport = MdmHttp.For(console);
        mac.MdmConnection.Enroll(ConfigurationProfileFile.Read(Encoding.UTF8.GetBytes(EnrollmentFile.For(server.Url))), EnrollmentKind.UserApproved);
    });

    public void Dispose()
    {
        server.Dispose();
        bench.Dispose();
    }

    private string Authority => new Uri(server.Url).Authority;

    private bool Exists => bench.On(mac => mac.BootstrapToken.Exists);

    private bool Escrowed => bench.On(mac => mac.BootstrapToken.IsEscrowed);

    [Fact]
    public void The_bootstrap_token_goes_to_the_server_and_is_asked_for_there()
    {
        bench.As("bob", "status", "-type", "enrollment").Says("Enrolled via DEP: No", "MDM enrollment: Yes (User Approved)", $"MDM server: {server.Url}/mdm").Ends(0);
        bench.Root(["install", .. Credentials]).Says("profiles: Bootstrap Token created", "profiles: Bootstrap Token escrowing to server...", "profiles: Bootstrap Token escrowed").Ends(0);
        Assert.Equal(32, server.Token!.Length);
        bench.Root(["validate", .. Credentials]).Says("profiles: Bootstrap Token validated.").Ends(0);
        server.Token = new byte[32];
        bench.Root(["validate", .. Credentials]).Says("Unable to verify token (err = -69594).").Ends(1).ChangesNothing();
        server.Token = null;
        bench.Root(["validate", .. Credentials]).Says("profiles: Bootstrap Token not found on server.").Ends(1).ChangesNothing();
        bench.Root(["remove", .. Credentials]).Says("profiles: Bootstrap Token removed").Ends(0);
        Assert.Equal((false, false), (Exists, Escrowed));
        Assert.Equal(["Authenticate", "TokenUpdate", "SetBootstrapToken", "GetBootstrapToken", "GetBootstrapToken", "GetBootstrapToken", "SetBootstrapToken"], server.Seen);
        Assert.Empty(server.Complaints);
    }

    [Fact]
    public void A_server_that_fails_changes_nothing_and_its_problem_is_told()
    {
        server.Instead = _ => new HttpReply(500, null, []);
        foreach (var verb in (string[])["install", "validate", "remove"])
        {
            var outcome = bench.Root([verb, .. Credentials]).Ends(1).ChangesNothing();
            Assert.Equal("profiles: Unable to contact the server.\n", outcome.Out);
            Assert.StartsWith($"macemu: note: the MDM server {Authority} answers 500 to ", outcome.Err, StringComparison.Ordinal);
        }
        server.Instead = _ => HttpReply.Xml(StrictServer.Document("<key>BootstrapToken</key><string>no data</string>"));
        Assert.Equal($"macemu: note: the MDM server {Authority} sends a BootstrapToken that is no data\n", bench.Root(["validate", .. Credentials]).Ends(1).ChangesNothing().Err);
        Assert.Equal((false, false), (Exists, Escrowed));
    }

    [Fact]
    public void The_server_is_not_asked_for_whoever_may_not_ask()
    {
        bench.Root("install", "-type", "bootstraptoken", "-user", "alice", "-password", "wrong").Says("Unable to authenticate user information").Ends(1);
        bench.Root("install", "-type", "bootstraptoken", "-user", "bob", "-password", "pw-bob").Says("Unable to authenticate user information").Ends(1);
        bench.Root("status", "-type", "bootstraptoken").Says("profiles: Bootstrap Token supported on server: YES", "profiles: Bootstrap Token escrowed to server: NO").Ends(0);
        Assert.Equal(["Authenticate", "TokenUpdate"], server.Seen);
    }

    [Fact]
    public void Removing_the_enrolment_profile_checks_out()
    {
        bench.Root("remove", "-identifier", "org.example.nothing").Ends(1).ChangesNothing();
        Assert.DoesNotContain("CheckOut", server.Seen);
        bench.Root("remove", "-identifier", "org.example.enrollment").Says().Ends(0);
        Assert.Equal("CheckOut", server.Seen.Last());
        Assert.Empty(server.Complaints);
        bench.Root("status", "-type", "enrollment").Says("Enrolled via DEP: No", "MDM enrollment: No").Ends(0);
    }

    [Fact]
    public void The_identity_stays_a_secret()
    {
        var shown = bench.Root("show", "-output", "stdout-xml").Ends(0).Out;
        Assert.Contains("com.apple.security.pkcs12", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(EnrollmentFile.Password, shown, StringComparison.Ordinal);
        var payloads = (PlistArray)((PlistDictionary)((PlistArray)((PlistDictionary)PropertyList.Parse(Encoding.UTF8.GetBytes(shown)))["_computerlevel"]!)[0])["ProfileItems"]!;
        Assert.Equal(new PlistDictionary(), ((PlistDictionary)payloads[0])["PayloadContent"]);
    }
}
