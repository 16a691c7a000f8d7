using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace MacStateStore.Tests.OpenDirectory;

/// <summary>A local node as the files that a Mac keeps (dossier dscl, 12.1).</summary>
public sealed class DslocalTests : IDisposable
{
    private static readonly string[] OddNames =
        ["a b", "x/y", "..", ".hidden", "%41", "%", "a%2Fb", "Ünï", "😀", "quote'\"", "tab\tname", "back\\slash", "Kerberos:LKDC", new string('n', 244), new string('%', 240), new string('%', 239) + "x"];

    private static readonly string[] OddTypes =
        ["dsRecTypeStandard:NFS", "dsRecTypeStandard:Mounts", "dsRecTypeStandard:Nosuch", "dsRecTypeNative:users", "dsRecTypeNative:own", "dsRecTypeNative:a/b", "dsRecTypeNative:", "dsRecTypeNative:..", "dsRecTypeStandard:CertificateAuthorities", "dsRecTypeNative:dsRecTypeStandard:Users"];

    private static readonly string[] Keys =
        ["realname", "uid", "ShadowHashData", "accountPolicyData", "jpegphoto", "foo", "a key", "dsAttrTypeStandard:Nosuch", "passwd", "users", "Ünï", "generateduid"];

    private readonly TestMac _test = new(new MachineSpecification
    {
        Os = "14.5",
        Users =
        [
            new(new NewAccount("alice") { FullName = "Alice Example", IsAdmin = true, Uid = 501 }) { Password = "alicepw", HasSecureToken = true },
            new(new NewAccount("bob") { FullName = "Bob", Uid = 502 }) { Password = "bobpw" },
        ],
    });

    private readonly string _top = Directory.CreateTempSubdirectory("macemu-dslocal-").FullName;

    private string Folder => Path.Combine(_top, "Default");

    private LocalNode Node => _test.Mac.Directory;

    public void Dispose()
    {
        _test.Dispose();
        Directory.Delete(_top, recursive: true);
    }

