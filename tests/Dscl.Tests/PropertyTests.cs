using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MacToolEmu.Tests;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl.Tests;

/// <summary>What holds of every name and value.</summary>
public sealed class PropertyTests : IDisposable
{
    private const string Bob = "/Users/bob";
    private static readonly RecordType Machines = RecordType.Standard("Machines");

    private readonly TestMachine _mac = new();

    public void Dispose() => _mac.Dispose();

    [Fact]
    public void Every_name_that_is_escaped_comes_back() => Prop.ForAll(HardText.Names.ToArbitrary(), name =>
    {
        foreach (var path in (string[])[$"/Machines/{HardText.Escaped(name)}", $"/Machines/{HardText.PercentEncoded(name)}"])
        {
            Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", path, "Comment", name));
            Assert.Equal([name], _mac.Values(Machines, name, "Comment")!);
            Assert.Equal([name], _mac.With(mac => mac.Directory.Names(Machines).ToList()));
            Assert.Equal(name.StartsWith('.') ? Outcome.Silent : Outcome.Printed(name + "\n"), _mac.Dscl(".", "-list", "/Machines"));
            Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-delete", path));
            Assert.Empty(_mac.With(mac => mac.Directory.Names(Machines).ToList()));
        }
    }).Check(Examples.Of(30));

