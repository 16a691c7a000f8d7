using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Sysadminctl.Tests;

/// <summary><c>-deleteUser</c> (dossier sysadminctl, 3.2).</summary>
public sealed class DeleteUserTests
{
    private static string Cannot(string name) =>
        $"User {name} can not be deleted (it's either last admin user or last secure token user neither of which can be deleted)";

    [Fact]
    public void Everything_of_the_user_goes_but_the_share_s_group()
    {
        using var bench = new Bench(Bench.Household("26"));
        bench.On(mac => mac.Accounts.Join(mac.Directory.Find(RecordType.Groups, "com.apple.access_ssh") ?? mac.Directory.Find(RecordType.Groups, "_lpadmin")!, mac.Directory.Find(RecordType.Users, "tess")!));
        var before = bench.Account("tess");
        bench.Root("-deleteUser", "tess").Ends(0).Says(
        [
            .. Bench.Block, $"Killing all processes for UID {before.Uid}", "Removing tess's home at /Users/tess", "Deleting Public share point for tess",
            "Deleting record for tess", $"AOSKit INFO: Disabling BTMM for user, no zone found for uid={before.Uid}, usersToZones: (null)",
        ]);
        bench.On(mac =>
        {
            Assert.Null(mac.Directory.Find(RecordType.Users, "tess"));
            Assert.False(mac.Accounts.HasHomeFolder("/Users/tess"));
            Assert.False(mac.SecureTokens.Keys.Has(before.GeneratedUid!));
            Assert.Null(mac.Directory.Find(RecordType.SharePoints, "tess’s Public Folder"));
            Assert.NotNull(mac.Directory.Find(RecordType.Groups, "com.apple.sharepoint.group.2"));
            Assert.Empty(mac.Directory.Search(RecordType.Groups, AttributeName.GroupMembership, "tess"));
            Assert.Empty(mac.Directory.Search(RecordType.Groups, AttributeName.GroupMembers, before.GeneratedUid!));
        });
    }

    [Fact]
    public void Secure_warns_of_nothing()
    {
        using var bench = new Bench(Bench.Household("26"));
        bench.Root("-secure", "-deleteUser", "bob").Ends(0).Says(
            "Killing all processes for UID 504", "Securely removing bob's home at /Users/bob", "Deleting Public share point for bob", "Deleting record for bob",
            "AOSKit INFO: Disabling BTMM for user, no zone found for uid=504, usersToZones: (null)");
        Assert.False(bench.Exists("bob"));
    }

    [Theory]
    [InlineData("-keepHome")]
    [InlineData("-keepHome", "-secure")]
    public void A_home_may_be_kept(params string[] options)
    {
        using var bench = new Bench(Bench.Household());
        var outcome = bench.Root(["-deleteUser", "bob", .. options]).Ends(0);
        Assert.DoesNotContain(outcome.Lines, line => line.Contains("home", StringComparison.Ordinal));
        Assert.False(bench.Exists("bob"));
        Assert.True(bench.On(mac => mac.Accounts.HasHomeFolder("/Users/bob")));
    }

    [Fact]
    public void An_admin_may_without_being_root()
    {
        using var bench = new Bench(Bench.Household());
        Assert.StartsWith("Killing all processes", bench.As("bob", ["-deleteUser", "tess", .. Bench.By("ada")]).Ends(0).Lines[0], StringComparison.Ordinal);
        Assert.False(bench.Exists("tess"));
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("alice")]
    public void Nobody_else_may(string caller)
    {
        using var bench = new Bench(Bench.Household());
        bench.As(caller, "-deleteUser", "bob").Ends(255).ChangesNothing().Says(Bench.NotRoot);
        bench.As(caller, ["-deleteUser", "bob", .. Bench.By("tess")]).Ends(255).ChangesNothing().Says(Bench.NotRoot);
        var wrong = bench.As(caller, "-deleteUser", "bob", "-adminUser", "alice", "-adminPassword", "x").Ends(255).ChangesNothing().Lines;
        Assert.StartsWith("### Error:-14090 ", wrong[0], StringComparison.Ordinal);
        Assert.Equal(Bench.NotRoot, wrong[1]);
    }

    [Theory]
    [InlineData("nosuchuser")]
    [InlineData("Bob Builder")] // a full name deletes nobody
    [InlineData("x'; DROP TABLE od_record; --")]
    [InlineData("🦊 / \"")]
    public void An_unknown_user_is_not_found(string name)
    {
        using var bench = new Bench(Bench.Household());
        bench.Root("-deleteUser", name).Ends(0).ChangesNothing().Says([.. Bench.Block, $"User {name} not found"]);
    }

    [Theory]
    [InlineData("10.13")]
    [InlineData("11")]
    [InlineData("26")]
    public void The_last_admin_and_the_last_holder_stay(string os)
    {
        using var bench = new Bench(new MachineSpecification { Os = os, Users = [Bench.Person("carl", admin: true), Bench.Person("tess", token: true), Bench.Person("bob")] });
        bench.Root("-deleteUser", "carl").Ends(0).ChangesNothing().Says([.. Bench.Block, Cannot("carl")]);
        bench.Root("-deleteUser", "tess").Ends(0).ChangesNothing().Says([.. Bench.Block, Cannot("tess")]);
        bench.Root(["-deleteUser", "tess", "-secure", .. Bench.By("carl")]).Ends(0).ChangesNothing().Says(Cannot("tess"));
        bench.Root("-deleteUser", "bob").Ends(0);
        Assert.False(bench.Exists("bob"));
    }

    [Fact]
    public void Root_is_no_admin_that_would_make_the_last_one_dispensable()
    {
        using var bench = new Bench(Bench.Household());
        bench.Root("-deleteUser", "alice").Ends(0);
        Assert.Equal(Cannot("ada"), bench.Root("-deleteUser", "ada").Ends(0).ChangesNothing().Lines[^1]);
    }

    [Fact]
    public void A_holder_whose_record_dscl_has_deleted_does_not_count()
    {
        using var bench = new Bench(Bench.Household());
        bench.On(mac => mac.DirectoryAs(DirectoryCaller.Root).DeleteRecord(mac.Directory.Find(RecordType.Users, "alice")!));
        Assert.Equal(Cannot("tess"), bench.Root("-deleteUser", "tess").Ends(0).ChangesNothing().Lines[^1]);
    }

    [Fact]
    public void Without_full_disk_access_the_home_goes_and_the_record_stays()
    {
        using var bench = new Bench(Bench.Household("26") with { HasFullDiskAccess = false });
        var lines = bench.Root("-deleteUser", "ada", "-secure").Ends(0).Lines;
        Assert.Equal("Deleting record for ada", lines[3]);
        Assert.Equal("### Error:-14120 File:/AppleInternal/Library/BuildRoots/4~B5FeugCYEZd96X3zqIDDgARflf-BD_RFQt1Gd-I/Library/Caches/com.apple.xbs/Sources/Admin/DSRecord.m Line:563", lines[^1]);
        Assert.True(bench.Exists("ada"));
        Assert.False(bench.Account("ada").IsAdmin);
        Assert.False(bench.On(mac => mac.Accounts.HasHomeFolder("/Users/ada")));
    }

    [Fact]
    public void Accounts_that_macOS_brings_are_not_emulated()
    {
        using var bench = new Bench(Bench.Household());
        Assert.Contains("macemu: not emulated: sysadminctl -deleteUser of an account that macOS brings (root)", bench.Root("-deleteUser", "root").Ends(78).ChangesNothing().Err, StringComparison.Ordinal);
        Assert.True(bench.Exists("root"));
    }
}
