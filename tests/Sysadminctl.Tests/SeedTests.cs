using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;

namespace Sysadminctl.Tests;

/// <summary>
/// What Apple Platform Deployment says of secure tokens and volume owners ("Use secure token, bootstrap token, and volume ownership
/// in deployments"), release by release. What it says of the bootstrap token needs an MDM server.
/// </summary>
public sealed class SeedTests
{
    private const string DisabledTag = ";DisabledTags;SecureToken";

    public static TheoryData<string> Releases => [.. new[] { "10.13", "10.14", "10.15", "11", "12", "13", "14", "15", "26" }];

    /// <summary>Release, and whether the first account gets its token when it is made (and not at its first login).</summary>
    public static TheoryData<string, bool> AtCreation => new()
    {
        { "10.13", false }, { "10.14", false }, { "10.15", false },
        { "11", true }, { "12", true }, { "13", true }, { "14", true }, { "15", true }, { "26", true },
    };

    [Theory]
    [MemberData(nameof(AtCreation))]
    public void The_first_password_or_the_first_login_brings_the_first_token(string os, bool atCreation)
    {
        using var bench = new Bench(new MachineSpecification { Os = os });
        Assert.Equal(Bench.Block, bench.Root("-addUser", "first", "-password", "s3cret", "-admin").Ends(0).Lines.Take(3));
        Assert.Equal(atCreation, bench.HasToken("first"));
        bench.On(mac => mac.Sessions.Login("first", "s3cret"));
        Assert.True(bench.HasToken("first"));
        bench.Root("-addUser", "second", "-password", "s3cret", "-admin").Ends(0);
        bench.On(mac => mac.Sessions.Login("second", "s3cret"));
        Assert.False(bench.HasToken("second"));
    }

    [Theory]
    [MemberData(nameof(AtCreation))]
    public void The_very_first_empty_password_counts_as_set(string os, bool atCreation)
    {
        using var bench = new Bench(new MachineSpecification { Os = os });
        bench.Root("-addUser", "first").Ends(0);
        Assert.Equal(atCreation, bench.HasToken("first"));
    }