    [Fact]
    public void The_folder_is_what_a_mac_keeps()
    {
        var count = DslocalFolder.Export(Node, Folder);
        Assert.Equal(State(Node).Count, count);
        Assert.Equal(["aliases", "computers", "config", "groups", "networks", "sharepoints", "users"],
            Directory.GetDirectories(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "users/alice.plist"));
        Assert.True(PropertyList.IsBinary(bytes));
        var alice = (PlistDictionary)PropertyList.Parse(bytes);
        Assert.Equal(new PlistArray([new PlistString("501")]), alice["uid"]);
        Assert.Equal(new PlistArray([new PlistString("alice")]), alice["name"]);
        Assert.Equal(new PlistArray([new PlistString("Alice Example")]), alice["realname"]);
        Assert.IsType<PlistData>(Assert.Single((PlistArray)alice["accountPolicyData"]!));
        var hash = (PlistData)Assert.Single((PlistArray)alice["ShadowHashData"]!);
        Assert.NotNull(PropertyList.Parse(hash.Value.Span)["SALTED-SHA512-PBKDF2"]?["entropy"]);
        Assert.DoesNotContain(alice.Keys, key => key.Contains(':', StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(Path.Combine(Folder, "users/alice.plist")).UnixFileMode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(Path.Combine(Folder, "users")).UnixFileMode);
    }

    [Fact]
    public void Export_then_import_is_the_identity_on_any_node()
    {
        var values = Gen.OneOf(
            Gen.Elements("", " ", "x", "X", "two words", "a\nb", "😀", "<&>", "\u0001", "********", "501").Select(text => new DirectoryValue(text)),
            Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().Select(bytes => new DirectoryValue(bytes)));
        var records =
            from type in Gen.Frequency((2, Gen.Elements("dsRecTypeStandard:Users", "dsRecTypeStandard:Config", "dsRecTypeStandard:SharePoints")), (1, Gen.Elements(OddTypes)))
            from name in Gen.Elements(OddNames)
            from attributes in (from key in Gen.Elements(Keys) from some in values.NonEmptyListOf() select (Key: key, Values: some)).ListOf()
            from aliases in Gen.Elements("one", "two", "three/four").ListOf()
            select (Type: type, Name: name, Attributes: attributes, Aliases: aliases);
        // A few of each kind do; files take their time.
        foreach (var record in ((RecordType[])[RecordType.Users, RecordType.Groups]).SelectMany(Node.Records).ToList())
            if (record.Name is not ("alice" or "root" or "staff")) record.Delete();
        var run = 0;
        Prop.ForAll(records.ListOf().ToArbitrary(), described =>
        {
            var made = new List<DirectoryRecord>();
            foreach (var (type, name, attributes, aliases) in described)
            {
                if (Node.FindByValue(RecordType.FromFullName(type)!.Value, AttributeName.RecordName, name) is not null) continue;
                var record = Node.Create(RecordType.FromFullName(type)!.Value, name);
                record.Append(AttributeName.RecordName, [.. aliases.Select(alias => new DirectoryValue(alias))]);
                foreach (var (key, some) in attributes) record.Set(AttributeName.FromKey(key), [.. some]);
                made.Add(record);
            }
            var before = State(Node);
            var folder = Folder + run++;
            DslocalFolder.Export(Node, folder);
            // What happens meanwhile is undone by the import.
            foreach (var record in made.Where((_, i) => i % 2 == 0)) record.Delete();
            foreach (var record in made.Where((_, i) => i % 2 == 1)) record.Set(AttributeName.RealName, "changed", "meanwhile");
            Node.Create(RecordType.Groups, "meanwhile");
            var root = Node.Find(RecordType.Users, "root")!;
            root.Set(AttributeName.RealName);
            DslocalFolder.Import(folder, Node);
            Assert.Equal(before, State(Node));
            foreach (var type in Node.Types)
                foreach (var record in Node.Records(type).Where(record => OddNames.Contains(record.Name)).ToList()) record.Delete();
            Directory.Delete(folder, recursive: true);
            return true;
        }).QuickCheckThrowOnFailure();
        Assert.True(run > 50);
    }

    [Fact]
    public void The_folder_of_one_mac_makes_the_directory_of_another()
    {
        DslocalFolder.Export(Node, Folder);
        using var other = new TestMac(new MachineSpecification { Os = "14.5", Seed = 7 });
        DslocalFolder.Import(Folder, other.Mac.Directory);
        Assert.Equal(State(Node), State(other.Mac.Directory));
        // The password came along, the token didn't: a folder has no keys.
        Assert.Equal("alice", other.Root.Authenticate("alice", "alicepw").Name);
        Assert.True(_test.Mac.SecureTokens.Has(_test.User("alice")));
        Assert.Throws<DirectoryException>(() => other.Root.Authenticate("bob", "wrong"));
    }

    [Fact]
    public void What_macos_brought_is_known_by_its_uuid()
    {
        DslocalFolder.Export(Node, Folder);
        Edit("users/_www.plist", plist => plist["generateduid"] = new PlistArray([new PlistString("11111111-2222-3333-4444-555555555555")]));
        var root = Read("users/root.plist");
        root["name"] = new PlistArray([new PlistString("toor")]);
        File.Delete(Path.Combine(Folder, "users/root.plist"));
        Write("users/toor.plist", root);
        DslocalFolder.Import(Folder, Node);
        Assert.False(_test.User("_www").IsBuiltIn);
        Assert.True(_test.User("toor").IsBuiltIn);
        Assert.Null(Node.FindByValue(RecordType.Users, AttributeName.RecordName, "root"));
        Assert.True(Node.Find(RecordType.Aliases, "postmaster")!.IsBuiltIn);
        Assert.False(_test.User("alice").IsBuiltIn);
    }

    [Fact]
    public void Export_over_a_folder_removes_only_files_of_records_that_are_gone()
    {
        DslocalFolder.Export(Node, Folder);
        File.WriteAllText(Path.Combine(Folder, "sqlindex"), "x");
        File.WriteAllText(Path.Combine(Folder, "users/notes.txt"), "x");
        _test.User("bob").Delete();
        DslocalFolder.Export(Node, Folder);
        Assert.False(File.Exists(Path.Combine(Folder, "users/bob.plist")));
        Assert.True(File.Exists(Path.Combine(Folder, "users/alice.plist")));
        Assert.True(File.Exists(Path.Combine(Folder, "sqlindex")));
        Assert.True(File.Exists(Path.Combine(Folder, "users/notes.txt")));
    }

    [Theory]
    [InlineData("users/bad.plist", "no plist at all", "not a property list that can be read")]
    [InlineData("users/bad.plist", "", "not a property list that can be read")]
    [InlineData("groups/bad.plist", "bplist00", "not a property list that can be read")]
    [InlineData("users/bad.plist", "<plist version=\"1.0\"><array/></plist>", "the property list is no dictionary, so it is no record")]
    [InlineData("users/bad.plist", "<plist version=\"1.0\"><dict><key>name</key><array/></dict></plist>", "its key 'name' holds no record name")]
    [InlineData("users/bad.plist", "<plist version=\"1.0\"><dict><key>name</key><array><string/></array></dict></plist>", "its key 'name' holds no record name")]
    [InlineData("users/bad.plist", "<plist version=\"1.0\"><dict><key>uid</key><integer>5</integer></dict></plist>", "its key 'uid' is no attribute with strings and data, which is all that a record takes")]
    [InlineData("users/bad.plist", "<plist version=\"1.0\"><dict><key>uid</key><array><array/></array></dict></plist>", "its key 'uid' is no attribute with strings and data, which is all that a record takes")]
    [InlineData("users/bad.plist", "<plist version=\"1.0\"><dict><key/><string>x</string></dict></plist>", "its key '' is no attribute with strings and data, which is all that a record takes")]
    [InlineData("users/bad.plist", "<plist version=\"1.0\"><dict><key>dsAttrTypeStandard:RecordType</key><string>x</string></dict></plist>", "its key 'dsAttrTypeStandard:RecordType' is no attribute with strings and data, which is all that a record takes")]
    public void A_malformed_file_is_named_and_nothing_changes(string file, string content, string problem)
    {
        DslocalFolder.Export(Node, Folder);
        File.WriteAllText(Path.Combine(Folder, file), content);
        Edit("users/alice.plist", plist => plist["realname"] = "Somebody Else");
        var before = State(Node);
        var error = Assert.Throws<DslocalException>(() => DslocalFolder.Import(Folder, Node));
        Assert.StartsWith($"{Path.Combine(Folder, file)}: {problem}", error.Message);
        Assert.Equal(before, State(Node));
    }

    [Fact]
    public void Two_files_with_one_record_are_refused()
    {
        DslocalFolder.Export(Node, Folder);
        File.Copy(Path.Combine(Folder, "users/bob.plist"), Path.Combine(Folder, "users/copy.plist"));
        var before = State(Node);
        var error = Assert.Throws<DslocalException>(() => DslocalFolder.Import(Folder, Node));
        Assert.Equal($"{Folder}/users/copy.plist: {Folder}/users/bob.plist has a record of the name bob already", error.Message);
        Assert.Equal(before, State(Node));
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData(".")]
    public void Another_folder_is_none_of_a_node(string folder)
    {
        var before = State(Node);
        var error = Assert.Throws<DslocalException>(() => DslocalFolder.Import(Path.Combine(_top, folder), Node));
        Assert.EndsWith("it is no folder of a local node (there is no directory 'users' in it)", error.Message);
        Assert.Equal(before, State(Node));
    }

    [Fact]
    public void A_record_by_hand_is_taken_as_xml_with_single_values_and_the_name_of_its_file()
    {
        DslocalFolder.Export(Node, Folder);
        File.WriteAllText(Path.Combine(Folder, "users/a%2Fb.plist"),
            "<plist version=\"1.0\"><dict><key>uid</key><string>777</string><key>photo</key><data>AAE=</data><key>empty</key><array/></dict></plist>");
        DslocalFolder.Import(Folder, Node);
        var record = Node.Find(RecordType.Users, "a/b")!;
        Assert.Equal("777", record.Text(AttributeName.UniqueId));
        Assert.Equal([new DirectoryValue([0, 1])], record.Values(AttributeName.Parse("photo")));
        Assert.Empty(record.Values(AttributeName.Parse("empty")));
    }

    [Fact]
    public void An_opened_folder_writes_back_only_what_was_changed_and_keeps_format_and_foreign_keys()
    {
        DslocalFolder.Export(Node, Folder);
        var bob = Read("users/bob.plist");
        bob["foreign"] = new PlistDictionary { ["x"] = 5 };
        File.WriteAllBytes(Path.Combine(Folder, "users/bob.plist"), PropertyList.ToXml(bob));
        var before = Files();
        using (var opened = DslocalNode.Open(Folder))
        {
            var session = _test.Mac.DirectoryAs(DirectoryCaller.Root, opened);
            session.SetValues(session.Node.Find(RecordType.Users, "bob")!, AttributeName.UserShell, ["/bin/sh"]);
            Assert.Equal(before, Files());
            opened.Save();
        }
        Assert.Equal(["users/bob.plist"], Changed(before));
        Assert.StartsWith("<?xml", File.ReadAllText(Path.Combine(Folder, "users/bob.plist")));
        bob["shell"] = new PlistArray([new PlistString("/bin/sh")]);
        var after = Read("users/bob.plist");
        bob["record_daemon_version"] = after["record_daemon_version"]!;
        Assert.Equal(bob, after);
        Assert.Equal("/bin/zsh", _test.User("bob").Text(AttributeName.UserShell));
    }

    [Fact]
    public void In_an_opened_folder_passwords_are_hashes_and_nobody_holds_a_token()
    {
        DslocalFolder.Export(Node, Folder);
        var tokens = _test.Mac.SecureTokens.Keys.Users;
        using (var opened = DslocalNode.Open(Folder))
        {
            var session = _test.Mac.DirectoryAs(DirectoryCaller.Root, opened);
            // Of the Mac itself a token holder's password can't be set without the old one.
            session.ResetPassword(session.Node.Find(RecordType.Users, "alice")!, "newpw");
            session.CreateRecord(RecordType.Users, "carol");
            session.ResetPassword(session.Node.Find(RecordType.Users, "carol")!, "carolpw");
            session.DeleteRecord(session.Node.Find(RecordType.Users, "bob")!);
            session.ChangeValue(session.Node.Find(RecordType.Groups, "staff")!, AttributeName.RecordName, "staff", "stuff");
            opened.Save();
        }
        Assert.Equal(tokens, _test.Mac.SecureTokens.Keys.Users);
        _test.Root.Authenticate("alice", "alicepw");
        using var again = DslocalNode.Open(Folder);
        var there = _test.Mac.DirectoryAs(DirectoryCaller.Root, again);
        Assert.Equal("alice", there.Authenticate("alice", "newpw").Name);
        Assert.Equal("carol", there.Authenticate("carol", "carolpw").Name);
        Assert.DoesNotContain(AuthenticationAuthorities.SecureToken, there.Node.Find(RecordType.Users, "carol")!.Values(AttributeName.AuthenticationAuthority).Select(value => value.Text));
        Assert.Null(there.Node.Find(RecordType.Users, "bob"));
        Assert.False(File.Exists(Path.Combine(Folder, "users/bob.plist")));
        Assert.True(File.Exists(Path.Combine(Folder, "groups/stuff.plist")));
        Assert.False(File.Exists(Path.Combine(Folder, "groups/staff.plist")));
    }

    [Fact]
    public void A_file_in_the_way_is_not_overwritten()
    {
        DslocalFolder.Export(Node, Folder);
        Edit("users/bob.plist", plist => plist["name"] = "robert");
        using var opened = DslocalNode.Open(Folder);
        var before = Files();
        opened.Node.Create(RecordType.Users, "bob");
        var error = Assert.Throws<DslocalException>(opened.Save);
        Assert.EndsWith("/users/bob.plist: there is a file of that name already, with a record of another", error.Message);
        Assert.Equal(before, Files());
    }

    // Everything that a node holds, one line per record.
    private static List<string> State(LocalNode node) =>
    [
        .. node.Types.SelectMany(node.Records).Select(record => $"{record.Type.FullName}/{record.Name} {record.IsBuiltIn}: " + string.Join(
            "; ", DslocalFile.Stored(record).Select(attribute => $"{attribute.Name.FullName}={string.Join(",", attribute.Values.Select(Show))}"))),
    ];

    private static string Show(DirectoryValue value) => value.Text is { } text ? $"'{text}'" : Convert.ToHexString(value.Bytes);

    private PlistDictionary Read(string file) => (PlistDictionary)PropertyList.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));

    private void Write(string file, PlistDictionary content) => File.WriteAllBytes(Path.Combine(Folder, file), PropertyList.ToBinary(content));

    private void Edit(string file, Action<PlistDictionary> edit)
    {
        var content = Read(file);
        edit(content);
        Write(file, content);
    }

    private Dictionary<string, string> Files() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(Folder, path), path => Encoding.Latin1.GetString(File.ReadAllBytes(path)));

    private IEnumerable<string> Changed(Dictionary<string, string> before)
    {
        var after = Files();
        return before.Keys.Union(after.Keys).Where(file => before.GetValueOrDefault(file) != after.GetValueOrDefault(file)).Order(StringComparer.Ordinal);
    }
}
