using MacStateStore.OpenDirectory;

namespace Companions.Tests;

/// <summary>dsimport: users with a ready hash, the five ways with records that exist, and what it refuses.</summary>
public sealed class DsImportTests : IDisposable
{
    private const string Standard = "0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users ";
    private static readonly AttributeName Shell = AttributeName.UserShell;

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_user_with_a_ready_hash_can_log_in_once_the_authority_names_it()
    {
        var hash = _bench.Look(mac => mac.Directory.Find(RecordType.Users, "bob")!.Values(AttributeName.ShadowHashData)[0].Bytes);
        var file = Write($"{Standard}6 dsAttrTypeStandard:RecordName dsAttrTypeStandard:UniqueID dsAttrTypeStandard:PrimaryGroupID dsAttrTypeStandard:RealName dsAttrTypeStandard:AuthenticationAuthority base64:dsAttrTypeNative:ShadowHashData\n"
            + $"eve,evie:777:20:Eve\\: the \\\\ first\\, so:{AuthenticationAuthorities.ShadowHash.Replace(",", "\\,", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal)}:{Convert.ToBase64String(hash)}\n\n");
        Assert.Equal(new Outcome(0, "", ""), _bench.AsRoot("dsimport", file, "/Local/Default", "I"));
        Assert.Equal(["eve", "evie"], Of("eve", AttributeName.RecordName));
        Assert.Equal(["Eve: the \\ first, so"], Of("eve", AttributeName.RealName));
        Assert.Single(Of("eve", AttributeName.GeneratedUid));
        _bench.Change(mac =>
        {
            Assert.Equal("eve", mac.DirectoryAs(DirectoryCaller.Root).Authenticate("eve", "pw-b").Name);
            Assert.False(mac.SecureTokens.Has(mac.Directory.Find(RecordType.Users, "eve")!)); // somebody holds one already
        });
    }

    [Fact]
    public void A_password_in_the_clear_becomes_a_hash()
    {
        var file = Write($"{Standard}5 RecordName UniqueID PrimaryGroupID Password dsAttrTypeStandard:AuthMethod\neve:777:20:s3cret\\:x:dsAuthMethodStandard\\:dsAuthClearText\n");
        Assert.Equal(0, _bench.AsRoot("dsimport", file, "/Local/Default", "M", "-u", "alice", "-p", "pw-a").Status);
        Assert.Equal(["********"], Of("eve", AttributeName.Password));
        Assert.Empty(Of("eve", AttributeName.Parse("AuthMethod")));
        _bench.Change(mac => Assert.Equal("eve", mac.DirectoryAs(DirectoryCaller.Root).Authenticate("eve", "s3cret:x").Name));
        Assert.All(_bench.Journal, row => Assert.DoesNotContain("pw-a", row.Entry.Arguments, StringComparison.Ordinal));
        Assert.Equal(78, _bench.AsRoot("dsimport", Write($"{Standard}4 RecordName UniqueID PrimaryGroupID Password\nmo:778:20:abc\n"), "/Local/Default", "M").Status);
        Assert.Empty(Of("mo", AttributeName.RecordName));
    }

    [Theory]
    [InlineData("I", "/bin/zsh", "")]
    [InlineData("M", "/bin/zsh", "new")]
    [InlineData("A", "/bin/zsh|/bin/sh", "new")]
    [InlineData("O", "/bin/sh", "new")]
    [InlineData("m", "/bin/zsh", "new")]
    public void An_existing_record_is_kept_filled_up_appended_to_or_replaced(string mode, string shells, string comment)
    {
        var uuid = Of("bob", AttributeName.GeneratedUid);
        var file = Write($"{Standard}4 RecordName UniqueID UserShell Comment\nbob:505:/bin/sh:new\n");
        Assert.Equal(0, _bench.AsRoot("dsimport", file, "/Local/Default", mode).Status);
        Assert.Equal(shells, string.Join('|', Of("bob", Shell)));
        Assert.Equal(comment, string.Join('|', Of("bob", AttributeName.Comment)));
        Assert.Equal(mode != "O", uuid.SequenceEqual(Of("bob", AttributeName.GeneratedUid)));
        Assert.Equal(mode != "O", Of("bob", AttributeName.HomeDirectory).Count > 0);
    }

