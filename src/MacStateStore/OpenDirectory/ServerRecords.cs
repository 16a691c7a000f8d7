using System.Buffers.Binary;
using System.Globalization;
using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The records of a directory server as the Mac sees them: what a description says, and what the plug-in derives (a UID from the UUID,
/// say). Active Directory as recorded on 10.14 and 26 (cases dscl 006, 008, 016, 066) and from memory; LDAP from memory.
/// </summary>
internal static class ServerRecords
{
    private const string DomainUsers = "Domain Users";
    private const string DomainAdmins = "Domain Admins";
    private const int DomainUsersRid = 513;
    private const int DomainAdminsRid = 512;
    private const int FirstRid = 1103;
    private const int FirstLdapUid = 1025;
    private const int StaffGid = 20;
    private const int SidSubAuthorities = 3;
    private const int IdBits = 0x7FFFFFFF;

    /// <summary>Fills the node of a server.</summary>
    /// <exception cref="SpecificationException">The description contradicts itself.</exception>
    public static void Fill(BoundNode node, NodeSpecification wanted, RandomSource random, Action<DirectoryRecord, string> setPassword)
    {
        var server = node.Address.IsActiveDirectory ? new Server(node, random, "S-1-5-21-" + string.Join('-', Enumerable.Range(0, SidSubAuthorities)
            .Select(_ => BinaryPrimitives.ReadUInt32LittleEndian(random.Bytes(sizeof(uint)))))) : new Server(node, random, null);
        var groups = node.Address.IsActiveDirectory && wanted.Groups.All(group => !group.Name.Equals(DomainUsers, StringComparison.OrdinalIgnoreCase))
            ? [new GroupSpecification(DomainUsers), .. wanted.Groups] : wanted.Groups;
        foreach (var group in groups) MakeGroup(server, group);
        foreach (var user in wanted.Users)
        {
            var record = MakeUser(server, user);
            if (user.Password is { } password) setPassword(record, password);
        }
        foreach (var group in groups) Enter(node, group);
        foreach (var other in wanted.Records) Apply(node.Records.Create(other.Type, other.Name), other.Attributes);
        // Last, so that they win.
        foreach (var user in wanted.Users) Apply(node.Records.FindNamed(RecordType.Users, user.Account.Name)!, user.Attributes);
        foreach (var group in groups) Apply(node.Records.FindNamed(RecordType.Groups, group.Name)!, group.Attributes);
    }

    /// <summary>The UID or GID that the plug-in makes of a UUID: its first 32 bits without the sign (case dscl 006).</summary>
    public static int IdOf(string uuid) => (int)(uint.Parse(uuid.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & IdBits);

    /// <summary>Where a user stands in Active Directory's tree.</summary>
    public static string DistinguishedName(string name, string domain) => $"CN={name},CN=Users,{DomainComponents(domain)}";

    private sealed record Server(BoundNode Node, RandomSource Random, string? DomainSid)
    {
        private int _nextRid = FirstRid;
        private int _nextUid = FirstLdapUid;

        public int TakeRid() => _nextRid++;

        // Not one that the local node of every Mac has, nor one taken here.
        public int TakeId(RecordType type, AttributeName attribute) => _nextUid = Memberships.LowestFree(Node.Records, type, attribute, _nextUid);
    }

    private static void MakeGroup(Server server, GroupSpecification group)
    {
        var (node, random) = (server.Node, server.Random);
        var uuid = group.GeneratedUid ?? random.Uuid();
        var record = Make(node, RecordType.Groups, node.Records.NamePrefix + group.Name, "groups." + group.Name);
        record.Set(AttributeName.GeneratedUid, uuid);
        record.Set(AttributeName.RealName, group.Name);
        record.Set(AttributeName.Password, "*");
        if (server.DomainSid is null)
        {
            record.Set(AttributeName.PrimaryGroupId, Text(group.Gid ?? server.TakeId(RecordType.Groups, AttributeName.PrimaryGroupId)));
            return;
        }
        record.Set(AttributeName.PrimaryGroupId, Text(group.Gid ?? IdOf(uuid)));
        var rid = group.Name switch { DomainUsers => DomainUsersRid, DomainAdmins => DomainAdminsRid, _ => server.TakeRid() };
        AddIdentity(server, record, group.Name, uuid, rid, "top", "group");
    }

    private static DirectoryRecord MakeUser(Server server, UserSpecification user)
    {
        var (node, random, account) = (server.Node, server.Random, user.Account);
        var uuid = account.GeneratedUid ?? random.Uuid();
        var record = Make(node, RecordType.Users, account.Name, "users." + account.Name);
        record.Set(AttributeName.GeneratedUid, uuid);
        record.Set(AttributeName.RealName, account.FullName ?? account.Name);
        record.Set(AttributeName.Password, "********");
        record.Set(AttributeName.HomeDirectory, account.Home ?? $"/Users/{account.Name}");
        record.Set(AttributeName.UserShell, account.Shell ?? "/bin/bash");
        if (server.DomainSid is null)
        {
            record.Set(AttributeName.UniqueId, Text(account.Uid ?? server.TakeId(RecordType.Users, AttributeName.UniqueId)));
            record.Set(AttributeName.PrimaryGroupId, Text(account.Gid ?? StaffGid));
            return record;
        }
        record.Set(AttributeName.UniqueId, Text(account.Uid ?? IdOf(uuid)));
        record.Set(AttributeName.PrimaryGroupId, account.Gid is { } gid ? Text(gid)
            : node.Records.FindNamed(RecordType.Groups, DomainUsers)!.Text(AttributeName.PrimaryGroupId)!);
        record.Set(AttributeName.AuthenticationAuthority, AuthenticationAuthorities.Kerberos(account.Name, node.Realm), $";NetLogon;{account.Name};{node.Address.Server}");
        record.Set(AttributeName.Parse("PrimaryNTDomain"), node.Address.Server);
        record.Set(AttributeName.Parse("SMBGroupRID"), Text(DomainUsersRid));
        record.Set(AttributeName.Parse("SMBPrimaryGroupSID"), $"{server.DomainSid}-{DomainUsersRid}");
        record.Set(AttributeName.Parse("userPrincipalName"), $"{account.Name}@{node.Domain}");
        AddIdentity(server, record, account.Name, uuid, server.TakeRid(), "top", "person", "organizationalPerson", "user");
        return record;
    }

    private static void AddIdentity(Server server, DirectoryRecord record, string name, string uuid, int rid, params DirectoryValue[] classes)
    {
        var distinguishedName = DistinguishedName(name, server.Node.Domain!);
        record.Set(AttributeName.Parse("AppleMetaRecordName"), distinguishedName);
        record.Set(AttributeName.Parse("SMBSID"), $"{server.DomainSid}-{rid}");
        record.Set(AttributeName.Parse("dsAttrTypeNative:cn"), name);
        record.Set(AttributeName.Parse("dsAttrTypeNative:distinguishedName"), distinguishedName);
        record.Set(AttributeName.Parse("dsAttrTypeNative:name"), name);
        record.Set(AttributeName.Parse("dsAttrTypeNative:objectClass"), classes);
        record.Set(AttributeName.Parse("dsAttrTypeNative:objectGUID"), new DirectoryValue(Guid.Parse(uuid).ToByteArray()));
        record.Set(AttributeName.Parse("dsAttrTypeNative:objectSid"), new DirectoryValue(SidBytes($"{server.DomainSid}-{rid}")));
        record.Set(AttributeName.Parse("dsAttrTypeNative:sAMAccountName"), name);
    }

    private static void Enter(BoundNode node, GroupSpecification group)
    {
        var record = node.Records.FindNamed(RecordType.Groups, group.Name)!;
        foreach (var member in group.Members)
        {
            var user = node.Records.FindNamed(RecordType.Users, member);
            record.Merge(AttributeName.GroupMembership, node.Records.NamePrefix + (user?.Name ?? member));
            if (user?.Text(AttributeName.GeneratedUid) is { } uuid) record.Merge(AttributeName.GroupMembers, uuid);
        }
        foreach (var uuid in group.MemberUuids) record.Merge(AttributeName.GroupMembers, uuid);
        foreach (var nested in group.NestedGroups)
            record.Merge(AttributeName.NestedGroups, Guid.TryParse(nested, out _) ? nested.ToUpperInvariant()
                : node.Records.FindNamed(RecordType.Groups, nested)?.Text(AttributeName.GeneratedUid)
                    ?? throw new SpecificationException($"groups.{group.Name}.nestedGroups", $"there is no group {nested} in {node.Name}"));
    }

    private static DirectoryRecord Make(BoundNode node, RecordType type, string name, string place) =>
        node.Records.FindNamed(type, name) is null ? node.Records.Create(type, name)
            : throw new SpecificationException(place, $"{node.Name} has a record of that name already");

    private static void Apply(DirectoryRecord record, IReadOnlyList<AttributeSpecification> attributes)
    {
        foreach (var (name, values) in attributes) record.Set(AttributeName.Parse(name), values);
    }

    private static byte[] SidBytes(string sid)
    {
        var parts = sid.Split('-').Skip(3).Select(part => uint.Parse(part, CultureInfo.InvariantCulture)).ToList();
        var bytes = new byte[8 + (sizeof(uint) * parts.Count)];
        (bytes[0], bytes[1], bytes[7]) = (1, (byte)parts.Count, 5); // revision, how many parts follow, the authority NT
        for (var i = 0; i < parts.Count; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8 + (sizeof(uint) * i)), parts[i]);
        return bytes;
    }

    private static string DomainComponents(string domain) => string.Join(',', domain.Split('.').Select(part => "DC=" + part));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
