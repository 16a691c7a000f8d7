using MacStateStore.OpenDirectory;

namespace Companions.Tests;

public sealed class DsEditGroupTests
{
    private const int Failed = 64;

    [Fact]
    public void Checkmember_tells_by_text_and_status()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "yes alice is a member of admin\n", ""), bench.AsBob("dseditgroup", "-o", "checkmember", "-m", "alice", "admin"));
        Assert.Equal(new Outcome(67, "no bob is NOT a member of admin\n", ""), bench.AsBob("dseditgroup", "-o", "checkmember", "-m", "bob", "admin"));
        Assert.Equal(new Outcome(67, "no bob is NOT a member of admin\n", ""), bench.AsBob("dseditgroup", "-o", "CheckMember", "admin"));
        Assert.Equal(new Outcome(0, "yes alice is a member of com.apple.access_ssh\n", ""), bench.AsBob("dseditgroup", "-o", "checkmember", "-m", "alice", "com.apple.access_ssh"));
        Assert.Equal(new Outcome(Failed, "", "Unable to find the user record\n"), bench.AsBob("dseditgroup", "-o", "checkmember", "-m", "nosuch", "admin"));
        Assert.Equal(new Outcome(Failed, "", "Group not found.\n"), bench.AsBob("dseditgroup", "-o", "checkmember", "-m", "alice", "nosuch"));
        Assert.All(bench.Journal, row => Assert.Empty(row.Changes));
    }

    [Fact]
    public void Root_adds_and_removes_a_member_by_name_and_by_uuid()
    {
        using var bench = new Bench();
        var uuid = bench.Values(RecordType.Users, "bob", AttributeName.GeneratedUid)[0];

        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "edit", "-a", "bob", "-t", "user", "admin"));
        Assert.Contains("bob", bench.Members("admin"));
        Assert.Contains(uuid, bench.Values(RecordType.Groups, "admin", AttributeName.GroupMembers));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "edit", "-a", "bob", "-t", "user", "admin"));
        Assert.Single(bench.Members("admin"), "bob");

        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "edit", "-d", "bob", "-t", "user", "admin"));
        Assert.DoesNotContain("bob", bench.Members("admin"));
        Assert.DoesNotContain(uuid, bench.Values(RecordType.Groups, "admin", AttributeName.GroupMembers));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "edit", "-d", "bob", "admin"));
    }

    [Fact]
    public void A_nested_group_goes_by_uuid()
    {
        using var bench = new Bench();
        Assert.Equal(0, bench.AsRoot("dseditgroup", "-o", "create", "builders").Status);
        Assert.Equal(0, bench.AsRoot("dseditgroup", "-o", "edit", "-a", "admin", "-t", "group", "builders").Status);
        Assert.Equal(["ABCDEFAB-CDEF-ABCD-EFAB-CDEF00000050"], bench.Values(RecordType.Groups, "builders", AttributeName.NestedGroups));
        Assert.Equal(0, bench.AsBob("dseditgroup", "-o", "checkmember", "-m", "alice", "builders").Status);
        Assert.Equal(0, bench.AsRoot("dseditgroup", "-o", "edit", "-d", "admin", "-t", "group", "builders").Status);
        Assert.Empty(bench.Values(RecordType.Groups, "builders", AttributeName.NestedGroups));
    }

    [Fact]
    public void Create_gives_the_lowest_free_number_from_501()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "create", "-r", "The Builders", "-c", "who builds", "builders"));
        Assert.Equal(["501"], bench.Values(RecordType.Groups, "builders", AttributeName.PrimaryGroupId));
        Assert.Equal(["The Builders"], bench.Values(RecordType.Groups, "builders", AttributeName.RealName));
        Assert.Equal(["who builds"], bench.Values(RecordType.Groups, "builders", AttributeName.Comment));
        Assert.Single(bench.Values(RecordType.Groups, "builders", AttributeName.GeneratedUid));
        Assert.Equal(0, bench.AsRoot("dseditgroup", "-o", "create", "-i", "777", "-g", "11111111-2222-3333-4444-55555555abcd", "others").Status);
        Assert.Equal(["777"], bench.Values(RecordType.Groups, "others", AttributeName.PrimaryGroupId));
        Assert.Equal(["11111111-2222-3333-4444-55555555ABCD"], bench.Values(RecordType.Groups, "others", AttributeName.GeneratedUid));
    }

    [Fact]
    public void Create_on_an_existing_group_asks_first()
    {
        using var bench = new Bench();
        bench.AsRoot("dseditgroup", "-o", "create", "builders");
        bench.AsRoot("dseditgroup", "-o", "edit", "-a", "bob", "builders");
        const string question = "Create called on existing record - do you want to overwrite, y or n : \n";

        foreach (var answer in (string[])["n\n", "", "\n", "maybe\n"])
        {
            Assert.Equal(new Outcome(73, question, "Operation cancelled because record could not be replaced\n"),
                bench.Run("root", answer, "dseditgroup", "-o", "create", "builders"));
            Assert.Equal(["bob"], bench.Members("builders"));
        }
        Assert.Equal(new Outcome(0, question, ""), bench.Run("root", "y\n", "dseditgroup", "-o", "create", "builders"));
        Assert.Empty(bench.Members("builders"));

        bench.AsRoot("dseditgroup", "-o", "edit", "-a", "bob", "builders");
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-q", "-o", "create", "builders"));
        Assert.Empty(bench.Members("builders"));
    }

    [Fact]
    public void Delete_shows_what_goes()
    {
        using var bench = new Bench();
        bench.AsRoot("dseditgroup", "-o", "create", "builders");
        var outcome = bench.AsRoot("dseditgroup", "-o", "delete", "builders");
        Assert.Equal((0, "Group record below will be deleted:\n"), (outcome.Status, outcome.Errors));
        Assert.Contains("dsAttrTypeStandard:PrimaryGroupID -\n\t\t501\n", outcome.Output, StringComparison.Ordinal);
        Assert.Empty(bench.Values(RecordType.Groups, "builders", AttributeName.RecordName));
        Assert.Equal(new Outcome(Failed, "", "Group not found.\n"), bench.AsRoot("dseditgroup", "-o", "delete", "builders"));
    }

    [Theory]
    [InlineData("-o", "read", "admin")]
    [InlineData("admin")]
    [InlineData("-o", "whatever", "admin")]
    public void Reads_where_no_other_operation_is_named(params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.AsBob("dseditgroup", arguments);
        Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
        Assert.Contains("dsAttrTypeStandard:GroupMembership -\n\t\troot\n\t\talice\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GID already exists\n", "-q", "-o", "edit", "-i", "398", "-r", "Screensharing Service ACL", "com.apple.access_screensharing")]
    [InlineData("GID already exists\n", "-o", "create", "-i", "80", "new")]
    [InlineData("No group name provided\n", "-o", "edit", "-a", "bob")]
    [InlineData("No group name provided\n", "-o", "create", "")]
    [InlineData("Group not found.\n", "-o", "edit", "-a", "bob", "nosuch")]
    [InlineData("Error locating specified node.\n", "-o", "edit", "-n", "/LDAPv3/example", "-a", "bob", "admin")]
    public void Refused_and_nothing_changed(string message, params string[] arguments)
    {
        using var bench = new Bench();
        var before = bench.Look(mac => string.Join('|', mac.Directory.Names(RecordType.Groups)));
        Assert.Equal(new Outcome(Failed, "", message), bench.AsRoot("dseditgroup", arguments));
        Assert.Equal(before, bench.Look(mac => string.Join('|', mac.Directory.Names(RecordType.Groups))));
        Assert.DoesNotContain("bob", bench.Members("admin"));
        Assert.Empty(bench.Journal.SelectMany(row => row.Changes));
    }

    [Fact]
    public void Numbers_and_uuids_are_checked_on_stdout()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(Failed, "GID contains non-numeric characters\n", ""), bench.AsRoot("dseditgroup", "-o", "create", "-i", "5x", "new"));
        Assert.Equal(new Outcome(Failed, "GUID provided is not a valid UUID\n", ""), bench.AsRoot("dseditgroup", "-o", "create", "-g", "nonsense", "new"));
    }

    [Fact]
    public void An_unknown_member_undoes_what_came_before()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(200, "", "Record was not found.\n"), bench.AsRoot("dseditgroup", "-o", "edit", "-a", "bob", "-a", "nosuch", "admin"));
        Assert.DoesNotContain("bob", bench.Members("admin"));
        Assert.Equal(200, bench.AsRoot("dseditgroup", "-o", "edit", "-d", "nosuch", "admin").Status);
    }

    [Fact]
    public void Others_need_name_and_password_of_an_admin()
    {
        using var bench = new Bench();
        string[] edit = ["-o", "edit", "-a", "bob", "admin"];
        Assert.Equal(new Outcome(Failed, "", "Username and password must be provided.\n"), bench.AsAlice("dseditgroup", edit));
        Assert.Equal(new Outcome(Failed, "", "Failed to set credentials.\n"), bench.AsAlice("dseditgroup", ["-u", "alice", "-P", "wrong", .. edit]));
        Assert.Equal(new Outcome(Failed, "", "Could not add member to group.\n"), bench.AsBob("dseditgroup", ["-u", "bob", "-P", "pw-b", .. edit]));
        Assert.Equal(new Outcome(Failed, "", "Please enter user password:\nFailed to set credentials.\n"), bench.AsBob("dseditgroup", ["-p", .. edit]));
        Assert.DoesNotContain("bob", bench.Members("admin"));

        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("dseditgroup", ["-u", "alice", "-P", "pw-a", .. edit]));
        Assert.Contains("bob", bench.Members("admin"));
        Assert.Equal(new Outcome(0, "", "Please enter user password:\n"), bench.Run("alice", "pw-a\n", "dseditgroup", "-p", "-o", "edit", "-d", "bob", "admin"));
        Assert.DoesNotContain("bob", bench.Members("admin"));
    }

    [Fact]
    public void Passwords_stay_out_of_the_journal()
    {
        using var bench = new Bench();
        bench.AsBob("dseditgroup", "-u", "alice", "-P", "pw-a", "-o", "edit", "-a", "bob", "admin");
        bench.AsBob("dseditgroup", "-qP", "pw-a", "-o", "edit", "-d", "bob", "admin");
        bench.AsBob("dseditgroup", "-Ppw-a", "-o", "edit", "-d", "bob", "admin");
        Assert.Equal(3, bench.Journal.Count);
        Assert.All(bench.Journal, row => Assert.DoesNotContain("pw-a", row.Entry.Arguments, StringComparison.Ordinal));
    }

    [Fact]
    public void Usage()
    {
        using var bench = new Bench();
        Assert.Equal(0, bench.AsBob("dseditgroup").Status);
        Assert.StartsWith("\ndseditgroup (", bench.AsBob("dseditgroup").Output, StringComparison.Ordinal);
        Assert.Equal(Failed, bench.AsBob("dseditgroup", "-h").Status);
        var wrong = bench.AsBob("dseditgroup", "-Z");
        Assert.Equal((Failed, "dseditgroup: illegal option -- Z\n"), (wrong.Status, wrong.Errors));
        Assert.Contains("See dseditgroup(8) man page for details.\n", wrong.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_members_the_last_counts_and_one_is_added_before_one_is_removed()
    {
        using var bench = new Bench();
        bench.AsRoot("dseditgroup", "-o", "create", "builders");
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "edit", "-a", "alice", "-a", "bob", "builders"));
        Assert.Equal(["bob"], bench.Members("builders"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "edit", "-d", "bob", "-a", "bob", "builders"));
        Assert.Empty(bench.Members("builders"));
    }

    [Theory]
    [InlineData("-o", "edit", "-u", "bob", "-p", "-q", "-a", "bob", "admin")] // -q: nobody is asked
    [InlineData("-o", "edit", "-u", "bob", "-q", "-a", "bob", "admin")]
    public void Quiet_runs_ask_for_no_password(params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(Failed, "", "Username and password must be provided.\n"), bench.Run("bob", "pw-b\n", "dseditgroup", arguments));
        Assert.DoesNotContain("bob", bench.Members("admin"));
    }

    [Fact]
    public void Reading_and_asking_about_members_need_no_password_and_ask_for_none()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "yes alice is a member of admin\n", ""), bench.AsBob("dseditgroup", "-p", "-u", "alice", "-o", "checkmember", "admin"));
        Assert.Equal(0, bench.AsBob("dseditgroup", "-p", "admin").Status);
    }

    [Fact]
    public void Dumps_hold_standard_attributes_only()
    {
        using var bench = new Bench();
        bench.AsRoot("dseditgroup", "-o", "create", "builders");
        var dump = bench.AsBob("dseditgroup", "builders").Output;
        Assert.Contains("dsAttrTypeStandard:RecordName -\n\t\tbuilders\n", dump, StringComparison.Ordinal);
        Assert.DoesNotContain("dsAttrTypeNative", dump, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_runs_tell_the_options_and_show_the_record()
    {
        using var bench = new Bench();
        var made = bench.AsRoot("dseditgroup", "-v", "-o", "create", "-i", "777", "-r", "The Builders", "-L", "builders");
        Assert.StartsWith(
            "dseditgroup verbose mode\nOptions selected by user:\nCreate option selected\nUsername determined to be <root>\nGID provided as <777>\n"
            + "Realname provided as <The Builders>\nGroupname provided as <builders>\nWill maintain computer lists when applicable\n\n"
            + "Skipping authentication because user has effective ID 0\ndsAttrTypeStandard:", made.Output, StringComparison.Ordinal);
        Assert.Equal((0, "GID attribute was set\nAdd full name value - SUCCESS\n\nGroup record created.\n\n=======================\n\n"), (made.Status, made.Errors));

        var asked = bench.AsBob("dseditgroup", "-v", "-o", "checkmember", "-m", "alice", "admin");
        Assert.Equal("dseditgroup verbose mode\nOptions selected by user:\nChecking membership selected\nUsername determined to be <bob>\nGroupname provided as <admin>\n\nyes alice is a member of admin\n", asked.Output);

        // Where the framework would describe its failure nobody knows the words.
        Assert.Equal(78, bench.AsAlice("dseditgroup", "-v", "-u", "alice", "-P", "wrong", "-o", "edit", "-a", "bob", "admin").Status);
        Assert.Equal((Failed, "Group not found.\n"), (bench.AsRoot("dseditgroup", "-v", "-o", "read", "nosuch") is var no ? no.Status : 0, no.Errors));
    }

    [Fact]
    public void A_group_with_names_alone_gets_uuids_and_loses_them_again()
    {
        using var bench = new Bench();
        var uuid = bench.Values(RecordType.Users, "bob", AttributeName.GeneratedUid)[0];
        bench.Change(mac =>
        {
            var session = mac.DirectoryAs(DirectoryCaller.Root);
            session.CreateRecord(RecordType.Groups, "old");
            session.SetValues(mac.Directory.Find(RecordType.Groups, "old")!, AttributeName.GroupMembership, ["bob"]);
        });
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "edit", "-f", "n", "old"));
        Assert.Equal([uuid], bench.Values(RecordType.Groups, "old", AttributeName.GroupMembers));
        // Already so: nothing else is done either, and nobody is told without -v.
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "edit", "-f", "n", "-a", "alice", "old"));
        Assert.Equal(["bob"], bench.Members("old"));
        Assert.Equal("Group is already in that format\n", bench.AsRoot("dseditgroup", "-v", "-o", "edit", "-f", "n", "old").Errors);

        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "edit", "-f", "l", "old"));
        Assert.Empty(bench.Values(RecordType.Groups, "old", AttributeName.GroupMembers));
        Assert.Equal(["bob"], bench.Members("old"));

        bench.Change(mac => mac.DirectoryAs(DirectoryCaller.Root).AppendValues(mac.Directory.Find(RecordType.Groups, "old")!, AttributeName.GroupMembership, ["ghost"]));
        Assert.Equal(new Outcome(75, "", "UUID\n"), bench.AsRoot("dseditgroup", "-o", "edit", "-f", "n", "old"));
        Assert.Empty(bench.Values(RecordType.Groups, "old", AttributeName.GroupMembers));
    }

    [Fact]
    public void A_computer_group_keeps_a_list_along_with_L()
    {
        using var bench = new Bench();
        bench.Change(mac =>
        {
            var session = mac.DirectoryAs(DirectoryCaller.Root);
            session.CreateRecord(RecordType.Computers, "mac-1");
            session.SetValues(mac.Directory.Find(RecordType.Computers, "mac-1")!, AttributeName.GeneratedUid, ["11111111-1111-1111-1111-111111111111"]);
        });
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "create", "-T", "computergroup", "-L", "-r", "Lab", "lab"));
        Assert.Equal(["Lab"], bench.Values(RecordType.ComputerGroups, "lab", AttributeName.RealName));
        Assert.Equal(["Lab"], bench.Values(RecordType.ComputerLists, "lab", AttributeName.RealName));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "edit", "-T", "ComputerGroup", "-L", "-a", "mac-1", "-t", "computer", "lab"));
        Assert.Equal(["mac-1"], bench.Values(RecordType.ComputerGroups, "lab", AttributeName.GroupMembership));
        Assert.Equal(["11111111-1111-1111-1111-111111111111"], bench.Values(RecordType.ComputerGroups, "lab", AttributeName.GroupMembers));
        Assert.Equal(["mac-1"], bench.Values(RecordType.ComputerLists, "lab", AttributeName.Parse("Computers")));
        Assert.Equal(new Outcome(200, "", "Record was not found.\n"), bench.AsRoot("dseditgroup", "-o", "edit", "-T", "computergroup", "-a", "nosuch", "-t", "computer", "lab"));

        Assert.Equal(0, bench.AsRoot("dseditgroup", "-o", "create", "-T", "computergroup", "all").Status);
        Assert.Equal(0, bench.AsRoot("dseditgroup", "-o", "edit", "-T", "computergroup", "-a", "lab", "-t", "computergroup", "all").Status);
        Assert.Equal(bench.Values(RecordType.ComputerGroups, "lab", AttributeName.GeneratedUid), bench.Values(RecordType.ComputerGroups, "all", AttributeName.NestedGroups));

        Assert.Equal(0, bench.AsRoot("dseditgroup", "-o", "delete", "-T", "computergroup", "-L", "lab").Status);
        Assert.Empty(bench.Values(RecordType.ComputerGroups, "lab", AttributeName.RecordName));
        Assert.Empty(bench.Values(RecordType.ComputerLists, "lab", AttributeName.RecordName));
        Assert.Equal(new Outcome(Failed, "", "Group not found.\n"), bench.AsRoot("dseditgroup", "-o", "read", "-T", "computergroup", "admin"));
        // Of a plain group -L keeps nothing along.
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("dseditgroup", "-o", "create", "-L", "plain"));
        Assert.Empty(bench.Values(RecordType.ComputerLists, "plain", AttributeName.RecordName));
    }

    [Fact]
    public void A_property_that_may_not_be_set_is_told_and_forgotten()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "", "Add full name value - FAILED\nAdd Comment value - FAILED\n"),
            bench.AsBob("dseditgroup", "-u", "bob", "-P", "pw-b", "-o", "edit", "-r", "x", "-c", "y", "admin"));
        Assert.DoesNotContain("x", bench.Values(RecordType.Groups, "admin", AttributeName.RealName));
        Assert.Equal(new Outcome(0, "", "Add GUID value - FAILED\n"), // taken; what follows isn't done
            bench.AsRoot("dseditgroup", "-o", "edit", "-g", "ABCDEFAB-CDEF-ABCD-EFAB-CDEF00000014", "-r", "x", "admin"));
        Assert.DoesNotContain("x", bench.Values(RecordType.Groups, "admin", AttributeName.RealName));
    }

    [Fact]
    public void Other_types_than_groups_can_be_named()
    {
        using var bench = new Bench();
        Assert.Contains("dsAttrTypeStandard:UniqueID -\n\t\t505\n", bench.AsBob("dseditgroup", "-T", "user", "bob").Output, StringComparison.Ordinal);
        Assert.Equal(new Outcome(Failed, "", "Could not add member to group.\n"), bench.AsRoot("dseditgroup", "-T", "user", "-o", "edit", "-a", "alice", "bob"));
        Assert.Equal(0, bench.AsBob("dseditgroup", "-T", "nonsense", "admin").Status); // falls back to groups
        Assert.Equal(78, bench.AsRoot("dseditgroup", "-appleversion").Status);
    }

    [Fact]
    public void Strange_names_are_just_names()
    {
        using var bench = new Bench();
        foreach (var name in (string[])["a b", "quo'te", "sla/sh", "☂", "-dash"])
        {
            Assert.Equal(0, bench.AsRoot("dseditgroup", "-o", "create", "--", name).Status);
            Assert.Equal([name], bench.Values(RecordType.Groups, name, AttributeName.RecordName));
        }
        Assert.Equal(new Outcome(Failed, "", "Unable to create the record\n"), bench.AsRoot("dseditgroup", "-o", "create", new string('x', 10_000_000)));
    }
}