    [Fact]
    public void Read_takes_the_last_part_of_a_path_as_it_is() =>
        Prop.ForAll(HardText.Names.Where(name => !name.Contains('/', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal)).ToArbitrary(), name =>
        {
            _mac.Dscl(".", "-create", $"/Machines/{HardText.Escaped(name)}", "Comment", "it");
            Assert.Equal(Outcome.Printed("Comment: it\n"), _mac.Dscl(".", "-read", $"/Machines/{name}", "Comment"));
            Assert.Equal(Outcome.Printed("Comment: it\n"), _mac.Dscl(".", "cat", $"Machines/{name}/", "Comment"));
            _mac.Dscl(".", "-delete", $"/Machines/{HardText.Escaped(name)}");
            Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), _mac.Dscl(".", "-read", $"/Machines/{name}", "Comment"));
        }).Check(Examples.Of(30));

    [Fact]
    public void Values_show_as_they_were_written() => Prop.ForAll(HardText.Values.NonEmptyListOf().ToArbitrary(), values =>
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl([".", "-create", Bob, "Comment", .. values]));
        Assert.Equal(values, _mac.OfUser("bob", "Comment")!);
        var separator = values.Any(value => value.Contains(' ', StringComparison.Ordinal)) ? "\n " : " ";
        Assert.Equal(Outcome.Printed($"Comment:{string.Concat(values.Select(value => separator + value))}\n"), _mac.Dscl(".", "-read", Bob, "Comment"));
        Assert.Equal(_mac.Dscl(".", "-read", Bob, "Comment") with { Out = $"dsAttrTypeStandard:Comment:{string.Concat(values.Select(value => separator + value))}\n" }, _mac.Dscl("-raw", ".", "-read", Bob, "Comment"));
    }).Check(Examples.Of(30));

    [Fact]
    public void Url_encoded_values_decode_to_what_was_written() => Prop.ForAll(HardText.Values.NonEmptyListOf().ToArbitrary(), values =>
    {
        _mac.Dscl([".", "-create", Bob, "Comment", .. values]);
        var shown = _mac.Dscl("-url", ".", "-read", Bob, "Comment").Out;
        Assert.StartsWith("Comment:", shown, StringComparison.Ordinal);
        Assert.Equal(values, shown["Comment:".Length..].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString));
        var listed = _mac.Dscl("-url", ".", "-list", "/Users", "Comment").Out;
        Assert.Equal(["bob", .. values], listed.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString));
    }).Check(Examples.Of(30));

    [Fact]
    public void Property_lists_of_records_hold_what_was_written() => Prop.ForAll(HardText.Values.NonEmptyListOf().ToArbitrary(), values =>
    {
        _mac.Dscl([".", "-create", Bob, "Comment", .. values]);
        Assert.Equal(values, Comment((PlistDictionary)PropertyList.Parse(Encoding.UTF8.GetBytes(_mac.Dscl("-plist", ".", "-read", Bob, "Comment").Out))));
        var all = (PlistArray)PropertyList.Parse(Encoding.UTF8.GetBytes(_mac.Dscl("-plist", ".", "-readall", "/Users", "Comment").Out));
        Assert.Equal(values, Comment(all.OfType<PlistDictionary>().Single(record => record["dsAttrTypeStandard:Comment"] is not null)));
    }).Check(Examples.Of(30));

    [Fact]
    public void What_is_appended_and_deleted_leaves_what_was_there()
    {
        var cases = from before in HardText.Values.ListOf() from added in HardText.Values.NonEmptyListOf() select (before, added: added.Distinct().Except(before).ToList());
        Prop.ForAll(cases.Where(pair => pair.added.Count > 0).ToArbitrary(), pair =>
        {
            _mac.Dscl(".", "-delete", Bob, "Comment");
            if (pair.before.Count > 0) _mac.Dscl([".", "-append", Bob, "Comment", .. pair.before]);
            var state = _mac.Everything();
            Assert.Equal(Outcome.Silent, _mac.Dscl([".", "-append", Bob, "Comment", .. pair.added]));
            Assert.Equal([.. pair.before, .. pair.added], _mac.OfUser("bob", "Comment")!);
            Assert.Equal(Outcome.Silent, _mac.Dscl([".", "-merge", Bob, "Comment", .. pair.added])); // all there already
            Assert.Equal([.. pair.before, .. pair.added], _mac.OfUser("bob", "Comment")!);
            Assert.Equal(Outcome.Silent, _mac.Dscl([".", "-delete", Bob, "Comment", .. pair.added]));
            Assert.Equal(state, _mac.Everything());
        }).Check(Examples.Of(15));
    }

    [Fact]
    public void What_is_changed_and_changed_back_is_as_before()
    {
        var cases = from old in HardText.Values from other in HardText.Values where old != other select (old, other);
        Prop.ForAll(cases.ToArbitrary(), pair =>
        {
            _mac.Dscl(".", "-create", Bob, "Comment", "first", pair.old, "last");
            Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-change", Bob, "Comment", pair.old, pair.other));
            Assert.Equal(["first", pair.other, "last"], _mac.OfUser("bob", "Comment")!);
            Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-changei", Bob, "Comment", "2", pair.old));
            Assert.Equal(["first", pair.old, "last"], _mac.OfUser("bob", "Comment")!);
        }).Check(Examples.Of(30));
    }

    [Fact]
    public void Values_inside_property_lists_come_back() => Prop.ForAll(HardText.Values.ToArbitrary(), value =>
    {
        _mac.Dscl(".", "-create", Bob, "Comment", "<plist version=\"1.0\"><dict><key>box</key><dict/></dict></plist>");
        Assert.Equal(Outcome.Printed("Changing a dictionary\n"), _mac.Dscl(".", "-createpl", Bob, "Comment", "box:it", value));
        var separator = value.Contains(' ', StringComparison.Ordinal) ? "\n " : " ";
        Assert.Equal(Outcome.Printed($"box:it:{separator}{value}\n"), _mac.Dscl(".", "-readpl", Bob, "Comment", "box:it"));
        var stored = (PlistDictionary)PropertyList.Parse(Encoding.UTF8.GetBytes(_mac.OfUser("bob", "Comment")![0]));
        Assert.Equal(value, ((PlistString)((PlistDictionary)stored["box"]!)["it"]!).Value);
        Assert.Equal(0, _mac.Dscl(".", "-deletepl", Bob, "Comment", "box:it").Status);
        Assert.Equal(181, _mac.Dscl(".", "-readpl", Bob, "Comment", "box:it").Status);
    }).Check(Examples.Of(30));

    [Fact]
    public void List_and_search_agree()
    {
        foreach (var name in (string[])["m1", "m2", "m3"]) _mac.Dscl(".", "-create", $"/Machines/{name}");
        var cases = from first in HardText.Values.ListOf() from second in HardText.Values.ListOf() from both in HardText.Values from wanted in HardText.Values select (first, second, both, wanted);
        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            _mac.Dscl([".", "-create", "/Machines/m1", "Comment", .. given.first]);
            _mac.Dscl([".", "-create", "/Machines/m2", "Comment", given.both, .. given.second]);
            _mac.Dscl([".", "-create", "/Machines/m3", "Comment", given.both]);
            var listed = _mac.Dscl("-url", ".", "-list", "/Machines", "Comment").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(words => words[0], words => words[1..].Select(Uri.UnescapeDataString).ToList());
            foreach (var value in given.first.Concat(given.second).Append(given.both).Append(given.wanted).Distinct())
                Assert.Equal(
                    listed.Where(record => record.Value.Contains(value)).Select(record => record.Key),
                    _mac.Dscl(".", "-search", "/Machines", "Comment", value).Out.Split('\n').Where(line => line.EndsWith("\t\tComment = (", StringComparison.Ordinal)).Select(line => line[..2]).Order(StringComparer.Ordinal));
        }).Check(Examples.Of(15));
    }

    [Fact]
    public void A_command_that_fails_or_only_reads_changes_nothing()
    {
        string[] verbs =
        [
            "-create", "-append", "-merge", "-change", "-changei", "-delete", "-createpl", "-createpli", "-deletepl", "-deletepli", "-passwd", "-mcxset", "-mcxdelete", "-mcximport",
            "-read", "-readall", "-readpl", "-list", "-search", "-diff",
        ];
        var paths = Gen.OneOf(Gen.Elements(Bob, "/Users/alice", "/Users/nosuch", "/Groups/admin", "/Machines/new", "/Nosuch/x", "/Users/bob/x", "Users/bob", "/Users/..", "/Users/root"), HardText.Names.Select(name => "/Machines/" + name));
        var words = Gen.OneOf(
            Gen.Elements("UniqueID", "PrimaryGroupID", "RecordName", "GeneratedUID", "AuthenticationAuthority", "UserShell", "RecordType", "Comment", "dsAttrTypeNative:x", "ShadowHashData", "",
                "501", "502", "0", "-1", "bob", "alice", ";SecureToken;", ";DisabledUser;", "FFFFEEEE-DDDD-CCCC-BBBB-AAAA00000000", "a:b", "bobpw", "/nonexistent"),
            HardText.Values);
        var commands = from verb in Gen.Elements(verbs) from path in paths from rest in words.ListOf() from user in Gen.Elements("root", "bob", "alice") select (user, words: (string[])[".", verb, path, .. rest.Take(5)]);
        Prop.ForAll(commands.NonEmptyListOf().ToArbitrary(), runs =>
        {
            using var mac = new TestMachine();
            foreach (var (user, command) in runs.Take(6))
            {
                var before = mac.EverythingButFailureCounts();
                var outcome = mac.As(user, command);
                if (outcome.Status != 0 || command[1] is "-read" or "-readall" or "-readpl" or "-list" or "-search" or "-diff")
                    Assert.Equal(before, mac.EverythingButFailureCounts());
                Assert.DoesNotContain("internal error", outcome.Error, StringComparison.Ordinal);
            }
        }).Check(Examples.Of(30));
    }

    private static IEnumerable<string> Comment(PlistDictionary record) => ((PlistArray)record["dsAttrTypeStandard:Comment"]!).Select(value => ((PlistString)value).Value);
}
