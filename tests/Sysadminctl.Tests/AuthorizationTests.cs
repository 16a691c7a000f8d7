using MacStateStore;

namespace Sysadminctl.Tests;

/// <summary>Who may call, the block of three lines, <c>interactive</c>, and what the journal sees (dossier sysadminctl, 1).</summary>
public sealed class AuthorizationTests
{
    [Theory]
    [InlineData("-addUser", "new", "-password", "1234")]
    [InlineData("-deleteUser", "bob")]
    [InlineData("-resetPasswordFor", "bob", "-newPassword", "brandnew")]
    public void Root_without_usable_credentials_is_warned(params string[] arguments)
    {
        foreach (var extra in (string[][])[[], ["-adminUser", "alice"], ["-adminPassword", "pw-alice"], ["-adminUser", "", "-adminPassword", ""]])
        {
            using var bench = new Bench(Bench.Household());
            Assert.Equal(Bench.Block, bench.Root([.. arguments, .. extra]).Ends(0).Lines.Take(3));
        }
        using var good = new Bench(Bench.Household());
        Assert.DoesNotContain(Bench.NoCredentials, good.Root([.. Bench.By("alice"), .. arguments]).Ends(0).Lines);
    }

    [Fact]
    public void Every_line_has_the_prefix_of_NSLog_and_all_goes_to_standard_error()
    {
        using var bench = new Bench(Bench.Household());
        var outcome = bench.Root("-addUser", "new", "-password", "1234");
        Assert.Equal("", outcome.Out);
        Assert.Matches(@"\A(2026-01-01 09:00:\d\d\.\d{3} sysadminctl\[\d+:\d{4,8}\] [^\n]+\n){6}\z", outcome.Err);
    }

    [Theory]
    [InlineData("-addUser", "new", "-password", "1234")]
    [InlineData("-deleteUser", "bob")]
    [InlineData("-secureTokenOn", "bob", "-password", "pw-bob")]
    public void Interactive_needs_an_admin_at_the_console(params string[] arguments)
    {
        foreach (var console in (string?[])[null, "bob"])
        {
            using var bench = new Bench(Bench.Household() with { ConsoleUser = console });
            bench.RootTypes("pw-bob\n", ["interactive", .. arguments]).Ends(255).ChangesNothing().Says(Bench.NotRoot);
        }
    }

    [Fact]
    public void Interactive_asks_the_admin_at_the_console()
    {
        using var bench = new Bench(Bench.Household("15") with { ConsoleUser = "alice" });
        var outcome = bench.Run("bob", "pw-alice\n", ["-addUser", "new", "interactive", "-password", "1234"]).Ends(0);
        Assert.Equal("Enter password for Alice Example :Creating user record…", outcome.Lines[0]);
        Assert.True(bench.HasToken("new"));

        bench.Run("bob", "pw-alice\n", ["-secureTokenOn", "bob", "-password", "pw-bob", "interactive"]).Ends(0);
        Assert.True(bench.HasToken("bob"));
    }

    [Fact]
    public void Interactive_with_a_wrong_password_is_a_dialog_given_up()
    {
        using var bench = new Bench(Bench.Household() with { ConsoleUser = "alice" });
        var outcome = bench.RootTypes("wrong\n", "-addUser", "new", "interactive").Ends(255).ChangesNothing();
        Assert.EndsWith("(Error Domain=NSOSStatusErrorDomain Code=-60006 \"errAuthorizationCanceled: The authorization was cancelled by the user. \")", outcome.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_disabled_admin_cannot_authorize()
    {
        using var bench = new Bench(new MachineSpecification
        {
            Users = [Bench.Person("alice", admin: true, token: true), Bench.Person("dora", admin: true, token: true) with { IsDisabled = true }, Bench.Person("bob")],
        });
        var lines = bench.Root(["-secureTokenOn", "bob", "-password", "pw-bob", .. Bench.By("dora")]).Ends(0).ChangesNothing().Lines;
        Assert.StartsWith("### Error:-14167 ", lines[0], StringComparison.Ordinal);
        Assert.Equal(Bench.Unlock, lines[1]);
    }

    [Theory]
    [InlineData("[\"-addUser\",\"new\",\"-password\",\"•••\",\"-hint\",\"a cat\",\"-adminUser\",\"alice\",\"-adminPassword\",\"•••\"]",
        "-addUser", "new", "-password", "hunter2", "-hint", "a cat", "-adminUser", "alice", "-adminPassword", "hunter2")]
    [InlineData("[\"-oldPassword\",\"•••\",\"-newPassword\",\"•••\"]", "-oldPassword", "hunter2", "-newPassword", "hunter2")]
    [InlineData("[\"-resetPasswordFor\",\"bob\",\"-newPassword\",\"•••\"]", "-resetPasswordFor", "bob", "-newPassword", "hunter2")]
    [InlineData("[\"-addUser\",\"new\",\"-password\",\"-\"]", "-addUser", "new", "-password", "-")]
    [InlineData("[\"-addUser\",\"new\",\"-passwrod\",\"•••\"]", "-addUser", "new", "-passwrod", "hunter2")]
    [InlineData("[\"-password\",\"•••\",\"-addUser\",\"new\"]", "-password", "-hunter2", "-addUser", "new")]
    public void Passwords_never_reach_the_journal(string journal, params string[] arguments)
    {
        using var bench = new Bench(Bench.Household());
        bench.RootTypes("hunter2\n", arguments);
        bench.On(mac => Assert.Equal(journal, mac.Journal.Read(2)[0].Entry.Arguments));
        Assert.DoesNotContain("hunter2", bench.On(mac => string.Join('\n', mac.Journal.Read().SelectMany(row => row.Changes).Select(change => change.After))), StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_authentications_are_counted_and_nothing_else()
    {
        using var bench = new Bench(Bench.Household());
        bench.Root("-secureTokenStatus", "bob", "-adminUser", "alice", "-adminPassword", "x").ChangesNothing();
        Assert.Contains("<key>failedLoginCount</key>\n\t<integer>1</integer>", bench.Values("alice", "accountPolicyData")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_declaration_has_every_verb()
    {
        Assert.Equal(
            [
                "-deleteUser", "-newPassword", "-resetPasswordFor", "-addUser", "-secureTokenStatus", "-secureTokenOn", "-secureTokenOff", "-autologin", "-guestAccount",
                "-afpGuestAccess", "-smbGuestAccess", "-automaticTime", "-filesystem", "-screenLock", "-screenLock",
            ],
            Grammar.Verbs.Select(verb => verb.Word.Name));
    }
}
