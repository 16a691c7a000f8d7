using System.Text;
using MacStateStore.PropertyLists;

namespace MacEmu.Tests;

/// <summary>Commands about users and settings.</summary>
public sealed class MdmUserCommandTests : IDisposable
{
    private readonly List<Bench> benches = [];

    public void Dispose() => benches.ForEach(bench => bench.Dispose());

    private Bench Managed(string os = "14.5", string mdm = "ade", string token = "supported")
    {
        benches.Add(Bench.WithMachine("--os", os, "--mdm", mdm, "--bootstrap-token", token, "--setup", "alice:s3cret:Alice Example"));
        return benches[^1];
    }

    private static (int Status, PlistDictionary Answer) Command(Bench bench, params string[] arguments)
    {
        var outcome = bench.Run(["mdm", "command", .. arguments]);
        Assert.Equal("", outcome.Errors);
        return (outcome.Status, (PlistDictionary)PropertyList.Parse(Encoding.UTF8.GetBytes(outcome.Output)));
    }

    private static string Text(PlistDictionary dictionary, string key) => ((PlistString)dictionary[key]!).Value;

    [Theory]
    [InlineData("14.5", true)]
    [InlineData("10.15.7", false)]
    public void UserList_tells_who_holds_a_token_from_11_on(string os, bool tells)
    {
        var bench = Managed(os);
        bench.Good("login", "alice", "--password", "s3cret");
        var (status, answer) = Command(bench, "UserList");
        var alice = (PlistDictionary)Assert.Single((PlistArray)answer["Users"]!);
        Assert.Equal((0, "alice", "Alice Example"), (status, Text(alice, "UserName"), Text(alice, "FullName")));
        Assert.Equal((new PlistInteger(501), new PlistBoolean(true), new PlistBoolean(false)), (alice["UID"], alice["IsLoggedIn"], alice["MobileAccount"]));
        Assert.Equal(tells ? new PlistBoolean(true) : null, alice["HasSecureToken"]);
    }

    [Fact]
    public void Where_commands_are_not_allowed()
    {
        var bench = Managed("10.15.7", "user-approved");
        Assert.Equal("Error", Text(Command(bench, "UserList").Answer, "Status"));
        Assert.Equal("Error", Text(Command(bench, "LogOutUser").Answer, "Status"));
        bench.Bad(2, "mdm command Settings: say what to set", "mdm", "command", "Settings");
    }

    [Fact]
    public void LogOutUser_logs_out()
    {
        var bench = Managed();
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.Equal("Acknowledged", Text(Command(bench, "LogOutUser").Answer, "Status"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, bench.Show().GetProperty("consoleUser").ValueKind);
    }

    [Fact]
    public void Settings_are_answered_one_by_one()
    {
        var bench = Managed();
        var (status, answer) = Command(bench, "Settings", "--device-name", "lab 7 🚀", "--host-name", "");
        Assert.Equal(0, status);
        Assert.Equal([("DeviceName", "Acknowledged"), ("HostName", "Error")], ((PlistArray)answer["Settings"]!).Cast<PlistDictionary>().Select(item => (Text(item, "Item"), Text(item, "Status"))));
        var names = (PlistDictionary)Command(bench, "DeviceInformation", "--query", "DeviceName,HostName").Answer["QueryResponses"]!;
        Assert.Equal(("lab 7 🚀", "mac.local"), (Text(names, "DeviceName"), Text(names, "HostName")));
    }

    [Theory]
    [InlineData("10.15.7", true)]
    [InlineData("14.5", false)]
    public void On_10_15_the_server_says_by_command_whether_it_takes_bootstrap_tokens(string os, bool counts)
    {
        var bench = Managed(os, token: "unsupported");
        bool Supported() => bench.Show().GetProperty("bootstrapToken").GetProperty("supported").GetBoolean();
        Command(bench, "Settings", "--bootstrap-token", "allowed");
        Assert.Equal(counts, Supported());
        Command(bench, "Settings", "--bootstrap-token", "disallowed");
        Assert.False(Supported());
    }
}
