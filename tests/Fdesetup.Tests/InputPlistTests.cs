using MacStateStore.PropertyLists;

namespace Fdesetup.Tests;

/// <summary>Property lists on standard input that are none, or say nothing useful.</summary>
public sealed class InputPlistTests
{
    private const string NotXml = "Error: The input is not a valid XML property list.\n";
    private const string Secret = "s3cret-5678";

    private static readonly string[][] Calls =
        [["enable", "-inputplist"], ["disable", "-inputplist"], ["add", "-inputplist"], ["changerecovery", "-personal", "-inputplist"], ["removerecovery", "-personal", "-inputplist"],
            ["authrestart", "-inputplist"], ["validaterecovery", "-inputplist"]];

    public static TheoryData<string, string> Bad => new()
    {
        { "", NotXml },
        { Secret, NotXml },
        { "<plist><dict><key>Password</key><string>" + Secret + "</dict></plist>", NotXml },
        { "bplist00" + Secret, NotXml },
        { "<plist version=\"1.0\"><string>" + Secret + "</string></plist>", "Error: The input property list is not a dictionary.\n" },
        { "<plist version=\"1.0\"><dict><key>Password</key><integer>5678</integer></dict></plist>", "Error: The input property list has a wrong type of value for 'Password'.\n" },
        { "<plist version=\"1.0\"><dict><key>Username</key><array/></dict></plist>", "Error: The input property list has a wrong type of value for 'Username'.\n" },
        { "<plist version=\"1.0\"><dict><key>AdditionalUsers</key><string>bob</string></dict></plist>", "Error: The input property list has a wrong type of value for 'AdditionalUsers'.\n" },
        { "<plist version=\"1.0\"><dict><key>AdditionalUsers</key><array><string>bob</string></array></dict></plist>", "Error: The input property list has an additional user without 'Username'.\n" },
        { "<plist version=\"1.0\"><dict><key>AdditionalUsers</key><array><dict><key>Username</key><string>bob</string><key>Password</key><true/></dict></array></dict></plist>", "Error: The input property list has a wrong type of value for 'Password'.\n" },
        { "<plist version=\"1.0\"><dict><key>Certificate</key><string>x</string></dict></plist>", "Error: The input property list has a wrong type of value for 'Certificate'.\n" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_no_such_list_is_refused_by_every_verb(string input, string message)
    {
        using var on = new Bench(fileVault: Bench.On);
        using var off = new Bench();
        foreach (var call in Calls)
        {
            var bench = call[0] == "enable" ? off : on;
            bench.RootTypes(input, call).Fails(15, message);
            Assert.DoesNotContain(bench.Look(mac => mac.Journal.Read(1)), row => row.Entry.Arguments.Contains(Secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_binary_one_as_defaults_writes_it_is_taken_too()
    {
        using var bench = new Bench();
        bench.Run("root", PropertyList.ToBinary(new PlistDictionary { ["Username"] = "alice", ["Password"] = "pw-alice" }), ["enable", "-inputplist"]).Ends();
    }

    [Fact]
    public void What_is_missing_is_told_or_asked_for()
    {
        using var bench = new Bench();
        bench.RootTypes(Bench.Plist(("Password", "pw-alice")), "enable", "-inputplist").Fails(15, "Error: The input property list has no 'Username'.\n");
        bench.RootTypes(Bench.Plist(("Username", "alice")), "enable", "-inputplist").Fails(11, Bench.AskPassword("alice") + "Error: User authentication failed.\n");
        bench.RootTypes(Bench.Plist(("Password", "pw-alice")), "enable", "-user", "alice", "-inputplist").Ends();
    }

    [Fact]
    public void Fifty_megabytes_are_read_and_seventy_are_not()
    {
        using var bench = new Bench();
        var long50 = new string('x', 50 * 1024 * 1024);
        bench.RootTypes(Bench.Plist(("Username", "alice"), ("Password", long50)), "enable", "-inputplist").Fails(11, "Error: User authentication failed.\n");
        bench.Run("root", new byte[70 * 1024 * 1024], ["enable", "-inputplist"]).Fails(15, NotXml);
    }

    [Fact]
    public void A_closed_standard_input_is_an_empty_one()
    {
        using var bench = new Bench();
        using var closed = new FailingStream();
        bench.Run(FdesetupTool.Tool, "root", closed, ["enable", "-inputplist"]).Fails(15, NotXml);
    }

    private sealed class FailingStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("closed");

        public override int Read(Span<byte> buffer) => throw new IOException("closed");
    }
}