    [Fact]
    public void Other_names_with_the_same_number_conflict_and_absent_ones_get_nothing_appended()
    {
        var file = Write($"{Standard}2 RecordName UniqueID\neve:505\n");
        Assert.Equal(0, _bench.AsRoot("dsimport", file, ".", "I").Status);
        Assert.Equal(0, _bench.AsRoot("dsimport", file, ".", "A").Status);
        Assert.Empty(Of("eve", AttributeName.RecordName));
        Assert.Equal(78, _bench.AsRoot("dsimport", file, ".", "M").Status); // the number is bob's
        Assert.Empty(Of("eve", AttributeName.RecordName));
        Assert.Equal(0, _bench.AsRoot("dsimport", file, ".", "O").Status);
        Assert.Equal(["eve"], Of("eve", AttributeName.RecordName));
        Assert.Empty(Of("bob", AttributeName.RecordName));
    }

    [Fact]
    public void A_picture_comes_from_a_file()
    {
        var picture = Path.Combine(_bench.Folder, "face.jpg");
        File.WriteAllBytes(picture, [0xFF, 0xD8, 0xFF, 0x00]);
        _bench.Change(mac => mac.DirectoryAs(DirectoryCaller.Root).DeleteAttribute(mac.Directory.Find(RecordType.Users, "bob")!, AttributeName.JpegPhoto));
        var file = Write($"0x0A 0x5C 0x3A 0x2C dsRecordTypeStandard:Users 2 dsAttrTypeStandard:RecordName externalbinary:dsAttrTypeStandard:JPEGPhoto\nbob:{picture}");
        Assert.Equal(0, _bench.AsRoot("dsimport", file, "/Local/Default", "M").Status);
        Assert.Equal(File.ReadAllBytes(picture), _bench.Look(mac => mac.Directory.Find(RecordType.Users, "bob")!.Values(AttributeName.JpegPhoto)[0].Bytes));
    }

