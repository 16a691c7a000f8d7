using System.Text.Json;

namespace MacEmu.Tests.Replay;

/// <summary>Pages as people find them. They are kept outside the project, and these tests skipped where they are absent.</summary>
public sealed class SeedTests : ReplayBench
{
    private static string Seed(string name)
    {
        var file = Path.GetFullPath(Path.Combine(Root, "../shared/reference/seeds", name));
        Skip.IfNot(File.Exists(file), "the pages are kept outside the project");
        return file;
    }

    [SkippableFact]
    public void Every_command_of_the_page_on_tokens_is_run_on_a_managed_Mac_with_bob()
    {
        NeedTools();
        var page = Seed("secure-token-bootstrap-token-volume-ownership.txt");
        var file = Bench.Write("mac.yml", """
            machine: {os: "14.5", kdfIterations: 2}
            consoleUser: alice
            users: {alice: {password: s3cret, admin: true, secureToken: true, generatedUID: 01234567-89AB-4DEF-8123-456789ABCDEF}, bob: {uid: 502}}
            mdm: {enrollment: ade, bootstrapToken: supported}
            """);
        Bench.Good("create", "--force", "--seed", "1", "--from", file);
        var outcome = Bench.Run("replay", "--json", page, "--set", "user name=bob", "--set", "GUID=01234567-89AB-4DEF-8123-456789ABCDEF", "--answer", "user name=alice", "--answer", "password=s3cret");
        Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
        var commands = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("commands").EnumerateArray().ToList();
        Assert.Equal(
            [
                "0 sudo dscl . -append /Users/bob AuthenticationAuthority \";DisabledTags;SecureToken\"",
                "0 sudo diskutil apfs listUsers /",
                "0 dscl . -search /Users GeneratedUID 01234567-89AB-4DEF-8123-456789ABCDEF",
                "0 sudo fdesetup list -extended",
                "0 sudo profiles install -type bootstraptoken",
                "0 sudo profiles remove -type bootstraptoken",
                "0 sudo profiles status -type bootstraptoken",
                "1 sudo profiles validate -type bootstraptoken",
                "0 sysadminctl -h",
            ],
            commands.Select(command => $"{command.GetProperty("exit")} {command.GetProperty("command").GetString()}"));
        Assert.All(commands, command => Assert.Equal(("run", 0), (command.GetProperty("result").GetString(), command.GetProperty("notEmulated").GetArrayLength())));
        Assert.Contains("01234567-89AB-4DEF-8123-456789ABCDEF", commands[1].GetProperty("output").GetString());
        Assert.StartsWith("alice\t", commands[2].GetProperty("output").GetString());
        Assert.Contains("Bootstrap Token escrowed\n", commands[4].GetProperty("output").GetString());
        // It was removed before.
        Assert.Contains("escrowed to server: NO", commands[6].GetProperty("output").GetString());
        Assert.Contains("Bootstrap Token not found on server", commands[7].GetProperty("output").GetString());
        Assert.Equal(["bob"], Bench.Show().GetProperty("users").EnumerateObject().Where(user => user.Value.GetProperty("disabledTags").GetArrayLength() > 0).Select(user => user.Name));
    }

    // They name csrutil, bputil and kmutil, and say of no command what it is to do.
    [SkippableTheory]
    [InlineData("local-policy-contents.txt")]
    [InlineData("owners-and-users-on-m1-macs.txt")]
    public void Pages_that_only_mention_tools_have_no_commands(string name)
    {
        var outcome = Bench.Run("replay", Seed(name));
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.Contains("no command is found", outcome.Errors);
    }
}
