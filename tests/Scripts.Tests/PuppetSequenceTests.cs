using System.Security.Cryptography;
using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Scripts.Tests;

/// <summary>
/// What Puppet's directoryservice provider for users does, command by command, with what it expects of output and status. The sequence
/// is its; the words are ours.
/// </summary>
public sealed class PuppetSequenceTests : IDisposable
{
    private const string Header = "0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 2 dsAttrTypeStandard:RecordName base64:dsAttrTypeNative:ShadowHashData\n";
    private const string Scheme = "SALTED-SHA512-PBKDF2";

    // The provider escapes the brackets as for HTML before it hands the value to dscl.
    private const string Authority = ";ShadowHash;HASHLIST:&lt;SALTED-SHA512-PBKDF2,SRP-RFC5054-4096-SHA512-PBKDF2&gt;";

    private static readonly Ended Silent = new(0, "", "");

    private readonly Rehearsal _mac = new("{machine: {os: '14.5'}, users: {alice: {admin: true, password: alice-pw, secureToken: true}}}");

    public void Dispose() => _mac.Dispose();

    [SkippableFact]
    public void All_users_and_groups_are_prefetched_as_property_lists()
    {
        var users = ReadAll("/Users");
        var alice = users.Single(user => Values(user, "RecordName")[0] == "alice");
        Assert.Equal(["501"], Values(alice, "UniqueID"));
        Assert.Equal(["/Users/alice"], Values(alice, "NFSHomeDirectory"));
        Assert.All(users, user => Assert.NotEmpty(Values(user, "GeneratedUID")));
        // Bytes are hex in groups, which the provider joins and unpacks to a binary property list.
        var hash = Unpacked(Values(alice, "dsAttrTypeNative:ShadowHashData")[0]);
        Assert.Equal(128, ((PlistData)((PlistDictionary)hash[Scheme]!)["entropy"]!).Value.Length);
        var admin = ReadAll("/Groups").Single(group => Values(group, "RecordName")[0] == "admin");
        Assert.Contains("alice", Values(admin, "GroupMembership"));
        Assert.Contains(Values(alice, "GeneratedUID")[0], Values(admin, "GroupMembers"));
    }

    [SkippableFact]
    public void A_user_is_made_gets_a_password_by_its_hash_and_is_removed()
    {
        Assert.NotEqual(0, _mac.Run("dscl", ".", "read", "/Users/carol").Status);
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-create", "/Users/carol"));
        var uuid = Values(ReadOne("/Users/carol", "GeneratedUID"), "GeneratedUID")[0];
        var id = NextId();
        foreach (var (key, value) in ((string, string)[])[("RealName", "Carol C"), ("PrimaryGroupID", "20"), ("UniqueID", id), ("UserShell", "/bin/bash"), ("NFSHomeDirectory", "/Users/carol")])
            Assert.Equal(Silent, _mac.Run("dscl", ".", "-create", "/Users/carol", key, value));
        foreach (var twice in (string[])["once", "again"])
        {
            Assert.Equal(Silent, _mac.Run("dscl", ".", "-merge", "/Groups/_developer", "GroupMembership", "carol"));
            Assert.Equal(Silent, _mac.Run("dscl", ".", "-merge", "/Groups/_developer", "GroupMembers", uuid));
        }
        Assert.Single(_mac.Look(mac => mac.Directory.Find(RecordType.Groups, "_developer")!.Values(AttributeName.GroupMembers)));

        SetPassword("carol", "carol's secret");
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-authonly", "carol", "carol's secret"));
        Assert.Equal(10, _mac.Run("dscl", ".", "-authonly", "carol", "another").Status);
        Assert.False(_mac.Account("carol")!.HasSecureToken);
        SetPassword("carol", "the next one");
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-authonly", "carol", "the next one"));

        Assert.Equal(Silent, _mac.Run("dscl", ".", "-change", "/Users/carol", "RealName", "Carol C", "Carol D"));
        Assert.Equal("Carol D", _mac.Attribute("Users/carol", "RealName"));
        Assert.NotEqual(0, _mac.Run("dscl", ".", "-change", "/Users/carol", "RealName", "stale", "Carol E").Status);
        Assert.Equal("Carol D", _mac.Attribute("Users/carol", "RealName"));
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-delete", "/Users/carol"));
        Assert.NotEqual(0, _mac.Run("dscl", ".", "read", "/Users/carol").Status);
    }

