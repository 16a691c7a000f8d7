using MacStateStore;
using MacStateStore.Disks;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;

namespace Diskutil.Tests;

/// <summary>The crypto users of a volume, by release, hardware and name (dossier diskutil, 8; Apple Platform Deployment).</summary>
public sealed class ListUsersTests
{
    private const string PersonalKey = "EBC6C064-0000-11AA-AA11-00306543ECAC";

    /// <summary>Release, chip, the device that / leads to, whether owners are told.</summary>
    public static TheoryData<string, Chip, string, bool> Macs => new()
    {
        { "10.13.6", Chip.Intel, "disk1s1", false }, { "10.14.6", Chip.T2, "disk1s1", false }, { "10.15.7", Chip.T2, "disk1s5", false },
        { "10.15.7", Chip.Intel, "disk1s5", false }, { "11.7", Chip.T2, "disk1s5s1", true }, { "11.7", Chip.Apple, "disk3s1s1", true },
        { "12.6", Chip.Intel, "disk1s5s1", true }, { "13.4", Chip.Apple, "disk3s1s1", true }, { "14.5", Chip.T2, "disk1s5s1", true },
        { "15.1", Chip.Apple, "disk3s1s1", true }, { "26.0", Chip.Apple, "disk3s1s1", true },
    };

    [Theory]
    [MemberData(nameof(Macs))]
    public void The_guids_map_to_their_users_before_and_after_filevault(string os, Chip chip, string device, bool owners)
    {
        using var bench = new Bench(os, chip, Bench.People);
        foreach (var isProtected in (bool[])[false, true])
        {
            if (isProtected) bench.On(mac => mac.SecureTokens.Keys.Protect());
            var text = bench.Root("apfs", "listUsers", "/").Good();
            Assert.Equal($"Cryptographic users for {device} (2 found)", text.Lines[0]);
            // What `dscl . -search /Users GeneratedUID GUID` finds.
            var names = bench.On(mac => bench.Users("/").Select(uuid => mac.Directory.Search(RecordType.Users, AttributeName.GeneratedUid, uuid).Single().Name).ToList());
            Assert.Equal(["alice", "tess"], names);
            Assert.Equal(owners ? 2 : 0, text.Lines.Count(line => line.Contains("Volume Owner:")));
            // Where no key of an owner can be, the word is No.
            Assert.Equal(owners && chip != Chip.Intel ? 2 : 0, text.Lines.Count(line => line.EndsWith("Volume Owner: Yes", StringComparison.Ordinal)));
            Assert.Equal(text.Lines.Skip(1), bench.Root("apfs", "listcryptousers", "/System/Volumes/Data" is var data && os.StartsWith("10.1", StringComparison.Ordinal) && os[3] < '5' ? "/" : data).Good().Lines.Skip(1));
        }
    }

    [Fact]
    public void Every_form_of_a_name_leads_to_the_same_users()
    {
        using var bench = new Bench(specification: Bench.People);
        var uuid = bench.On(mac => mac.System.VolumeGroup);
        var wanted = bench.Users("/");
        string[] forms = ["disk3s1s1", "/dev/disk3s1s1", "/dev/rdisk3s1s1", "disk3s1", "disk3s5", "/System/Volumes/Data", "/System/Volumes/Data/", "file:///", "Macintosh HD", "Data", uuid, uuid.ToLowerInvariant()];
        foreach (var form in forms) Assert.Equal(wanted, bench.Users(form));
        Assert.StartsWith("Cryptographic users for disk3s5 (2 found)\n", bench.Root("apfs", "listUsers", uuid).Out, StringComparison.Ordinal);
        foreach (var verb in (string[])["listUsers", "LISTUSERS", "listCryptoUsers", "listcryptousers", "listKeys", "listkeys"])
            Assert.Equal(bench.Root("apfs", "listUsers", "/").Out, bench.Root("ap", verb, "/").Good().Out);
        Assert.Equal(bench.Root("apfs", "listUsers", "-plist", "/").Out, bench.Root("APFS", "listUsers", "/", "-PLIST").Good().Out);
        Assert.Equal(bench.Root("apfs", "listUsers", "/").Out, bench.Run("bob", "", "apfs", "listUsers", "/").Good().Out);
    }

