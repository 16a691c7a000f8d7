using MacStateStore.OpenDirectory;
using MacStateStore.Releases;

namespace MacStateStore.Tests;

public sealed class MachineBuilderTests
{
    [Theory]
    [InlineData("10.13.6", null, Chip.T2, "iMacPro1,1", "17G65")]
    [InlineData("10.15.7", null, Chip.T2, "MacBookPro16,1", "19H2")]
    [InlineData("14.5", null, Chip.Apple, "Mac14,2", "23F79")]
    [InlineData("11.1", Chip.Apple, Chip.Apple, "MacBookAir10,1", "20C69")]
    [InlineData("12.6", Chip.Intel, Chip.Intel, "iMac19,1", "21G115")]
    public void A_version_gets_its_build_and_a_Mac_that_runs_it(string os, Chip? asked, Chip chip, string model, string build)
    {
        using var test = new TestMac(new MachineSpecification { Os = os, Chip = asked });

        Assert.Equal((chip, model), (test.Mac.Machine.Chip, test.Mac.Machine.Model));
        Assert.Equal((os, build), (test.Mac.System.Version.ToString(), test.Mac.System.Build));
    }

    [Fact]
    public void Nothing_said_is_Apple_silicon_with_the_newest_macOS_before_Setup_Assistant()
    {
        using var test = new TestMac();

        Assert.Equal(Chip.Apple, test.Mac.Machine.Chip);
        Assert.Equal(MacOSRelease.Newest.Version, test.Mac.System.Version);
        Assert.Equal("26", test.Mac.System.Version.Release);
        Assert.False(test.Mac.System.IsSetUp);
        Assert.Empty(test.Mac.Accounts.People);
        Assert.Equal(new BootState("macos", "Macintosh HD", true), test.Mac.Boot);
    }

    // Counts of the seed records (dossier dscl, 12.3).
    [Theory]
    [InlineData("10.13", 98, 125)]
    [InlineData("10.14", 98, 125)]
    [InlineData("10.15", 100, 128)]
    [InlineData("11", 110, 138)]
    [InlineData("12", 113, 141)]
    [InlineData("13", 117, 145)]
    [InlineData("14", 122, 150)]
    [InlineData("15", 130, 159)]
    [InlineData("26", 132, 161)]
    public void Each_release_brings_its_users_and_groups(string os, int users, int groups)
    {
        using var test = new TestMac(new MachineSpecification { Os = os });

        Assert.Equal(users, test.Mac.Directory.Names(RecordType.Users).Count());
        Assert.Equal(groups, test.Mac.Directory.Names(RecordType.Groups).Count());
    }

    public static TheoryData<string, MachineSpecification> Contradictions => new()
    {
        { "machine.os", new MachineSpecification { Os = "9.2" } },
        { "machine.os", new MachineSpecification { Os = "14.99" } },
        { "machine.os", new MachineSpecification { Os = "junk" } },
        { "machine.chip", new MachineSpecification { Os = "10.15", Chip = Chip.Apple } },
        { "machine.chip", new MachineSpecification { Os = "26", Chip = Chip.Intel } },
        { "machine.model", new MachineSpecification { Model = "PowerMac1,1" } },
        { "machine.chip", new MachineSpecification { Model = "Mac14,2", Chip = Chip.T2, Os = "14" } },
        { "machine.os", new MachineSpecification { Model = "iMac18,3", Os = "14" } },
        { "consoleUser", new MachineSpecification { ConsoleUser = "ghost" } },
        { "users.a.secureToken", new MachineSpecification { Users = [new UserSpecification(new NewAccount("a")) { HasSecureToken = true }] } },
        { "users.a.volumeOwner", new MachineSpecification { Users = [new UserSpecification(new NewAccount("a")) { Password = "x", IsVolumeOwner = true }] } },
        { "users.b", new MachineSpecification { Users = [new UserSpecification(new NewAccount("a") { Uid = 600 }), new UserSpecification(new NewAccount("b") { Uid = 600 })] } },
        { "groups.g.gid", new MachineSpecification { Groups = [new GroupSpecification("g") { Gid = 20 }] } },
        { "groups.g.nestedGroups", new MachineSpecification { Groups = [new GroupSpecification("g") { NestedGroups = ["ghosts"] }] } },
        { "machine.setup", new MachineSpecification { Setup = new SetupUser("root", "pw") } },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_contradiction_is_named_by_its_place_and_leaves_no_file(string place, MachineSpecification specification)
    {
        var folder = Directory.CreateTempSubdirectory("macemu-test-").FullName;
        try
        {
            var error = Assert.Throws<SpecificationException>(() => Mac.Create(Path.Combine(folder, "machine.db"), specification));
            Assert.Equal(place, error.Place);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_described_Mac_is_as_described()
    {
        using var test = new TestMac(new MachineSpecification
        {
            Os = "15.1",
            Users =
            [
                new UserSpecification(new NewAccount("alice") { IsAdmin = true, FullName = "Alice Example", Uid = 510, GeneratedUid = "11111111-2222-3333-4444-555555555555" })
                {
                    Password = "", HasSecureToken = true, IsVolumeOwner = true, Attributes = [new AttributeSpecification("dsAttrTypeNative:foo", ["a", "b"])],
                },
                new UserSpecification(new NewAccount("bob") { IsHidden = true }) { DisabledTags = ["SecureToken"], IsDisabled = true },
                new UserSpecification(new NewAccount("carol")) { Password = "carol-pw", HasSecureToken = true, IsDisabled = true },
            ],
            Groups = [new GroupSpecification("builders") { Members = ["alice"], NestedGroups = ["staff"] }, new GroupSpecification("admin") { Members = ["carol"] }],
            Records = [new RecordSpecification(RecordType.Computers, "kiosk", [new AttributeSpecification("Comment", ["front desk"])])],
            HostSettings = new Dictionary<string, string> { ["computerName"] = "Alice's Mac" },
            ConsoleUser = "alice",
        });

        var people = test.Mac.Accounts.People.ToDictionary(user => user.Name);
        Assert.Equal(["alice", "bob", "carol"], people.Keys);
        Assert.Equal((510, "Alice Example", true, true, true), (people["alice"].Uid, people["alice"].FullName, people["alice"].IsAdmin, people["alice"].HasSecureToken, people["alice"].IsVolumeOwner));
        Assert.True(test.Mac.SecureTokens.Keys.CanUnlock("11111111-2222-3333-4444-555555555555", ""));
        Assert.Equal(["a", "b"], test.User("alice").Values(AttributeName.Parse("foo")).Select(value => value.Text));
        Assert.True(people["bob"].IsHidden);
        Assert.Equal(["SecureToken"], people["bob"].DisabledTags);
        Assert.True(people["carol"].IsAdmin);
        Assert.StartsWith(";DisabledUser;;ShadowHash;", test.User("carol").Text(AttributeName.AuthenticationAuthority));
        Assert.Equal(DirectoryStatus.AccountDisabled, Assert.Throws<DirectoryException>(() => test.Root.Authenticate("carol", "carol-pw")).Status);
        Assert.Equal("front desk", test.Mac.Directory.Find(RecordType.Computers, "kiosk")!.Text(AttributeName.Comment));
        Assert.Contains(Memberships.GroupsOf(test.Mac.Directory, test.User("bob")), group => group.Name == "builders"); // through staff
        Assert.Equal("Alice's Mac", test.Mac.HostSettings["computerName"]);
        Assert.Equal("alice", test.Mac.Sessions.ConsoleUser);
        Assert.True(test.Mac.System.IsSetUp);
    }
}