    [Theory]
    [MemberData(nameof(AtCreation))]
    public void A_tag_put_in_before_the_password_keeps_the_token_for_the_person(string os, bool honoured)
    {
        using var bench = new Bench(new MachineSpecification { Os = os });
        bench.On(mac =>
        {
            var root = mac.DirectoryAs(DirectoryCaller.Root);
            root.CreateRecord(RecordType.Users, "itadmin");
            var user = mac.Directory.Find(RecordType.Users, "itadmin")!;
            root.SetValues(user, AttributeName.UniqueId, ["499"]);
            root.SetValues(user, AttributeName.GeneratedUid, ["11111111-2222-4333-8444-555555555555"]);
            root.MergeValues(mac.Directory.Find(RecordType.Groups, "admin")!, AttributeName.GroupMembership, ["itadmin"]);
            root.AppendValues(user, AttributeName.AuthenticationAuthority, [DisabledTag]);
            root.ResetPassword(user, "s3cret");
        });
        bench.Root("-secureTokenStatus", "itadmin").Says("Secure token is DISABLED for user itadmin");
        bench.Root("-addUser", "alice", "-password", "pw-alice", "-admin").Ends(0);
        Assert.Equal(honoured, bench.HasToken("alice"));
        bench.On(mac => mac.Sessions.Login("alice", "pw-alice"));
        Assert.True(bench.HasToken("alice"));
        Assert.False(bench.HasToken("itadmin"));
        // The tag is no bar to a grant by hand.
        bench.Root(["-secureTokenOn", "itadmin", "-password", "s3cret", .. Bench.By("alice")]).Says("- Done!");
        Assert.True(bench.HasToken("itadmin"));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void With_addUser_the_tag_comes_too_late(string os)
    {
        using var bench = new Bench(new MachineSpecification { Os = os });
        bench.Root("-addUser", "first", "-password", "s3cret").Ends(0);
        var before = bench.HasToken("first");
        bench.On(mac => mac.DirectoryAs(DirectoryCaller.Root).AppendValues(mac.Directory.Find(RecordType.Users, "first")!, AttributeName.AuthenticationAuthority, [DisabledTag]));
        Assert.Equal(before, bench.HasToken("first"));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Changing_a_token_always_takes_a_token_admin_s_name_and_password(string os)
    {
        using var bench = new Bench(Bench.Household(os));
        foreach (var authorizer in (string[][])[[], Bench.By("ada"), Bench.By("tess"), Bench.By("bob"), ["-adminUser", "alice", "-adminPassword", "x"], ["-adminUser", "nobody", "-adminPassword", ""]])
        {
            bench.Root(["-secureTokenOn", "bob", "-password", "pw-bob", .. authorizer]).Ends(0).ChangesNothing();
            bench.Root(["-secureTokenOff", "tess", "-password", "pw-tess", .. authorizer]).Ends(0).ChangesNothing();
        }
        Assert.False(bench.HasToken("bob"));
        Assert.True(bench.HasToken("tess"));
        bench.Root(["-secureTokenOn", "bob", "-password", "pw-bob", .. Bench.By("alice")]).Ends(0).Says("- Done!");
        bench.Root(["-secureTokenOff", "tess", "-password", "pw-tess", .. Bench.By("alice")]).Ends(0).Says("- Done!");
        Assert.True(bench.HasToken("bob"));
        Assert.False(bench.HasToken("tess"));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void The_last_admin_and_the_last_token_user_cannot_be_deleted(string os)
    {
        using var bench = new Bench(Bench.Household(os));
        bench.Root("-deleteUser", "ada").Ends(0);
        Assert.Contains("last admin user", bench.Root("-deleteUser", "alice").Ends(0).ChangesNothing().Lines[^1], StringComparison.Ordinal);
        bench.Root("-addUser", "ann", "-password", "pw-ann", "-admin").Ends(0);
        bench.Root("-deleteUser", "alice").Ends(0);
        Assert.False(bench.Exists("alice"));
        Assert.Contains("last secure token user", bench.Root("-deleteUser", "tess").Ends(0).ChangesNothing().Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Scripted_accounts_hold_a_token_only_with_a_token_admin_s_credentials(string os)
    {
        using var bench = new Bench(Bench.Household(os) with { ConsoleUser = "alice" });
        bench.Root("-addUser", "plain", "-password", "s3cret").Ends(0);
        bench.Root(["-addUser", "flags", "-password", "s3cret", .. Bench.By("alice")]).Ends(0);
        bench.RootTypes("pw-alice\n", "-addUser", "asked", "-password", "s3cret", "interactive").Ends(0);
        Assert.False(bench.HasToken("plain"));
        Assert.True(bench.Unlocks("flags", "s3cret"));
        Assert.True(bench.Unlocks("asked", "s3cret"));
        // Nor does it get one at login, as there is no bootstrap token.
        bench.On(mac => mac.Sessions.Login("plain", "s3cret"));
        Assert.False(bench.HasToken("plain"));
    }

    [Theory]
    [InlineData("10.15", Chip.T2, false)]
    [InlineData("11", Chip.Apple, true)]
    [InlineData("14", Chip.Apple, true)]
    [InlineData("26", Chip.Apple, true)]
    public void Who_gets_a_token_owns_the_volume_be_it_a_standard_user(string os, Chip chip, bool owns)
    {
        using var bench = new Bench(Bench.Household(os) with { Chip = chip });
        bench.Root(["-addUser", "new", "-password", "s3cret", .. Bench.By("alice")]).Ends(0);
        Assert.Equal(owns, bench.Account("new").IsVolumeOwner);
        Assert.False(bench.Account("new").IsAdmin);
        bench.Root(["-secureTokenOff", "new", "-password", "s3cret", .. Bench.By("alice")]).Ends(0);
        Assert.False(bench.Account("new").IsVolumeOwner);
    }
}
