using MacStateStore.Lifecycle;

namespace Companions.Tests;

public sealed class JamfTests
{
    [Fact]
    public void Is_there_only_where_the_Mac_has_it()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(127, "", "jamf: command not found\n"), bench.AsRoot("jamf", "recon"));
        Assert.Equal(127, bench.AsRoot("jamfHelper", "-windowType", "utility").Status);
        Directory.CreateDirectory($"{bench.Machine}.root/Library/Application Support/JAMF/bin");
        Assert.Equal(0, bench.AsRoot("jamf", "recon").Status);
        Assert.Equal("Checking for policies triggered by \"lock\"...\nNo policies were found for the \"lock\" trigger.\n", bench.AsRoot("jamf", "policy", "-event", "lock").Output);
        Assert.EndsWith("The JSS is available.\n", bench.AsRoot("jamf", "checkJSSConnection").Output, StringComparison.Ordinal);
        bench.Change(mac => mac.IsOnline = false);
        Assert.Equal(1, bench.AsRoot("jamf", "checkJSSConnection").Status);
        Assert.Equal(78, bench.AsRoot("jamf", "createAccount", "-username", "x", "-password", "hush").Status);
        Assert.DoesNotContain("hush", bench.Journal[^1].Entry.Arguments, StringComparison.Ordinal);
        Assert.Contains(bench.Journal, row => row.Entry.Arguments == "[\"recon\"]");
    }

    [Fact]
    public void Its_messages_take_answers()
    {
        using var bench = new Bench();
        Directory.CreateDirectory($"{bench.Machine}.root/Library/Application Support/JAMF");
        string[] window = ["-windowType", "utility", "-title", "t", "-description", "d", "-button1", "Now", "-button2", "Later"];
        Assert.Equal(1, bench.AsAlice("jamfHelper", window).Status);
        foreach (var (answer, status) in ((DialogAnswer, int)[])[(new(false), 0), (new(false, "Now"), 0), (new(false, "Later"), 2), (new(true), 239), (new(false, "Other"), 78)])
        {
            bench.Change(mac => mac.Dialogs.Add(answer));
            Assert.Equal(status, bench.AsAlice("jamfHelper", window).Status);
        }
    }
}
