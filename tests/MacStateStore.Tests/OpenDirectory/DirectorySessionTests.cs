using MacStateStore.OpenDirectory;

namespace MacStateStore.Tests.OpenDirectory;

/// <summary>Who may see and write what, and what must stay unique (dossier dscl, sections 6 and 7).</summary>
public sealed class DirectorySessionTests
{
    private static readonly AttributeName Comment = AttributeName.Comment;

    private static TestMac WithAliceAndBob() => new(new MachineSpecification
    {
        Os = "14",
        Users =
        [
            new UserSpecification(new NewAccount("alice") { IsAdmin = true, FullName = "Alice Example" }) { Password = "alice-pw" },
            new UserSpecification(new NewAccount("bob")) { Password = "bob-pw" },
        ],
    });

    private static int Refusal(Action action) => Assert.Throws<DirectoryException>(action).Status;

    [Fact]
    public void Records_are_found_by_name_alias_and_full_name_without_regard_to_case()
    {
        using var test = WithAliceAndBob();
        Assert.Equal("alice", test.Mac.Directory.Find(RecordType.Users, "ALICE")?.Name);
        Assert.Equal("alice", test.Mac.Directory.Find(RecordType.Users, "alice example")?.Name);
        Assert.Equal("_www", test.Mac.Directory.Find(RecordType.Users, "www")?.Name);
        Assert.Equal("admin", test.Mac.Directory.Find(RecordType.Groups, @"BUILTIN\Administrators")?.Name);
        Assert.Null(test.Mac.Directory.Find(RecordType.Groups, "Staff "));
        Assert.Null(test.Mac.Directory.Find(RecordType.Users, ""));
    }

    [Fact]
    public void Only_root_sees_hashes_and_only_root_writes_by_default()
    {
        using var test = WithAliceAndBob();
        var asAlice = test.Mac.DirectoryAs(new DirectoryCaller("alice"));
        Assert.True(test.Root.MaySee(AttributeName.ShadowHashData));
        Assert.False(asAlice.MaySee(AttributeName.ShadowHashData));
        Assert.True(asAlice.MaySee(AttributeName.RealName));

        Assert.Equal(DirectoryStatus.PermissionError, Refusal(() => asAlice.CreateRecord(RecordType.Users, "x")));
        Assert.Equal(DirectoryStatus.PermissionError, Refusal(() => asAlice.SetValues(test.User("bob"), Comment, ["x"])));
        Assert.Equal(DirectoryStatus.PermissionError, Refusal(() => asAlice.DeleteRecord(test.User("bob"))));
        Assert.Equal(DirectoryStatus.PermissionError, Refusal(() => asAlice.ResetPassword(test.User("bob"), "new-pw")));
    }

    [Fact]
    public void A_user_writes_what_the_writers_attributes_allow_and_an_authenticated_admin_everything()
    {
        using var test = WithAliceAndBob();
        var asBob = test.Mac.DirectoryAs(new DirectoryCaller("bob"));
        asBob.SetValues(test.User("bob"), AttributeName.AuthenticationHint, ["the dog"]);
        Assert.Equal("the dog", test.User("bob").Text(AttributeName.AuthenticationHint));
        Assert.Equal(DirectoryStatus.PermissionError, Refusal(() => asBob.SetValues(test.User("bob"), AttributeName.RealName, ["B"])));
        Assert.Equal(DirectoryStatus.PermissionError, Refusal(() => asBob.SetValues(test.User("alice"), AttributeName.AuthenticationHint, ["x"])));

        Assert.Equal(DirectoryStatus.AuthFailed, Refusal(() => asBob.AuthenticateSession("alice", "wrong")));
        asBob.AuthenticateSession("alice", "alice-pw");
        asBob.SetValues(test.User("bob"), AttributeName.RealName, ["B"]);
        Assert.Equal("B", test.User("bob").Text(AttributeName.RealName));
    }

    [Fact]
    public void Ids_names_and_UUIDs_are_unique_within_their_type()
    {
        using var test = WithAliceAndBob();
        var bob = test.User("bob");
        Assert.Equal(DirectoryStatus.RecordAlreadyExists, Refusal(() => test.Root.SetValues(bob, AttributeName.UniqueId, ["501"])));
        Assert.Equal(DirectoryStatus.RecordAlreadyExists, Refusal(() => test.Root.SetValues(bob, AttributeName.GeneratedUid, [test.User("alice").Text(AttributeName.GeneratedUid)!])));
        Assert.Equal(DirectoryStatus.RecordAlreadyExists, Refusal(() => test.Root.AppendValues(bob, AttributeName.RecordName, ["ALICE"])));
        Assert.Equal(DirectoryStatus.RecordAlreadyExists, Refusal(() => test.Root.ChangeValue(bob, AttributeName.RecordName, "bob", "alice")));
        test.Root.SetValues(bob, AttributeName.UniqueId, ["502"]); // its own
        test.Root.SetValues(bob, AttributeName.PrimaryGroupId, ["20"]); // a user's group may repeat
        var staff = test.Mac.Directory.Find(RecordType.Groups, "staff")!;
        Assert.Equal(DirectoryStatus.RecordAlreadyExists, Refusal(() => test.Root.SetValues(staff, AttributeName.PrimaryGroupId, ["80"])));
    }

