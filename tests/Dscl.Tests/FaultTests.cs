using MacStateStore.Lifecycle;

namespace Dscl.Tests;

public sealed class FaultTests
{
    private const string Unreachable = "Operation failed with error: eServerError\n";

    private static TestMachine With(params Fault[] faults) => new(TestMachine.Specification with { Faults = faults });

    [Fact]
    public void A_daemon_that_is_away_once_fails_one_command_whatever_it_is()
    {
        using var mac = With(new Fault("dscl", null, 1, null, null));
        Assert.Equal(new Outcome("", Unreachable, 70), mac.Dscl(".", "-create", "/Users/carol"));
        Assert.Equal(Outcome.Silent, mac.Dscl(".", "-create", "/Users/carol"));
    }

    [Fact]
    public void A_verb_fails_as_often_as_was_said_and_other_verbs_do_not()
    {
        using var mac = With(new Fault("dscl", "create", 2, -14988, null));
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(Outcome.Printed("Comment: x\n").Status, mac.Dscl(".", "-list", "/Users").Status);
            Assert.Equal(Outcome.Refused(-14988, "eNotYetImplemented", 140), mac.Dscl(".", "-create", "/Users/carol", "Comment", "x"));
        }
        Assert.Equal(Outcome.Silent, mac.Dscl(".", "create", "/Users/carol", "Comment", "x"));
        Assert.Equal(Outcome.Printed("Comment: x\n"), mac.Dscl(".", "-read", "/Users/carol", "Comment"));
    }

    [Theory]
    [InlineData("delete", null, "", "<main> delete status: eNotYetImplemented\n", 140, "eNotYetImplemented", -14988)]
    [InlineData("delete", "Comment", "", "<main> attribute status: eNotYetImplemented\n", 140, "eNotYetImplemented", -14988)]
    [InlineData("read", null, "read: DS error: eDSPermissionError\n", "", 40, "eDSPermissionError", -14120)]
    public void Each_verb_says_what_it_says(string verb, string? key, string output, string error, int exit, string name, int status)
    {
        using var mac = With(new Fault("dscl", verb, 1, status == -14988 ? null : status, null));
        Assert.Equal(Outcome.Failed(status, name, exit, output, error), mac.Dscl([".", "-" + verb, "/Users/bob", .. key is null ? (string[])[] : [key]]));
        Assert.Equal(0, mac.Dscl(".", "-read", "/Users/bob", "RealName").Status);
    }

    [Fact]
    public void A_text_and_a_status_that_were_given_are_what_there_is()
    {
        using var mac = With(new Fault("dscl", null, 1, 3, "out of order"), new Fault("dscl", "list", 1, -14910, "second"));
        Assert.Equal(new Outcome("", "out of order\n", 3), mac.Dscl(".", "-list", "/Users"));
        Assert.Equal(new Outcome("", "second\n", 62), mac.Dscl(".", "-list", "/Users"));
        Assert.Equal(0, mac.Dscl(".", "-list", "/Users").Status);
    }
}
