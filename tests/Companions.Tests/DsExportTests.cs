using System.Text.RegularExpressions;
using MacStateStore.OpenDirectory;

namespace Companions.Tests;

/// <summary>dsexport, and that dsimport reads what it wrote.</summary>
public sealed class DsExportTests : IDisposable
{
    private const string LogLine = @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} dsexport\[\d+:\d+\] ";
    private const string Users = "dsRecTypeStandard:Users";

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    private string Target => Path.Combine(_bench.Folder, "export.out");

    [Fact]
    public void A_described_line_for_each_record()
    {
        _bench.AsRoot("dseditgroup", "-o", "create", "-i", "801", "-g", "11111111-2222-3333-4444-555555555555", "-r", "A: b, c\\d", "crew");
        _bench.AsRoot("dseditgroup", "-o", "edit", "-a", "alice", "crew");
        _bench.Change(mac => mac.DirectoryAs(DirectoryCaller.Root).DeleteAttribute(mac.Directory.Find(RecordType.Groups, "crew")!, AttributeName.GroupMembers));
        var outcome = _bench.AsBob("dsexport", "-r", "nosuch,CREW", Target, "/Local/Default", "dsRecTypeStandard:Groups");
        Assert.Equal((0, ""), (outcome.Status, outcome.Output));
        Assert.Matches(LogLine + "Exporting 1 records\n$", outcome.Errors);
        Assert.Equal(
            "0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Groups 5 dsAttrTypeStandard:RecordName dsAttrTypeStandard:GeneratedUID dsAttrTypeStandard:GroupMembership "
            + "dsAttrTypeStandard:PrimaryGroupID dsAttrTypeStandard:RealName\ncrew:11111111-2222-3333-4444-555555555555:alice:801:A\\: b\\, c\\\\d\n",
            File.ReadAllText(Target));
    }

    [Fact]
    public void What_it_writes_is_read_back()
    {
        _bench.Change(mac =>
        {
            var session = mac.DirectoryAs(DirectoryCaller.Root);
            var bob = mac.Directory.Find(RecordType.Users, "bob")!;
            session.SetValues(bob, AttributeName.Comment, ["one, two: three\\ four", "line\nbreak", "\\,", "☂ é"]);
            session.AppendValues(bob, AttributeName.RecordName, ["bobby"]);
        });
        var before = State("bob");
        Assert.Equal(0, _bench.AsRoot("dsexport", Target, "/Local/Default", Users, "-r", "bob", "-e", "Picture,dsAttrTypeStandard:AuthenticationAuthority").Status);
        Assert.DoesNotContain("Picture", File.ReadAllText(Target), StringComparison.Ordinal);
        Assert.Equal(0, _bench.AsRoot("dsimport", Target, "/Local/Default", "O").Status);
        var after = State("bob");
        Assert.Equal(before.Where(line => !line.StartsWith("Picture", StringComparison.Ordinal) && !line.StartsWith("AuthenticationAuthority", StringComparison.Ordinal)), after);
    }

    [Fact]
    public void All_records_and_native_attributes_as_the_caller_may_see_them()
    {
        var count = _bench.Look(mac => mac.Directory.Names(RecordType.Users).Count());
        var outcome = _bench.AsBob("dsexport", "--N", Target, "/Search", "Users");
        Assert.Contains($"Exporting {count} records\n", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("The specified record type did not contain a valid prefix, the specified type corresponds to a supported standard type. The tool will be using the following record type: dsRecTypeStandard:Users\n", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("Skipping binary data attribute `dsAttrTypeStandard:JPEGPhoto` in record `alice`. \n", outcome.Errors, StringComparison.Ordinal);
        var text = File.ReadAllText(Target);
        Assert.Contains("dsAttrTypeNative:_writers_passwd", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ShadowHashData", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AppleMetaNodeLocation", text, StringComparison.Ordinal);

        Assert.Contains("therfore defaulted to a native type: dsRecTypeNative:Odd\n", _bench.AsBob("dsexport", Target, "/Search", "Odd").Errors, StringComparison.Ordinal);
        Assert.Equal("0x0A 0x5C 0x3A 0x2C dsRecTypeNative:Odd 0 \n", File.ReadAllText(Target));
    }

    [Fact]
    public void Failures_are_told_and_forgotten()
    {
        foreach (var arguments in (string[][])[[], [Target], [Target, "/Local/Default"], [Target, "/Local/Default", Users, "-r"], ["", "/Local/Default", Users], [Target, "/Local/Default", Users, "more"]])
        {
            var outcome = _bench.AsBob("dsexport", arguments);
            Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
            Assert.StartsWith("\ndsexport - A tool for exporting records from Open Directory\n\nUsage:  dsexport ", outcome.Output, StringComparison.Ordinal);
        }
        File.WriteAllText(Target, "old");
        var missing = _bench.AsBob("dsexport", Target, "/LDAPv3/127.0.0.1", Users);
        Assert.Equal(0, missing.Status);
        Assert.Matches(LogLine + Regex.Escape("DSExportException: No node was found at the following path:'/LDAPv3/127.0.0.1'\n") + "$", missing.Errors);
        Assert.False(File.Exists(Target));
        Assert.Contains("DSExportException: Failed to create output file.\n", _bench.AsBob("dsexport", "/nonexistent/x", "/Local/Default", Users).Errors, StringComparison.Ordinal);
        Assert.Equal(78, _bench.AsBob("dsexport", Target, "/Local/Default", Users, "-a", "host", "-u", "admin", "-p", "secret").Status);
        Assert.DoesNotContain("secret", string.Concat(_bench.Journal.Select(row => row.Entry.Arguments)), StringComparison.Ordinal);
    }

    // The standard attributes that are text.
    private List<string> State(string user) => _bench.Look(mac => mac.Directory.Find(RecordType.Users, user)!.AllAttributes()
        .Where(attribute => attribute.Name.FullName.StartsWith(AttributeName.StandardPrefix, StringComparison.Ordinal) && attribute.Values.All(value => value.Text is not null))
        .Select(attribute => $"{attribute.Name.FullName[AttributeName.StandardPrefix.Length..]} {string.Join('|', attribute.Values)}").Order(StringComparer.Ordinal).ToList());
}
