#pragma warning disable CA1416 // Emulated Macs live on Linux.

using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl.Tests;

/// <summary><c>dscl -f FOLDER localonly</c>: the node of another system, by its folder (dossier dscl, 10).</summary>
public sealed class FolderTests : IDisposable
{
    private static readonly Outcome NotValid = new("Data source (localonly) is not valid.\n", "", 69);

    private readonly TestMachine _mac = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("macemu-dscl-f-").FullName;

    public FolderTests() => _mac.With(mac => DslocalFolder.Export(mac.Directory, _folder));

    public void Dispose()
    {
        _mac.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("/Local/Default")]
    [InlineData("/Local/Target")]
    [InlineData("Local/Target")]
    public void Records_are_found_under_both_names_of_the_node(string node)
    {
        Assert.Equal(Outcome.Printed("UniqueID: 502\n"), On("-read", $"{node}/Users/bob", "UniqueID"));
        Assert.Equal(Outcome.Printed("/bin/zsh\n"), On("-read", $"{node}/Users/bob", "UserShell") is { Out: var line } ? Outcome.Printed(line["UserShell: ".Length..]) : null!);
        Assert.Contains("\nbob\n", On("-list", $"{node}/Users").Out);
        Assert.Equal("bob\t\tUniqueID = (\n    502\n)\n", On("-search", $"{node}/Users", "UniqueID", "502").Out);
        Assert.Equal(Outcome.Printed("AppleMetaNodeLocation: /Local/Default\n"), On("-read", $"{node}/Users/bob", "AppleMetaNodeLocation"));
        Assert.Empty(Changed());
    }

