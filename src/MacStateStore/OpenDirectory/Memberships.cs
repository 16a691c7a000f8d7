using System.Globalization;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// Who belongs to which group: by name (GroupMembership), by UUID (GroupMembers), through nested groups, by primary group, and
/// through the groups that macOS computes (dossiers dscl 12.3, companions 3).
/// </summary>
public static class Memberships
{
    private const string AdminGroup = "admin";
    private const string EveryoneGid = "12";
    private const long EveryoneNumber = 12;
    private const int FirstGid = 501;
    private const string LocalAccountsGid = "61";
    private const string NetworkAccountsGid = "62";

    private static readonly AttributeName ComputersOfList = AttributeName.Parse("Computers");

    /// <summary>Whether a user is an admin.</summary>
    public static bool IsAdmin(LocalNode node, DirectoryRecord user) =>
        node.Find(RecordType.Groups, AdminGroup) is { } admin && IsMember(node, user, admin);

    /// <summary>Whether a user belongs to a group, directly or through nested or computed groups.</summary>
    public static bool IsMember(LocalNode node, DirectoryRecord user, DirectoryRecord group) => IsMember([node], user, group);

    /// <summary>Whether a user belongs to a group of one of several nodes.</summary>
    public static bool IsMember(IReadOnlyList<LocalNode> nodes, DirectoryRecord user, DirectoryRecord group) =>
        GroupsOf(nodes, user).Any(record => record.Id == group.Id);

    /// <summary>
    /// All groups of a user in the order in which macOS tells them: the primary group; everyone, the local (or network) accounts and
    /// those that list the user, by GID; then those that nest one of these: first what everyone is nested in, then the rest by GID
    /// (dossier companions, 3).
    /// </summary>
    public static IReadOnlyList<DirectoryRecord> GroupsOf(LocalNode node, DirectoryRecord user) => GroupsOf([node], user);

    /// <summary>As for one node; a user of one node can belong to groups of another.</summary>
    public static IReadOnlyList<DirectoryRecord> GroupsOf(IReadOnlyList<LocalNode> nodes, DirectoryRecord user)
    {
        var groups = new List<DirectoryRecord>();
        // The first node that knows the number says which group it is.
        if (user.Text(AttributeName.PrimaryGroupId) is { } gid) Add(Having(AttributeName.PrimaryGroupId, gid));

        var direct = new List<DirectoryRecord>();
        direct.AddRange(Having(AttributeName.PrimaryGroupId, EveryoneGid));
        if (user.Node.IsLocal) direct.AddRange(Having(AttributeName.PrimaryGroupId, LocalAccountsGid));
        if (!user.Node.IsLocal || MobileAccount.NodeOf(user) is not null) direct.AddRange(Having(AttributeName.PrimaryGroupId, NetworkAccountsGid));
        foreach (var name in user.Values(AttributeName.RecordName))
        {
            if (name.Text is not { } text) continue;
            foreach (var node in nodes)
            {
                direct.AddRange(node.Search(RecordType.Groups, AttributeName.GroupMembership, text));
                if (node.NamePrefix is { } prefix) direct.AddRange(node.Search(RecordType.Groups, AttributeName.GroupMembership, prefix + text));
            }
        }
        if (user.Text(AttributeName.GeneratedUid) is { } uuid) direct.AddRange(Having(AttributeName.GroupMembers, uuid));
        Add(direct.OrderBy(Gid));

        foreach (var everyone in groups.Where(group => Gid(group) == EveryoneNumber).ToList()) Add(Nesting(everyone));
        var found = groups.Count;
        for (var i = 0; i < groups.Count; i++) Add(Nesting(groups[i])); // grows while it runs: a nested group may itself be nested
        return [.. groups.Take(found), .. groups.Skip(found).OrderBy(Gid)];

        IEnumerable<DirectoryRecord> Having(AttributeName attribute, string value) =>
            nodes.Count == 1 ? nodes[0].Search(RecordType.Groups, attribute, value) : nodes.SelectMany(node => node.Search(RecordType.Groups, attribute, value));

        IEnumerable<DirectoryRecord> Nesting(DirectoryRecord group) =>
            group.Text(AttributeName.GeneratedUid) is { } nested ? Having(AttributeName.NestedGroups, nested) : [];

        void Add(IEnumerable<DirectoryRecord> more)
        {
            foreach (var group in more)
                if (groups.TrueForAll(known => known.Id != group.Id)) groups.Add(group);
        }
    }

    /// <summary>The GID that a new group gets: the lowest free one from 501 (dossier companions, 1.5).</summary>
    public static int NextGid(LocalNode node) => LowestFree(node, RecordType.Groups, AttributeName.PrimaryGroupId, FirstGid);

    /// <summary>
    /// Enters a record into a group as the framework does: nested groups by UUID, all others by name and UUID. A computer list knows
    /// its computers by name alone (dossier companions, 1.5).
    /// </summary>
    /// <exception cref="DirectoryException">The session may not.</exception>
    public static void AddMember(DirectorySession session, DirectoryRecord group, DirectoryRecord member)
    {
        foreach (var (attribute, value) in MembershipOf(group, member))
            session.MergeValues(group, attribute, [value]);
    }

    /// <summary>Takes a record out of a group; one that isn't in it can be taken out all the same.</summary>
    /// <exception cref="DirectoryException">The session may not.</exception>
    public static void RemoveMember(DirectorySession session, DirectoryRecord group, DirectoryRecord member)
    {
        foreach (var (attribute, value) in MembershipOf(group, member))
            session.DeleteValues(group, attribute, group.Has(attribute, value) ? [value] : []);
    }

    private static IEnumerable<(AttributeName Attribute, string Value)> MembershipOf(DirectoryRecord group, DirectoryRecord member)
    {
        var isList = group.Type == RecordType.ComputerLists;
        var isNested = member.Type == RecordType.Groups || member.Type == RecordType.ComputerGroups;
        if (!isNested) yield return (isList ? ComputersOfList : AttributeName.GroupMembership, member.Name);
        if (!isList && member.Text(AttributeName.GeneratedUid) is { } uuid) yield return (isNested ? AttributeName.NestedGroups : AttributeName.GroupMembers, uuid);
    }

    private static long Gid(DirectoryRecord group) =>
        long.TryParse(group.Text(AttributeName.PrimaryGroupId), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var gid) ? gid : long.MaxValue;

    /// <summary>The lowest number from a start that no record of the type has in an attribute.</summary>
    internal static int LowestFree(LocalNode node, RecordType type, AttributeName attribute, int from, Func<int, bool>? isAllowed = null)
    {
        for (var id = from; ; id++)
            if ((isAllowed is null || isAllowed(id))
                && node.Search(type, attribute, id.ToString(CultureInfo.InvariantCulture)).Count == 0) return id;
    }
}
