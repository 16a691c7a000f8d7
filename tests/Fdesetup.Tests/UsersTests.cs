using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Fdesetup.Tests;

public sealed class UsersTests
{
    private const string CannotAdd = "Error: user could not be added (-69578).\nError: Unable to add one or more users to FileVault.\n";

    private static string Adding(string user, string password, string by = "alice", string byPassword = "pw-alice") => Bench.Plist(("Username", by), ("Password", byPassword),
        ("AdditionalUsers", new PlistArray([new PlistDictionary { ["Username"] = user, ["Password"] = password }])));

    [Theory]
    [InlineData("10.13.6")]
    [InlineData("14.5")]
    public void A_user_who_is_added_opens_the_volume_and_holds_a_token(string os)
    {
        using var bench = new Bench(os, Bench.Protected, bobHasToken: false);
        var outcome = bench.RootTypes("alice\npw-alice\npw-bob\n", "add", "-usertoadd", "bob").Says().Ends();
        Assert.Equal(Bench.AskName + Bench.AskPassword("alice") + Bench.AskAdded("bob"), outcome.Err);
        Assert.True(bench.Unlocks("bob") && bench.Look(mac => mac.Accounts.People[1].HasSecureToken));
        bench.Root("list").Says($"alice,{bench.Uuid("alice")}", $"bob,{bench.Uuid("bob")}");
        // Bob is enabled himself now, and needs to be no admin to let Carol in.
        bench.RootTypes(Adding("carol", "pw-carol", "bob", "pw-bob"), "add", "-i").Says().Ends();
        Assert.True(bench.Unlocks("carol"));
    }

    [Fact]
    public void Whoever_has_been_added_may_be_added_again_with_a_newer_password()
    {
        using var bench = new Bench("10.14.6", Bench.Protected);
        bench.Do(mac => mac.DirectoryAs(DirectoryCaller.Root).ResetPassword(mac.Directory.Find(RecordType.Users, "bob")!, "newer"));
        Assert.True(bench.Unlocks("bob") && !bench.Unlocks("bob", "newer"));
        bench.Root("sync").Says().Ends().ChangesNothing();
        Assert.False(bench.Unlocks("bob", "newer"));
        bench.RootTypes(Adding("bob", "newer"), "add", "-inputplist").Ends();
        Assert.True(bench.Unlocks("bob", "newer") && !bench.Unlocks("bob"));
    }