    [Fact]
    public void Paths_begin_above_the_nodes()
    {
        Assert.Equal(Outcome.Printed("Local\n"), On("-list", "/"));
        Assert.Equal(Outcome.Printed("Default\n"), On("-list", "/Local"));
        Assert.Equal(Outcome.InvalidPath("list"), On("-list", "/Users"));
        Assert.Equal(Outcome.InvalidPath("list"), On("-list", "/Local/Other/Users"));
        Assert.Equal(Outcome.InvalidPath("list"), On("-list", "/Search"));
        Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), On("-read", "/Local/Default/Users/nosuch"));
        Assert.Equal(Outcome.InvalidPath("delete"), On("-delete", "/Local/Default/Users/nosuch"));
        Assert.Empty(Changed());
    }

    [Fact]
    public void Every_writing_command_writes_one_file_and_leaves_the_mac_alone()
    {
        var mac = _mac.Everything();
        Writes(["users/carol.plist"], "-create", "/Local/Target/Users/carol");
        Writes(["users/carol.plist"], "-create", "/Local/Default/Users/carol", "RealName", "Carol \"C\" O'Neil 😀");
        Writes([], "-create", "/Local/Default/Users/carol");
        Writes(["users/carol.plist"], "-append", "/Local/Default/Users/carol", "dsAttrTypeNative:foo", "1", "2");
        Writes(["users/carol.plist"], "-merge", "/Local/Default/Users/carol", "foo", "2", "3");
        Writes(["users/carol.plist"], "-change", "/Local/Default/Users/carol", "foo", "1", "one");
        Writes(["users/carol.plist"], "-changei", "/Local/Default/Users/carol", "foo", "3", "three");
        Assert.Equal(new PlistArray(["one", "2", "three"]), Read("users/carol.plist")["foo"]);
        Assert.Equal(new PlistArray(["Carol \"C\" O'Neil 😀"]), Read("users/carol.plist")["realname"]);
        Writes(["users/carol.plist"], "-delete", "/Local/Default/Users/carol", "foo");
        Assert.Null(Read("users/carol.plist")["foo"]);
        Writes(["groups/admin.plist"], "-append", "/Local/Default/Groups/admin", "GroupMembership", "carol");
        Writes(["users/carol.plist"], "-passwd", "/Local/Default/Users/carol", "carolpw");
        Writes(["users/carol.plist", "users/dora.plist"], "-change", "/Local/Default/Users/carol", "RecordName", "carol", "dora");
        Writes(["users/dora.plist"], "-delete", "/Local/Default/Users/dora");
        Writes(["config/x%2Fy.plist"], "-create", @"/Local/Default/Config/x\/y");
        Assert.Equal(mac, _mac.Everything());
    }

    [Fact]
    public void A_password_is_a_hash_and_no_token()
    {
        // On the Mac itself a token holder's can't be reset.
        Writes(["users/alice.plist"], "-passwd", "/Local/Default/Users/alice", "other");
        _mac.With(mac =>
        {
            DslocalFolder.Import(_folder, mac.Directory);
            Assert.True(DirectorySessionKnows(mac, "alice", "other"));
            Assert.False(DirectorySessionKnows(mac, "alice", "alicepw"));
            return 0;
        });
        Writes(["users/bob.plist"], "-create", "/Local/Default/Users/bob", "AuthenticationAuthority");
        Writes(["users/bob.plist"], "-passwd", "/Local/Default/Users/bob", "bobpw", "newbob", status: 10, because: "it has no authority, so no password fits, which is counted");
    }

    [Fact]
    public void What_is_refused_changes_no_file()
    {
        Assert.Equal(Outcome.Refused(-14135, "eDSRecordAlreadyExists", 55), On("-create", "/Local/Default/Users/bob", "UniqueID", "501"));
        Assert.Equal(Outcome.Refused(-14134, "eDSAttributeNotFound", 54), On("-change", "/Local/Default/Users/bob", "UserShell", "/bin/nosuch", "/bin/sh"));
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), OnAs("alice", "-create", "/Local/Default/Users/bob", "UserShell", "/bin/sh"));
        Assert.Equal(new Outcome("", "macemu: not emulated: dscl's interactive mode with -f\n", 78), On());
        Assert.Equal(10, On("-authonly", "alice", "alicepw").Status);
        Assert.Empty(Changed());
    }

    [Fact]
    public void A_file_keeps_its_format_and_what_we_do_not_know()
    {
        var bob = Read("users/bob.plist");
        bob["foreign"] = new PlistDictionary { ["n"] = 1 };
        bob["empty"] = new PlistArray();
        var file = Path.Combine(_folder, "users/bob.plist");
        File.WriteAllBytes(file, PropertyList.ToXml(bob));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal(Outcome.Silent, On("-create", "/Local/Default/Users/bob", "UserShell", "/bin/sh"));
        Assert.StartsWith("<?xml", File.ReadAllText(file));
        var after = Read("users/bob.plist");
        Assert.Equal((bob["foreign"], bob["empty"], bob["accountPolicyData"]), (after["foreign"], after["empty"], after["accountPolicyData"]));
        Assert.Equal(new PlistArray(["/bin/sh"]), after["shell"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(file));
        Assert.Empty(Directory.GetFiles(_folder, ".*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("/nonexistent")]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("/etc")]
    [InlineData("/Volumes/Other/var/db/dslocal/nodes/Default")]
    public void What_is_no_folder_of_a_node_is_no_data_source(string path) =>
        Assert.Equal(NotValid, _mac.Unchanged("-f", path, "localonly", "-list", "/Local/Default/Users"));

    [Fact]
    public void The_data_source_word_counts_for_nothing_but_must_be_there()
    {
        Assert.Equal(Outcome.Printed("UniqueID: 502\n"), _mac.Dscl("-f", _folder, ".", "-read", "/Local/Default/Users/bob", "UniqueID"));
        Assert.Equal(new Outcome("", "macemu: not emulated: dscl's interactive mode with -f\n", 78), _mac.Unchanged("-f", _folder, "-list"));
        Assert.Equal(new Outcome("Data source (nosuch) is not valid.\n", "", 69), _mac.Unchanged("-f", "/nonexistent", "nosuch", "-list", "/"));
        Assert.Equal(NotValid, _mac.Unchanged("-f"));
        // Nobody is authenticated.
        Assert.Equal(Outcome.Printed("UniqueID: 502\n"), _mac.Dscl("-u", "alice", "-P", "wrong", "-f", _folder, "localonly", "-read", "/Local/Target/Users/bob", "UniqueID"));
    }

    [Fact]
    public void A_malformed_file_is_named()
    {
        var bad = Path.Combine(_folder, "users/bad.plist");
        File.WriteAllText(bad, "garbage");
        var outcome = On("-create", "/Local/Default/Users/bob", "UserShell", "/bin/sh");
        Assert.Equal(("", 74), (outcome.Out, outcome.Status));
        Assert.StartsWith($"dscl: reading or writing failed: {bad}: not a property list that can be read", outcome.Error);
        Assert.Empty(Changed());
    }

    [Fact]
    public void A_path_on_a_volume_of_the_mac_is_found_in_the_machines_folder()
    {
        var volumes = _mac.With(mac => MacToolHost.MachineFolder.Of(mac.Path) + "/Volumes");
        Directory.CreateDirectory(volumes);
        Directory.CreateSymbolicLink(volumes + "/Other", _folder);
        Assert.Equal(Outcome.Silent, _mac.Dscl("-f", "/Volumes/Other", "localonly", "-create", "/Local/Default/Users/bob", "UserShell", "/bin/sh"));
        Assert.Equal(new PlistArray(["/bin/sh"]), Read("users/bob.plist")["shell"]);
        File.Delete(volumes + "/Other");
    }

    [Theory]
    [InlineData("/var/db/dslocal/nodes/Default")]
    [InlineData("/private/var/db/dslocal/nodes/Default/")]
    public void The_path_of_the_own_node_is_the_own_node(string path)
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl("-f", path, "localonly", "-create", "/Local/Default/Users/bob", "UserShell", "/bin/sh"));
        Assert.Equal(Outcome.Printed("UserShell: /bin/sh\n"), _mac.Dscl(".", "-read", "/Users/bob", "UserShell"));
    }

    private static bool DirectorySessionKnows(MacStateStore.Mac mac, string user, string password)
    {
        try
        {
            return mac.DirectoryAs(DirectoryCaller.Root).Authenticate(user, password).Name == user;
        }
        catch (DirectoryException)
        {
            return false;
        }
    }

    private readonly Dictionary<string, string> _files = [];

    private Outcome On(params string[] command) => OnAs("root", command);

    private Outcome OnAs(string user, params string[] command)
    {
        _files.Clear();
        foreach (var (file, content) in Files()) _files.Add(file, content);
        return _mac.As(user, ["-f", _folder, "localonly", .. command]);
    }

    private void Writes(string[] files, string verb, string path, string? a = null, string? b = null, string? c = null, int status = 0, string? because = null)
    {
        var outcome = On([verb, path, .. ((string?[])[a, b, c]).OfType<string>()]);
        Assert.True(outcome.Status == status, $"{verb}: {outcome} {because}");
        Assert.Equal(files, Changed());
    }

    // The files that differ since the last command on the folder.
    private IEnumerable<string> Changed()
    {
        var now = Files();
        return now.Keys.Union(_files.Keys).Where(file => now.GetValueOrDefault(file) != _files.GetValueOrDefault(file)).Order(StringComparer.Ordinal);
    }

    private Dictionary<string, string> Files() => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(_folder, path), path => Encoding.Latin1.GetString(File.ReadAllBytes(path)));

    private PlistDictionary Read(string file) => (PlistDictionary)PropertyList.Parse(File.ReadAllBytes(Path.Combine(_folder, file)));
}