    [Fact]
    public void Renaming_a_record_moves_it()
    {
        using var test = WithAliceAndBob();
        test.Root.ChangeValue(test.User("bob"), AttributeName.RecordName, "bob", "robert");
        Assert.Null(test.User("bob")?.Name == "bob" ? "still there" : null);
        Assert.Equal("robert", test.User("robert").Name);
        Assert.Contains("robert", test.Mac.Directory.Names(RecordType.Users));
    }

    [Fact]
    public void Writing_verbs_do_what_their_names_say()
    {
        using var test = WithAliceAndBob();
        var bob = test.User("bob");
        string[] Values() => [.. bob.Values(Comment).Select(value => value.Text!)];

        test.Root.AppendValues(bob, Comment, ["a", "b", "a"]);
        Assert.Equal(["a", "b", "a"], Values());
        test.Root.MergeValues(bob, Comment, ["b", "c"]);
        Assert.Equal(["a", "b", "a", "c"], Values());
        test.Root.ChangeValue(bob, Comment, "a", "z");
        Assert.Equal(["z", "b", "a", "c"], Values());
        test.Root.ChangeNumbered(bob, Comment, 4, "y");
        Assert.Equal(["z", "b", "a", "y"], Values());
        test.Root.DeleteValues(bob, Comment, ["b", "y"]);
        Assert.Equal(["z", "a"], Values());
        test.Root.AppendValues(bob, Comment, [""]);
        Assert.Equal(["z", "a", ""], Values());
        test.Root.SetValues(bob, Comment, ["only"]);
        Assert.Equal(["only"], Values());
        test.Root.SetValues(bob, Comment, ["", ""]);
        Assert.Empty(Values());
        test.Root.DeleteAttribute(bob, Comment);

        Assert.Equal(DirectoryStatus.AttributeNotFound, Refusal(() => test.Root.ChangeValue(bob, Comment, "ghost", "x")));
        Assert.Equal(DirectoryStatus.InvalidIndex, Refusal(() => test.Root.ChangeNumbered(bob, Comment, 0, "x")));
        Assert.Equal(DirectoryStatus.IndexOutOfRange, Refusal(() => test.Root.ChangeNumbered(bob, Comment, 1, "x")));
        Assert.Equal(DirectoryStatus.AttributeNotFound, Refusal(() => test.Root.DeleteValues(bob, Comment, ["ghost"])));
    }

    [Fact]
    public void Native_keys_and_standard_names_are_the_same_attribute()
    {
        using var test = WithAliceAndBob();
        test.Root.SetValues(test.User("bob"), AttributeName.Parse("shell"), ["/bin/ksh"]);
        Assert.Equal("/bin/ksh", test.User("bob").Text(AttributeName.UserShell));
        Assert.Equal("dsAttrTypeNative:shell", AttributeName.Parse("shell").FullName);
        Assert.Equal("dsAttrTypeStandard:UserShell", AttributeName.FromKey("shell").FullName);
        Assert.Equal("dsAttrTypeNative:Usershell", AttributeName.Parse("Usershell").FullName);
        Assert.Equal("dsAttrTypeStandard:Foo", AttributeName.Parse("dsAttrTypeStandard:Foo").FullName);
    }

    [Fact]
    public void Search_finds_exact_values_in_the_order_in_which_they_were_made()
    {
        using var test = WithAliceAndBob();
        Assert.Equal(["admin", "_appserveradm", "_appserverusr", "_lpadmin"],
            test.Mac.Directory.Search(RecordType.Groups, AttributeName.GroupMembership, "alice").Select(group => group.Name));
        Assert.Empty(test.Mac.Directory.Search(RecordType.Groups, AttributeName.GroupMembership, "ALICE"));
        Assert.Equal(["alice"], test.Mac.Directory.Search(RecordType.Users, AttributeName.RealName, "ALICE EXAMPLE").Select(user => user.Name));
        var longValue = new string('x', 10_000_000);
        test.Root.SetValues(test.User("bob"), Comment, [longValue]);
        Assert.Equal(["bob"], test.Mac.Directory.Search(null, Comment, longValue).Select(user => user.Name));
    }

