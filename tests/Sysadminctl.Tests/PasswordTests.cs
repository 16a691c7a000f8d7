using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Sysadminctl.Tests;

/// <summary><c>-newPassword</c> and <c>-resetPasswordFor</c> (dossier sysadminctl, 3.3, 3.4 and 5.5).</summary>
public sealed class PasswordTests
{
    [Theory]
    [InlineData("bob")]
    [InlineData("tess")]
    public void One_s_own_password_changes_with_the_old_one_and_takes_the_token_along(string user)
    {
        using var bench = new Bench(Bench.Household());
        bench.As(user, "-newPassword", "brandnew", "-oldPassword", $"pw-{user}", "-passwordHint", "a pet").Ends(0)
            .Says($"Attempting to change password for {user}.", "- Done!");
        Assert.True(bench.IsPassword(user, "brandnew"));
        Assert.False(bench.IsPassword(user, $"pw-{user}"));
        Assert.Equal(user == "tess", bench.Unlocks(user, "brandnew"));
        Assert.Equal(["a pet"], bench.Values(user, "AuthenticationHint"));
    }

    [Theory]
    [InlineData("10.13.2", "/BuildRoot/Library/Caches/com.apple.xbs/Sources/Admin/Admin-674/")]
    [InlineData("10.14", "/BuildRoot/Library/Caches/com.apple.xbs/Sources/Admin/Admin-679/")]
    [InlineData("12", "/System/Volumes/Data/SWE/macOS/BuildRoots/d7e177bcf5/Library/Caches/com.apple.xbs/Sources/Admin/Admin-911/")]
    [InlineData("15.5", "/AppleInternal/Library/BuildRoots/01adf19d-fba1-11ef-a947-f2a857e00a32/Library/Caches/com.apple.xbs/Sources/Admin/")]
    public void A_wrong_old_password_changes_nothing(string os, string folder)
    {
        using var bench = new Bench(Bench.Household(os));
        bench.As("tess", "-newPassword", "brandnew", "-oldPassword", "wrong").Ends(0).ChangesNothing().Says($"### Error:-14090 File:{folder}DSAuthenticator.m Line:94");
        Assert.True(bench.IsPassword("tess", "pw-tess"));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    public void The_policy_binds_one_s_own_change(string password)
    {
        using var bench = new Bench(Bench.Household());
        bench.As("bob", "-newPassword", password, "-oldPassword", "pw-bob").Ends(0).ChangesNothing().Says(Bench.Refused5402);
        Assert.True(bench.IsPassword("bob", "pw-bob"));
    }

    [Fact]
    public void The_old_password_is_asked_for_first()
    {
        using var bench = new Bench(Bench.Household());
        var outcome = bench.Run("bob", "pw-bob\nbrandnew\n", ["-newPassword", "-", "-oldPassword", "-"]).Ends(0);
        Assert.StartsWith("Old password:New password:", outcome.Err, StringComparison.Ordinal);
        Assert.True(bench.IsPassword("bob", "brandnew"));
    }

    [Fact]
    public void The_end_of_input_is_an_empty_answer()
    {
        using var bench = new Bench(Bench.Household());
        var outcome = bench.Run("bob", "", ["-newPassword", "-", "-oldPassword", "-"]).Ends(0).ChangesNothing();
        Assert.Contains("### Error:-14090 ", outcome.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_caller_without_an_account_is_unknown()
    {
        using var bench = new Bench(Bench.Household());
        bench.As("ghost", "-newPassword", "brandnew", "-oldPassword", "x").Ends(0).ChangesNothing().Says("Unknown user ghost");
    }

    [Theory]
    [InlineData("11")]
    [InlineData("26")]
    public void The_EC2_way_gives_the_first_token(string os)
    {
        using var bench = new Bench(new MachineSpecification { Os = os, Users = [Bench.Person("ec2-user", admin: true)] });
        bench.On(mac => mac.DirectoryAs(DirectoryCaller.Root).ResetPassword(mac.Directory.Find(RecordType.Users, "ec2-user")!, "P4ss"));
        bench.As("ec2-user", "-newPassword", "P4ss", "-oldPassword", "P4ss").Ends(0);
        bench.As("ec2-user", "-secureTokenStatus", "ec2-user").Says("Secure token is ENABLED for user ec2-user");
    }

    [Fact]
    public void Root_resets_a_user_without_a_token()
    {
        using var bench = new Bench(Bench.Household());
        bench.Root("-resetPasswordFor", "bob", "-newPassword", "brandnew", "-passwordHint", "a cat").Ends(0).Says([.. Bench.Block, "resetting password for bob.", "- Done!"]);
        Assert.True(bench.IsPassword("bob", "brandnew"));
        Assert.False(bench.HasToken("bob"));
        Assert.Equal(["a cat"], bench.Values("bob", "AuthenticationHint"));
    }

    [Theory]
    [InlineData("10.15")]
    [InlineData("26")]
    public void A_token_holder_needs_a_token_holder_s_credentials(string os)
    {
        using var bench = new Bench(Bench.Household(os));
        bench.Root("-resetPasswordFor", "tess", "-newPassword", "brandnew").Ends(0).ChangesNothing().Says([.. Bench.Block, Bench.Unlock]);
        bench.Root(["-resetPasswordFor", "tess", "-newPassword", "brandnew", .. Bench.By("ada")]).Ends(0).ChangesNothing().Says(Bench.Unlock);
        var wrong = bench.Root("-resetPasswordFor", "tess", "-newPassword", "brandnew", "-adminUser", "alice", "-adminPassword", "x").Ends(0).ChangesNothing().Lines;
        Assert.StartsWith("### Error:-14090 ", wrong[0], StringComparison.Ordinal);
        Assert.Equal([.. Bench.Block, Bench.Unlock], wrong.Skip(1));
        Assert.True(bench.IsPassword("tess", "pw-tess"));

        bench.Root(["-resetPasswordFor", "tess", "-newPassword", "brandnew", .. Bench.By("alice")]).Ends(0).Says("resetting password for tess.", "- Done!");
        Assert.True(bench.IsPassword("tess", "brandnew"));
        Assert.True(bench.Unlocks("tess", "brandnew"));
        Assert.False(bench.Unlocks("tess", "pw-tess"));
    }

    [Fact]
    public void A_standard_holder_unlocks_the_own_password_and_no_other()
    {
        using var bench = new Bench(Bench.Household());
        bench.Root(["-resetPasswordFor", "alice", "-newPassword", "brandnew", .. Bench.By("tess")]).Ends(0).ChangesNothing().Says(Bench.Unlock);
        bench.Root(["-resetPasswordFor", "tess", "-newPassword", "brandnew", .. Bench.By("tess")]).Ends(0);
        Assert.True(bench.Unlocks("tess", "brandnew"));
    }

    [Theory]
    [InlineData("10.13")]
    [InlineData("10.14")]
    public void Before_Catalina_a_forced_reset_leaves_the_key_behind(string os)
    {
        using var bench = new Bench(Bench.Household(os));
        bench.Root("-resetPasswordFor", "tess", "-newPassword", "brandnew").Ends(0);
        Assert.True(bench.IsPassword("tess", "brandnew"));
        Assert.True(bench.HasToken("tess"));
        Assert.True(bench.Unlocks("tess", "pw-tess"));
    }

    [Fact]
    public void A_reset_meets_the_policy_unknown_users_and_callers_without_the_right()
    {
        using var bench = new Bench(Bench.Household());
        bench.Root("-resetPasswordFor", "bob", "-newPassword", "abc").Ends(0).ChangesNothing().Says([.. Bench.Block, Bench.Refused5402]);
        bench.Root(["-resetPasswordFor", "tess", "-newPassword", "abc", .. Bench.By("alice")]).Ends(0).ChangesNothing().Says(Bench.Refused5402);
        Assert.True(bench.Unlocks("tess", "pw-tess"));
        bench.Root("-resetPasswordFor", "nosuchuser", "-newPassword", "brandnew").Ends(0).ChangesNothing().Says([.. Bench.Block, "Unknown user nosuchuser"]);
        bench.As("alice", "-resetPasswordFor", "bob", "-newPassword", "brandnew").Ends(255).ChangesNothing().Says(Bench.NotRoot);
        bench.As("tess", ["-resetPasswordFor", "tess", "-newPassword", "brandnew", .. Bench.By("tess")]).Ends(255).ChangesNothing().Says(Bench.NotRoot);
        bench.As("bob", ["-resetPasswordFor", "bob", "-newPassword", "brandnew", .. Bench.By("alice")]).Ends(0);
        Assert.True(bench.IsPassword("bob", "brandnew"));
    }

    [Fact]
    public void A_reset_asks_for_the_new_password_before_the_admin_s()
    {
        using var bench = new Bench(Bench.Household());
        var outcome = bench.RootTypes("brandnew\npw-alice\n", "-adminUser", "alice", "-adminPassword", "-", "-resetPasswordFor", "tess", "-newPassword", "-").Ends(0);
        Assert.StartsWith("New password:Enter password for Alice Example :", outcome.Err, StringComparison.Ordinal);
        Assert.True(bench.Unlocks("tess", "brandnew"));
    }
}