    [Fact]
    public void Margins_and_order_are_those_of_a_tree()
    {
        using var bench = new Bench(specification: new MachineSpecification
        {
            CryptoUsers =
            [
                new CryptoUserSpecification("11111111-2222-3333-4444-555555555555", CryptoUserType.LocalOpenDirectory) { Hint = "the usual" },
                new CryptoUserSpecification(PersonalKey, CryptoUserType.PersonalRecovery) { IsVolumeOwner = false },
            ],
        });
        bench.Root("apfs", "listUsers", "/").Says(
            "Cryptographic users for disk3s1s1 (2 found)", "|", "+-- 11111111-2222-3333-4444-555555555555", "|   Type: Local Open Directory User", "|   Hint: the usual",
            "|   Volume Owner: Yes", "|", $"+-- {PersonalKey}", "    Type: Personal Recovery User", "    Volume Owner: No");
        var users = (PlistArray)bench.Root("apfs", "listUsers", "-plist", "/").Good().Plist["Users"]!;
        Assert.Equal(new PlistDictionary
        {
            { "APFSCryptoUserType", "LocalOpenDirectory" }, { "APFSCryptoUserUUID", "11111111-2222-3333-4444-555555555555" }, { "APFSCryptoUserHint", "the usual" }, { "VolumeOwner", true },
        }, users[0]);
        Assert.Equal(new PlistDictionary { { "APFSCryptoUserType", "PersonalRecovery" }, { "APFSCryptoUserUUID", PersonalKey }, { "VolumeOwner", false } }, users[1]);
    }

    [Fact]
    public void Old_releases_explain_icloud()
    {
        var users = new MachineSpecification
        {
            CryptoUsers =
            [
                new CryptoUserSpecification("EC1C2AD9-B618-4ED6-BD8D-50F361C27507", CryptoUserType.iCloudRecovery),
                new CryptoUserSpecification("64C0C6EB-0000-11AA-AA11-00306543ECAC", CryptoUserType.iCloudRecoveryExternalKey),
            ],
        };
        using var old = new Bench("10.14.6", Chip.T2, users);
        old.Root("apfs", "listUsers", "/").Says(
            "Cryptographic users for disk1s1 (2 found)", "|", "+-- EC1C2AD9-B618-4ED6-BD8D-50F361C27507", "|   Type: iCloud Recovery User",
            "|   Note: Unlock with iCloud account data + iCloud Recovery External Key data", "|", "+-- 64C0C6EB-0000-11AA-AA11-00306543ECAC",
            "    Type: iCloud Recovery External Key", "    Note: Stores partial credentials for the iCloud Recovery User");
        using var newer = new Bench("10.15.7", Chip.T2, users);
        Assert.DoesNotContain("Note:", newer.Root("apfs", "listUsers", "/").Good().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_and_nothing()
    {
        using var bench = new Bench();
        bench.Root("apfs", "listUsers", "/").Says("No cryptographic users for disk3s1s1");
        bench.Root("apfs", "listUsers", "disk3s2").Says("No cryptographic users for disk3s2");
        Assert.Empty((PlistArray)bench.Root("apfs", "listUsers", "/", "-plist").Good().Plist["Users"]!);
        bench.Root("apfs", "listUsers", "disk3").Refuses("disk3 is not an APFS Volume");
        bench.Root("apfs", "listUsers", "disk0s2").Refuses("disk0s2 is not an APFS Volume");
        foreach (var name in (string[])["nowhere", "disk9s1", "/Users", "/Volumes/No Such", "disk3s1s1s1", "🍏", "a'b\"c", "-", " ", "EBC6C064-0000-11AA-AA11-00306543ECAC"])
            bench.Root("apfs", "listUsers", name).Refuses($"Could not find disk: {name}");
        bench.Root("apfs", "listUsers", "").Refuses("Could not find disk: ");
        bench.Root("apfs", "listUsers").Refuses("Usage:  diskutil apfs listUsers [-plist] <apfsVolumeDisk>");
        bench.Root("apfs", "listUsers", "/", "disk3s5").Refuses("Usage:  diskutil apfs listUsers [-plist] <apfsVolumeDisk>");
        var error = bench.Root("apfs", "listUsers", "-plist", "nowhere");
        Assert.Equal((1, ""), (error.Status, error.Err));
        Assert.Equal(new PlistDictionary { { "Error", true }, { "ErrorMessage", "Could not find disk: nowhere" }, { "ExitCode", 1L } }, error.Plist);
    }

    [Fact]
    public void A_volume_of_its_own_has_its_own_user()
    {
        using var bench = new Bench(specification: Bench.People);
        bench.Root("apfs", "addVolume", "disk3", "APFS", "Vault", "-passphrase", "s3cret", "-passphraseHint", "none").Good();
        var uuid = bench.On(mac => mac.Disks.Find("Vault")!.Volume!.Uuid);
        bench.Root("apfs", "listUsers", "Vault").Says("Cryptographic user for disk3s7 (1 found)", "|", $"+-- {uuid}", "    Type: Disk User", "    Hint: none", "    Volume Owner: No");
        Assert.Equal(2, bench.Users("/").Count);
        bench.Root("apfs", "deleteVolume", "Vault").Good();
        Assert.Null(bench.On(mac => mac.Disks.Find(uuid)));
    }

    [Fact]
    public void Users_come_and_go_with_the_tokens()
    {
        using var bench = new Bench(specification: Bench.People);
        bench.On(mac => mac.SecureTokens.Drop(mac.Directory.Find(RecordType.Users, "tess")!));
        Assert.Single(bench.Users("/"));
        Assert.Equal("Cryptographic user for disk3s1s1 (1 found)", bench.Root("apfs", "listUsers", "/").Lines[0]);
    }
}