    // Hash, iterations and salt one after the other, each through the user's file and an import of one attribute.
    private void SetPassword(string user, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(32);
        const int iterations = 500;
        var entropy = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, 128);
        foreach (var (field, value) in ((string, PlistValue)[])[("entropy", new PlistData(entropy)), ("iterations", new PlistInteger(iterations)), ("salt", new PlistData(salt))])
        {
            Assert.Equal(Silent, _mac.Run("dscacheutil", "-flushcache"));
            var file = UsersFile(user);
            if (field == "entropy" && (file["authentication_authority"] is not PlistArray known || !known.OfType<PlistString>().Any(text => text.Value == Authority.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal))))
                Assert.Equal(Silent, _mac.Run("dscl", ".", "-merge", $"/Users/{user}", "AuthenticationAuthority", Authority));
            var hash = file["ShadowHashData"] is PlistArray stored ? (PlistDictionary)PropertyList.Parse(((PlistData)stored[0]).Value.ToArray()) : [];
            var scheme = new PlistDictionary(hash[Scheme] as PlistDictionary ?? []) { [field] = value };
            hash[Scheme] = scheme;
            File.WriteAllText(Path.Combine(_mac.Folder, "import"), $"{Header}{user}:{Convert.ToBase64String(PropertyList.ToBinary(hash))}\n");
            Assert.Equal(Silent, _mac.Run("dscl", ".", "delete", $"/Users/{user}", "ShadowHashData"));
            Assert.Equal(Silent, _mac.Run("dsimport", Path.Combine(_mac.Folder, "import"), "/Local/Default", "M"));
            Assert.Equal(Silent, _mac.Run("dscacheutil", "-flushcache"));
        }
    }

    // The provider reads the file itself.
    private PlistDictionary UsersFile(string user)
    {
        var ended = _mac.Run("macemu", "run", "--", "base64", "-i", $"/var/db/dslocal/nodes/Default/users/{user}.plist");
        Assert.Equal((0, ""), (ended.Status, ended.Error));
        return (PlistDictionary)PropertyList.Parse(Convert.FromBase64String(ended.Output));
    }

    // The lowest number after one that is taken, from 20.
    private string NextId()
    {
        var ids = _mac.Run("dscl", ".", "-list", "/Users", "uid").Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.All(char.IsAsciiDigit)).Select(int.Parse).Order().ToList();
        return $"{ids.First(id => id + 1 >= 20 && !ids.Contains(id + 1)) + 1}";
    }

    private List<PlistDictionary> ReadAll(string type) => [.. ((PlistArray)Parsed(_mac.Run("dscl", "-plist", ".", "readall", type))).Cast<PlistDictionary>()];

    private PlistDictionary ReadOne(string path, string key) => (PlistDictionary)Parsed(_mac.Run("dscl", "-plist", ".", "read", path, key));

    private static PlistValue Parsed(Ended ended)
    {
        Assert.Equal((0, ""), (ended.Status, ended.Error));
        return PropertyList.Parse(Encoding.UTF8.GetBytes(ended.Output));
    }

    private static List<string> Values(PlistDictionary record, string name) =>
        [.. (record[name.Contains(':', StringComparison.Ordinal) ? name : "dsAttrTypeStandard:" + name] as PlistArray ?? []).Select(value => ((PlistString)value).Value)];

    private static PlistDictionary Unpacked(string hex) => (PlistDictionary)PropertyList.Parse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
}