    [Theory]
    [InlineData("mary ann")]
    [InlineData("a/b\\c")]
    [InlineData("O'Neil \"x\"")]
    [InlineData("🦊 fox")]
    [InlineData("-dash")]
    public void Odd_names_are_names(string name)
    {
        using var test = WithAliceAndBob();
        Assert.True(test.Root.CreateRecord(RecordType.Users, name));
        Assert.False(test.Root.CreateRecord(RecordType.Users, name));
        Assert.Equal(name, test.User(name).Name);
        test.Root.DeleteRecord(test.User(name));
        Assert.Null(test.Mac.Directory.Find(RecordType.Users, name));
    }

    [Fact]
    public void A_name_of_over_244_bytes_makes_no_record()
    {
        using var test = WithAliceAndBob();
        Assert.False(test.Root.CreateRecord(RecordType.Users, new string('ä', 123)));
        Assert.Null(test.Mac.Directory.Find(RecordType.Users, new string('ä', 123)));
        Assert.True(test.Root.CreateRecord(RecordType.Users, new string('ä', 122)));
    }

    [Fact]
    public void Without_Full_Disk_Access_homes_and_users_stay()
    {
        using var test = new TestMac(new MachineSpecification
        {
            HasFullDiskAccess = false,
            Users = [new UserSpecification(new NewAccount("alice")), new UserSpecification(new NewAccount("bob"))],
        });
        Assert.Equal(DirectoryStatus.PermissionError, Refusal(() => test.Root.DeleteRecord(test.User("bob"))));
        Assert.Equal(DirectoryStatus.PermissionError, Refusal(() => test.Root.SetValues(test.User("bob"), AttributeName.HomeDirectory, ["/x"])));
        test.Root.SetValues(test.User("bob"), AttributeName.UserShell, ["/bin/sh"]);
    }

    [Theory]
    [InlineData("10.13", "abc", true)]
    [InlineData("10.14", "abc", false)]
    [InlineData("26", "abc", false)]
    [InlineData("26", "abcd", true)]
    [InlineData("26", "", true)]
    public void The_built_in_policy_asks_for_four_characters_from_10_14_but_lets_an_account_begin_empty(string os, string password, bool accepted)
    {
        using var test = new TestMac(new MachineSpecification { Os = os });
        var bob = test.NewUser("bob");
        if (accepted) test.Root.ResetPassword(bob, password);
        else Assert.Equal(DirectoryStatus.PasswordQualityCheckFailed, Refusal(() => test.Root.ResetPassword(bob, password)));
        Assert.Equal(accepted ? 1 : 0, bob.Values(AttributeName.ShadowHashData).Count);
    }

    [Fact]
    public void Bytes_that_are_text_are_text()
    {
        Assert.Equal(new DirectoryValue("abc"), new DirectoryValue("abc"u8.ToArray()));
        Assert.Null(new DirectoryValue([0xFF, 0xD8]).Text);
        Assert.Null(new DirectoryValue([0x61, 0x00]).Text);
        Assert.NotEqual(new DirectoryValue([0xFF]), new DirectoryValue([0xFE]));
        using var test = WithAliceAndBob();
        test.Root.SetValues(test.User("bob"), AttributeName.JpegPhoto, [new DirectoryValue([0xFF, 0x00, 0x41])]);
        Assert.Equal([0xFF, 0x00, 0x41], test.User("bob").Values(AttributeName.JpegPhoto)[0].Bytes);
    }

    [Theory]
    [InlineData("10.14", new[] { 501, 503, 504 })]
    [InlineData("12.0.1", new[] { 501, 503, 504 })]
    [InlineData("12.1", new[] { 501, 502, 503 })]
    [InlineData("26", new[] { 501, 502, 503 })]
    public void New_accounts_get_the_UIDs_that_the_release_gives(string os, int[] uids)
    {
        using var test = new TestMac(new MachineSpecification { Os = os });
        foreach (var uid in uids) Assert.Equal(uid.ToString(), test.NewUser($"user{uid}").Text(AttributeName.UniqueId));
    }

    [Fact]
    public void Above_700_UIDs_jump_to_900_and_go_on_by_two()
    {
        using var test = new TestMac(new MachineSpecification { Users = [.. Enumerable.Range(501, 200).Select(uid => new UserSpecification(new NewAccount($"u{uid}")))] });
        Assert.Equal("900", test.NewUser("next").Text(AttributeName.UniqueId));
        Assert.Equal("902", test.NewUser("after").Text(AttributeName.UniqueId));
    }
}
