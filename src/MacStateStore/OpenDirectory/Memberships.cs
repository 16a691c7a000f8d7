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
    private const string LocalAccountsGid = "61";

    /// <summary>Whether a user is an admin.</summary>
    public static bool IsAdmin(LocalNode node, DirectoryRecord user) =>
        node.Find(RecordType.Groups, AdminGroup) is { } admin && IsMember(node, user, admin);

    /// <summary>Whether a user belongs to a group, directly or through nested or computed groups.</summary>
    public static bool IsMember(LocalNode node, DirectoryRecord user, DirectoryRecord group) =>
        GroupsOf(node, user).Any(record => record.Id == group.Id);

    /// <summary>
    /// All groups of a user: the primary group first, then everyone and the local accounts, then those that list the user,
    /// then those that nest one of these.
    /// </summary>
    public static IReadOnlyList<DirectoryRecord> GroupsOf(LocalNode node, DirectoryRecord user)
    {
        var groups = new List<DirectoryRecord>();
        if (user.Text(AttributeName.PrimaryGroupId) is { } gid) Add(node.Search(RecordType.Groups, AttributeName.PrimaryGroupId, gid));
        Add(node.Search(RecordType.Groups, AttributeName.PrimaryGroupId, EveryoneGid));
        Add(node.Search(RecordType.Groups, AttributeName.PrimaryGroupId, LocalAccountsGid));
        foreach (var name in user.Values(AttributeName.RecordName))
            if (name.Text is { } text) Add(node.Search(RecordType.Groups, AttributeName.GroupMembership, text));
        if (user.Text(AttributeName.GeneratedUid) is { } uuid) Add(node.Search(RecordType.Groups, AttributeName.GroupMembers, uuid));
        for (var i = 0; i < groups.Count; i++) // grows while it runs: a nested group may itself be nested
            if (groups[i].Text(AttributeName.GeneratedUid) is { } nested)
                Add(node.Search(RecordType.Groups, AttributeName.NestedGroups, nested));
        return groups;

        void Add(IEnumerable<DirectoryRecord> found)
        {
            foreach (var group in found)
                if (groups.TrueForAll(known => known.Id != group.Id)) groups.Add(group);
        }
    }

    /// <summary>The lowest number from a start that no record of the type has in an attribute.</summary>
    internal static int LowestFree(LocalNode node, RecordType type, AttributeName attribute, int from, Func<int, bool>? isAllowed = null)
    {
        for (var id = from; ; id++)
            if ((isAllowed is null || isAllowed(id))
                && node.Search(type, attribute, id.ToString(CultureInfo.InvariantCulture)).Count == 0) return id;
    }
}