    [Theory]
    [InlineData("0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 3 RecordName UniqueID\neve:777\n")]
    [InlineData("0x0A 0x5C 0x3A 0x3A dsRecTypeStandard:Users 2 RecordName UniqueID\neve:777\n")]
    [InlineData("0x0A 0xZZ 0x3A 0x2C dsRecTypeStandard:Users 2 RecordName UniqueID\neve:777\n")]
    [InlineData("0x0A 0x5C 0x3A 0x2C Users 2 RecordName UniqueID\neve:777\n")]
    [InlineData("0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 1 UniqueID\n777\n")]
    [InlineData("0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 2 RecordName RecordName\neve:eve\n")]
    [InlineData("0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 2 RecordName UniqueID\neve:777\nmo:778:more\n")]
    [InlineData("0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 2 RecordName UniqueID\neve:777\n:778\n")]
    [InlineData("0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 2 RecordName RealName\neve:Eve\n")]
    [InlineData("0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 3 RecordName UniqueID base64:ShadowHashData\neve:777:***\n")]
    [InlineData("0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 3 RecordName UniqueID externalbinary:JPEGPhoto\neve:777:/nonexistent\n")]
    [InlineData("0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 3 RecordName UniqueID Password\neve:777:{CRYPT}x\n")]
    [InlineData("eve:x:777:20\n")]
    [InlineData("")]
    public void What_it_cannot_import_is_refused_as_a_whole(string text)
    {
        var outcome = _bench.AsRoot("dsimport", Write(text), "/Local/Default", "M");
        Assert.Equal((78, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("macemu: not emulated: dsimport", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Of("eve", AttributeName.RecordName));
    }

    [Fact]
    public void Wrong_uses_and_callers_without_the_right()
    {
        var file = Write($"{Standard}2 RecordName UniqueID\neve:777\n");
        Assert.Equal(1, _bench.AsRoot("dsimport").Status);
        Assert.Equal(1, _bench.AsRoot("dsimport", file, "/Local/Default", "X").Status);
        Assert.Equal(78, _bench.AsRoot("dsimport", file, "/LDAPv3/127.0.0.1", "M").Status);
        Assert.Equal(78, _bench.AsRoot("dsimport", file, "/Local/Default", "M", "--outputfile", "out.plist").Status);
        foreach (var options in (string[][])[["--startid"], ["--startid", "x"], ["--template", "Odd"], ["--force", "Comment"], ["--crypt"], ["--userpreset", "x"], ["--remotehost", "x"]])
            Assert.Equal(78, _bench.AsRoot("dsimport", [file, "/Local/Default", "M", .. options]).Status);
        Assert.Equal(78, _bench.AsRoot("dsimport", "/nonexistent", "/Local/Default", "M").Status);
        Assert.Equal(78, _bench.AsBob("dsimport", file, "/Local/Default", "M").Status);
        Assert.Equal(78, _bench.AsBob("dsimport", file, "/Local/Default", "M", "--username", "alice", "--password", "wrong").Status);
        Assert.Empty(Of("eve", AttributeName.RecordName));
        Assert.Equal(78, _bench.AsRoot("dsimport", Write($"{Standard}2 RecordName UniqueID\nbob:505\n"), "/Local/Default", "N").Status);
        Assert.Equal(0, _bench.Run("bob", "pw-a\n", "dsimport", Write($"{Standard}2 RecordName UniqueID\neve:777\n"), "/Local/Default", "N", "-u", "alice").Status);
        Assert.Equal(["eve"], Of("eve", AttributeName.RecordName));
    }

    [Fact]
    public void Options_fill_what_the_file_leaves_out()
    {
        var file = Write($"{Standard}3 RecordName RealName Comment\n# a remark\neve:Eve:own\nmo:Mo:\n");
        Assert.Equal(new Outcome(0, "", ""), _bench.AsRoot("dsimport", file, ".", "I", "--startid", "505", "--groupid", "20", "--force", "Comment", "forced", "--force", "UserShell", "/bin/sh", "--loglevel", "2"));
        Assert.Equal(["506"], Of("eve", AttributeName.UniqueId)); // 505 is bob's
        Assert.Equal(["507"], Of("mo", AttributeName.UniqueId));
        Assert.Equal(["20"], Of("mo", AttributeName.PrimaryGroupId));
        Assert.Equal(["forced"], Of("eve", AttributeName.Comment));
        Assert.Equal(["/bin/sh"], Of("mo", Shell));
    }

    [Fact]
    public void Files_without_a_describing_line_take_a_template_or_a_format()
    {
        Assert.Equal(0, _bench.AsRoot("dsimport", Write("eve:s3cret:777:20:Eve E:/Users/eve:/bin/zsh\n"), ".", "I", "--template", "StandardUser").Status);
        Assert.Equal(["Eve E"], Of("eve", AttributeName.RealName));
        _bench.Change(mac => Assert.Equal("eve", mac.DirectoryAs(DirectoryCaller.Root).Authenticate("eve", "s3cret").Name));
        Assert.Equal(0, _bench.AsRoot("dsimport", Write("crew:*:778:eve,bob\n"), ".", "I", "--template", "StandardGroup").Status);
        Assert.Equal(["eve", "bob"], _bench.Members("crew"));
        Assert.Equal(0, _bench.AsRoot("dsimport", Write("mo;779"), ".", "I", "--recordFormat", "0x0A 0x5C 0x3B 0x2C dsRecTypeStandard:Users 2 RecordName UniqueID").Status);
        Assert.Equal(["779"], Of("mo", AttributeName.UniqueId));
    }

    private IReadOnlyList<string> Of(string user, AttributeName attribute) => _bench.Values(RecordType.Users, user, attribute);

    private string Write(string text)
    {
        var path = Path.Combine(_bench.Folder, "import.txt");
        File.WriteAllText(path, text);
        return path;
    }
}