    [Theory]
    [InlineData("bob", "pw-bob", "alice", "wrong", 17, "OD user 'alice' could not be authenticated.\n" + CannotAdd)]
    [InlineData("bob", "pw-bob", "carol", "pw-carol", 17, "OD user 'carol' could not be authenticated.\n" + CannotAdd)]
    [InlineData("bob", "pw-bob", "alice", Bench.Key, 17, "OD user 'alice' could not be authenticated.\n" + CannotAdd)]
    [InlineData("bob", "wrong", "alice", "pw-alice", 17, CannotAdd)]
    [InlineData("bob", "", "alice", "pw-alice", 17, CannotAdd)]
    [InlineData("nosuch", "x", "alice", "pw-alice", 30, "Error: User 'nosuch' could not be found.\n")]
    public void What_doesn_t_fit_adds_nobody(string user, string password, string by, string byPassword, int status, string message)
    {
        using var bench = new Bench(fileVault: Bench.Protected, bobHasToken: false);
        bench.RootTypes(Adding(user, password, by, byPassword), "add", "-inputplist").Fails(status, message);
        var verbose = bench.RootTypes(Adding(user, password, by, byPassword), "add", "-inputplist", "-verbose").Ends(status);
        Assert.StartsWith("fdesetup: auth info dictionary path = stdin\nfdesetup: device path = /\n", verbose.Err, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Look(mac => mac.Journal.Read()), row => row.Entry.Arguments.Contains("pw-", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_several_users_all_are_added_or_none()
    {
        using var bench = new Bench(fileVault: Bench.Protected, bobHasToken: false);
        bench.RootTypes("pw-alice\npw-bob\nwrong\n", "add", "-user", "alice", "-usertoadd", "bob", "-usertoadd", "carol")
            .Fails(17, Bench.AskPassword("alice") + Bench.AskAdded("bob") + Bench.AskAdded("carol") + CannotAdd);
        Assert.False(bench.Unlocks("bob"));
    }

    [Fact]
    public void Nobody_is_added_or_removed_while_it_is_off()
    {
        using var bench = new Bench();
        foreach (var arguments in (string[][])[["add", "-usertoadd", "bob"], ["remove", "-user", "bob"], ["changerecovery", "-personal"], ["removerecovery", "-personal"], ["authrestart"]])
            bench.Root(arguments).Fails(28, "Error: FileVault is Off.\n");
        bench.Root("disable").Fails(1, "Error: FileVault is Off.\n");
        bench.Root("list").Says($"alice,{bench.Uuid("alice")}", $"bob,{bench.Uuid("bob")}");
    }

    [Theory]
    [InlineData("10.14.6", true)]
    [InlineData("10.15.7", false)]
    [InlineData("14.5", false)]
    public void A_user_who_is_removed_is_out_and_early_releases_leave_the_token(string os, bool keepsToken)
    {
        using var bench = new Bench(os, Bench.Protected);
        var uuid = bench.Uuid("bob");
        bench.Root("remove", "-uuid", uuid.ToLowerInvariant()).Says().Ends();
        bench.Root("list").Says($"alice,{bench.Uuid("alice")}");
        Assert.Equal(keepsToken, bench.Look(mac => mac.Accounts.People[1].HasSecureToken));
        Assert.Equal(keepsToken, bench.Unlocks("bob"));
        bench.Root("remove", "-user", "bob").Fails(25, "Error: The user is not a FileVault user.\n");
        // Also where the token is left, the password is taken neither before the start nor by fdesetup.
        Assert.DoesNotContain("bob", bench.Look(mac => mac.FileVault.Unlockers));
        bench.RootTypes("pw-bob\n", "disable", "-user", "bob").Ends(35);
        bench.RootTypes(Adding("bob", "pw-bob"), "add", "-i").Ends();
        Assert.Equal(2, bench.Root("list").Out.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("-user", "nosuch")]
    [InlineData("-user", "carol")]
    [InlineData("-user", "")]
    [InlineData("-uuid", "no uuid/🚀")]
    public void Nobody_is_no_user(string option, string who)
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        bench.Root("remove", option, who).Fails(25, "Error: The user is not a FileVault user.\n");
    }

    [Fact]
    public void The_last_person_stays()
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        bench.Root("remove", "-user", "alice").Ends();
        bench.Root("remove", "-user", "bob").Fails(25, "Error: The last FileVault user cannot be removed.\n");
    }

    [Fact]
    public void A_user_whose_record_is_gone_stays_until_synchronised()
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        var uuid = bench.Uuid("bob");
        bench.Do(mac => mac.DirectoryAs(DirectoryCaller.Root).DeleteRecord(mac.Directory.Find(RecordType.Users, "bob")!));
        Assert.Contains($"        {uuid}                             Unknown User\n", bench.Root("list", "-extended").Out, StringComparison.Ordinal);
        bench.Root("list").Says($"alice,{bench.Uuid("alice")}");
        bench.Root("remove", "-user", "alice").Fails(25, "Error: The last FileVault user cannot be removed.\n");
        bench.Root("sync").Says().Ends();
        Assert.DoesNotContain(uuid, bench.Root("list", "-extended").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pw-alice\n", 0, "Enter the password for user 'alice':")]
    [InlineData("wrong\n", 11, "Enter the password for user 'alice':Error: User authentication failed.\n")]
    [InlineData("", 11, "Enter the password for user 'alice':Error: User authentication failed.\n")]
    public void Turning_it_off_takes_a_password(string typed, int status, string asked)
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        var outcome = bench.RootTypes(typed, "disable", "-user", "alice").Ends(status);
        Assert.Equal(asked, outcome.Err);
        Assert.Equal(status != 0, bench.IsOn);
    }

    [Fact]
    public void Whose_password_the_volume_doesn_t_know_can_t_turn_it_off()
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        bench.RootTypes("carol\npw-carol\n", "disable").Fails(35, Bench.AskName + Bench.AskPassword("carol") + "FileVault was not disabled (-69594).\n");
        bench.RootTypes($"alice\n{Bench.Key}\n", "disable").Ends(11);
    }

    [Fact]
    public void Early_releases_list_the_recovery_key_as_nobody()
    {
        using var bench = new Bench("10.13.1", Bench.Protected);
        bench.Root("list").Says($"alice,{bench.Uuid("alice")}", $"bob,{bench.Uuid("bob")}", "(null),EBC6C064-0000-11AA-AA11-00306543ECAC");
        // A wrong password costs the key in these releases.
        bench.RootTypes("alice\nwrong\n", "changerecovery", "-personal").Ends(11);
        bench.Root("list").Says($"alice,{bench.Uuid("alice")}", $"bob,{bench.Uuid("bob")}");
        bench.RootTypes(Bench.Key + "\n", "validaterecovery").Says("false").Ends(11);
    }

    [Fact]
    public void The_last_person_who_unlocks_the_Mac_is_not_deleted_though_others_hold_tokens()
    {
        using var bench = new Bench("10.13.6", Bench.Protected);
        bench.Root("remove", "-user", "alice").Says().Ends();
        Assert.True(bench.Look(mac => mac.Accounts.People[0].HasSecureToken));
        bench.Do(mac =>
        {
            var bob = mac.Directory.Find(RecordType.Users, "bob")!;
            Assert.False(mac.Accounts.MayDelete(bob));
            Assert.Equal(DirectoryStatus.PermissionError, Assert.Throws<DirectoryException>(() => mac.DirectoryAs(DirectoryCaller.Root).DeleteRecord(bob)).Status);
            mac.DirectoryAs(DirectoryCaller.Root).DeleteRecord(mac.Directory.Find(RecordType.Users, "alice")!);
        });
        bench.Root("list").Says($"bob,{bench.Uuid("bob")}");
    }
}
