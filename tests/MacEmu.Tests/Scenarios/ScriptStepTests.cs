namespace MacEmu.Tests.Scenarios;

/// <summary>Steps that run scripts and commands, in processes of their own.</summary>
public sealed class ScriptStepTests : ScenarioBench
{
    [Fact]
    public void Scripts_get_arguments_input_variables_user_and_terminal()
    {
        Bench.Write("hello.sh", "#!/bin/sh\necho \"$1|$2|$3|$WHO|$MACEMU_USER\"\ncat\necho late >&2\nexit 3\n");
        var file = Scenario("""
            machine: {kdfIterations: 2, os: 14.5, setup: {user: alice, password: s3cret}}
            steps:
              - run: ./hello.sh 'one two' three
                args: ["four"]
                as: alice
                env: {WHO: "a=b c"}
                stdin: "typed\n"
                expect: {exit: 3, stdout: {lines: [one two|three|four|a=b c|alice, typed]}, stderr: {matches: "^late$"}}
              - command: printf 'Name? ' >/dev/tty; read a </dev/tty; printf 'Word? ' >/dev/tty; read b </dev/tty; read c; echo "$a/$b/$c"
                stdin: piped
                tty: [Ann, {prompt: Word, answer: secret}]
                expect: {stdout: Ann/secret/piped, terminal: {contains: ["Name? ", "Word? "]}}
              - command: printf '? '; read a; echo "$a"
                tty: [x]
                expect: {stdout: "? x"}
              - command: dscl . -create /Users/alice Comment made >/dev/null; test -t 0 || echo none
                expect: {stdout: none}
              - command: dscl . -read /Users/alice Comment
                expect: {stdout: "Comment: made"}
            """);
        var outcome = Bench.Run("test", file);
        Assert.True((outcome.Status, outcome.Errors) == (0, ""), outcome.Output);
    }

    [Fact]
    public void What_takes_too_long_is_ended_and_unasked_answers_are_told()
    {
        Assert.Equal(["2:9 step 1 (echo begun; sleep 60): takes more than 1.5 s"], Failures("steps: [{command: echo begun; sleep 60, timeout: 1.5}]"));
        Assert.Equal(["2:9 step 1 (echo x): only 0 of 1 answers were asked for"], Failures("steps: [{command: echo x, tty: [{prompt: 'Password:', answer: x}]}]"));
        Assert.Equal(["2:9 step 1 (echo '? '; sleep 0.8): an answer was typed that nobody read"], Failures("steps: [{command: \"echo '? '; sleep 0.8\", tty: [x]}]"));
    }

    [Fact]
    public void A_script_does_not_hide_what_is_not_emulated() => Assert.Equal(
        ["2:9 step 1 (dscl /Configure -list / 2>/dev/null || true): not emulated: dscl [\"/Configure\",\"-list\",\"/\"]"],
        Failures("steps: [{command: dscl /Configure -list / 2>/dev/null || true}]", 78));
}
