namespace MacEmu.Tests.Scenarios;

/// <summary><c>macemu test --html</c>: a page of all tests.</summary>
public sealed class HtmlReportTests : ScenarioBench
{
    private string Page => Path.Combine(Bench.Folder, "tests.html");

    [Fact]
    public void Each_test_is_told_with_its_steps_and_its_Mac_before_and_after()
    {
        var file = Scenario(
            """
            name: 'a <b>'
            machine: {kdfIterations: 2, os: 14.5, setup: "alice:s3cret:Alice"}
            matrix: {chip: [apple, intel], mdm: [none, ade]}
            skip: [{when: {chip: intel, mdm: ade}, reason: not here}]
            steps:
              - login: {user: alice, password: s3cret}
              - {name: it stops, shutdown: , when: {chip: intel}, expect: {exit: 1}}
              - verify: {consoleUser: alice}
            expect: {users: {alice: {secureToken: true}}}
            """);
        var outcome = Bench.Run("test", file, "--html", Page, "--jobs", "2");
        Assert.Equal((1, ""), (outcome.Status, outcome.Errors));
        Assert.Contains("4 tests: 2 passed, 1 failed, 1 skipped", outcome.Output);
        var page = File.ReadAllText(Page);
        Assert.Contains("<p>4 tests: 2 passed, 1 failed, 1 skipped; ", page);
        Assert.Contains("<li><a href=\"#t3\"><bdi>a &lt;b&gt; [chip intel, mdm none]</bdi></a>: ", page);
        Assert.Contains($"{file}:7:70: step 2: expected exit status 1, is 0", page.Replace("&#39;", "'"));
        Assert.Contains("<li id=\"t1\" class=\"item\"><details><summary>", page);
        Assert.Contains("<li id=\"t3\" class=\"item failed\"><details open><summary>", page);
        Assert.Contains("<p>Skipped: not here</p>", page);
        Assert.Contains("<span class=\"good\">✓ exit 0</span> <bdi>1. login alice</bdi> <span class=\"note\">line 6</span>", page);
        Assert.Contains("<span class=\"bad\">✗ exit 0</span> <bdi>2. it stops</bdi>", page);
        Assert.Contains("<span class=\"good\">✓</span> <bdi>3. verify</bdi>", page);
        Assert.Contains("<code>macemu login alice --password=•••</code>", page);
        Assert.Contains("<th scope=\"row\">At the console</th><td><bdi>nobody</bdi></td><td><bdi>alice</bdi>", page);
        Assert.Contains("<th scope=\"row\">Bootstrap token escrowed</th>", page);
        Assert.Contains("APFS container disk", page);
        Assert.DoesNotContain("s3cret", page);
    }

    [Fact]
    public void Passwords_of_a_scenario_are_nowhere_in_it()
    {
        var file = Scenario(
            """
            machine: {kdfIterations: 2, os: 14.5, setup: "alice:first-one"}
            given: {users: {bob: {password: second-one}}, mdm: {enrollment: ade, bootstrapToken: supported}, fileVault: on, recoveryKeys: {personal: ABCD-EF12-3456-7890-WXYZ-0000}}
            steps:
              - {login: {user: alice, password: third-one}, expect: {exit: 1, stderr: {contains: not first-one}}}
            """);
        Assert.Equal(1, Bench.Run("test", file, "--html", Page).Status);
        var page = File.ReadAllText(Page);
        Assert.Contains("What isn’t as expected", page);
        foreach (var secret in (string[])["first-one", "second-one", "third-one", "ABCD-EF12"]) Assert.DoesNotContain(secret, page);
    }

    [Fact]
    public void A_test_without_a_Mac_and_one_that_is_all_good_are_told_too()
    {
        var file = Scenario("skip: for now\nexpect: {sip: enabled}");
        Assert.Equal(0, Bench.Run("test", file, "--html", Page).Status);
        Assert.Contains("– skipped", File.ReadAllText(Page));
        Assert.DoesNotContain("What failed", File.ReadAllText(Page));
        Assert.Equal(0, Bench.Run("test", Scenario("expect: {sip: enabled}"), "--html", Page).Status);
        Assert.Contains("FileVault, the bootstrap token, management and start-up are as they were.", File.ReadAllText(Page));
    }

    [Fact]
    public void A_place_where_no_page_can_be_is_refused_before_anything_runs()
    {
        var file = Scenario("expect: {sip: disabled}");
        Bench.Bad(2, $"test: --html: '{Bench.Folder}' is no file's name", "test", file, "--html", Bench.Folder);
        Bench.Bad(2, "test: --html: '' is no file's name", "test", file, "--html=");
        Assert.Equal(74, Bench.Run("test", file, "--html", "/nowhere/at/all.html").Status);
    }
}
