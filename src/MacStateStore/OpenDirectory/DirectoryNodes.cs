using System.Globalization;
using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The nodes of the started system beside its own: directory servers that it is bound to, and the search nodes that go through all
/// (dossier dscl, sections 2, 6.4 and 7).
/// </summary>
public sealed class DirectoryNodes
{
    private const string SearchPolicyKey = "SearchPolicy";

    private readonly Mac _mac;
    private readonly Database _database;

    internal DirectoryNodes(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>The directory servers, in the order in which the Mac was bound to them.</summary>
    public IReadOnlyList<BoundNode> Bound
    {
        get => field ??= _database.Rows(
            "SELECT id, name, domain, online FROM od_node WHERE system_id = $1 AND name <> $2 ORDER BY id",
            row => Read(row.Long(0), row.Text(1), row.Value(2) as string, row.Bool(3)), _mac.System.Id, LocalNode.DefaultName);
        private set;
    }

    /// <summary>The servers' records that are found through /Search, in its order; those of a server that can't be reached aren't.</summary>
    public IReadOnlyList<LocalNode> Network { get => field ??= Bound.Count == 0 ? [] : [.. InOrder(SearchNode.Authentication)]; private set; }

    /// <summary>The Mac's own node and those of <see cref="Network"/>.</summary>
    public IReadOnlyList<LocalNode> InSearchOrder => [_mac.Directory, .. Network];

    /// <summary>The nodes that a search node goes through just now.</summary>
    public IReadOnlyList<LocalNode> Of(string searchNode) => [_mac.Directory, .. Bound.Count == 0 ? [] : InOrder(searchNode)];

    /// <summary>The server that a full name opens; null for none.</summary>
    public BoundNode? Find(string name) => Bound.FirstOrDefault(node => node.Names.Contains(name));

    /// <summary>The server of an address; null where the Mac isn't bound to it.</summary>
    public BoundNode? Find(NodeAddress address) => Bound.FirstOrDefault(node => node.Address == address);

    /// <summary>A search node's settings.</summary>
    public SearchNode Search(string name) => _database.Rows(
        "SELECT policy, path FROM search_policy WHERE system_id = $1 AND node = $2",
        row => new SearchNode(name, row.Text(0), row.Text(1).Split('\n', StringSplitOptions.RemoveEmptyEntries)), _mac.System.Id, name)
        is [var set] ? set : new SearchNode(name, SearchNode.Automatic, []);

    /// <summary>
    /// Binds the Mac to a server: its node comes last in the custom search paths, which are in force from then on. A server that it is
    /// bound to already gets the described records instead of its own.
    /// </summary>
    /// <exception cref="SpecificationException">The description contradicts itself.</exception>
    public BoundNode Bind(NodeSpecification wanted)
    {
        if (Find(wanted.Address) is { } old) Unbind(old);
        var domain = wanted.Address.IsActiveDirectory ? wanted.Domain ?? wanted.Address.UsualDomain : null;
        _database.Execute("INSERT INTO od_node (system_id, name, domain, online) VALUES ($1, $2, $3, $4)", _mac.System.Id, wanted.Address.Name, domain, wanted.IsOnline);
        var node = Read(_database.LastInsertId, wanted.Address.Name, domain, wanted.IsOnline);
        Forget();
        ServerRecords.Fill(node, wanted, _mac.Random, (user, password) => SetPassword(user, password));
        foreach (var search in (string[])[SearchNode.Authentication, SearchNode.Contacts])
            Store(Search(search) is var set && set.Custom.Contains(node.Name) ? set with { Policy = SearchNode.CustomPath }
                : set with { Policy = SearchNode.CustomPath, Custom = [.. set.Custom, node.Name] });
        return node;
    }

    /// <summary>Ends a binding: the node leaves the search paths.</summary>
    public void Unbind(BoundNode node)
    {
        var records = "(SELECT id FROM od_record WHERE node_id = $1)";
        _database.Execute($"DELETE FROM server_password WHERE record_id IN {records}", node.Records.Id);
        _database.Execute($"DELETE FROM od_value WHERE record_id IN {records}", node.Records.Id);
        _database.Execute("DELETE FROM od_record WHERE node_id = $1", node.Records.Id);
        _database.Execute("DELETE FROM od_node WHERE id = $1", node.Records.Id);
        foreach (var search in (string[])[SearchNode.Authentication, SearchNode.Contacts])
            if (Search(search) is var set && set.Custom.Any(node.Names.Contains))
                Store(set with { Custom = [.. set.Custom.Where(name => !node.Names.Contains(name))] });
        Forget();
    }

    /// <summary>Lets a server be reached, or not.</summary>
    public void SetOnline(BoundNode node, bool isOnline)
    {
        _database.Execute("UPDATE od_node SET online = $2 WHERE id = $1", node.Records.Id, isOnline);
        Forget();
    }

    /// <summary>
    /// What a search node is after its policy or its custom path is changed, which is all that can be written there; everything else is
    /// read-only (dossier dscl, section 7).
    /// </summary>
    /// <exception cref="DirectoryException">It can't be done.</exception>
    internal SearchNode After(string searchNode, AttributeChange change, string key, IReadOnlyList<string> values)
    {
        var set = Search(searchNode);
        return AttributeName.Parse(key).FullName switch
        {
            AttributeName.StandardPrefix + SearchPolicyKey => set with { Policy = PolicyAfter(set, change, values) },
            AttributeName.StandardPrefix + SearchNode.CustomPath => set with
            {
                Custom = [.. PathAfter(set.CustomSearchPath, change, values).Where(name => name != LocalNode.DefaultName)],
            },
            _ => throw new DirectoryException(DirectoryStatus.ReadOnly),
        };
    }

    /// <summary>Verifies the password of a server's user, as the server does.</summary>
    /// <exception cref="DirectoryException">It is wrong.</exception>
    internal void Verify(DirectoryRecord user, string password)
    {
        if (!IsPassword(user, password))
            throw new DirectoryException(AddressOf(user.Node).IsActiveDirectory ? DirectoryStatus.AuthFailed : DirectoryStatus.InvalidSession);
    }

    /// <summary>Sets the password of a server's user.</summary>
    internal void SetPassword(DirectoryRecord user, string password)
    {
        var hash = ShadowHash.Create(password, _mac.Random, _mac.Machine.KdfIterations);
        if (_database.Execute("UPDATE server_password SET hash = $2 WHERE record_id = $1", user.Id, hash) == 0)
            _database.Execute("INSERT INTO server_password (record_id, hash) VALUES ($1, $2)", user.Id, hash);
    }

    /// <summary>
    /// The server's record of a mobile account; null for an account of any other kind, and where the server can't be asked or doesn't
    /// know the account: then what the Mac keeps of it decides.
    /// </summary>
    internal DirectoryRecord? ServerRecordOf(DirectoryRecord user) =>
        MobileAccount.NodeOf(user) is { } node && Bound.FirstOrDefault(bound => bound.Location == node || bound.Names.Contains(node)) is { IsOnline: true } server
        && server.Records.FindNamed(RecordType.Users, user.Name) is { } record && PasswordOf(record) is not null ? record : null;

    /// <summary>Whether a password is that of a server's user.</summary>
    internal bool IsPassword(DirectoryRecord user, string password) => PasswordOf(user) is { } hash && ShadowHash.Verify(hash, password);

    private byte[]? PasswordOf(DirectoryRecord user) => _database.Scalar("SELECT hash FROM server_password WHERE record_id = $1", user.Id) as byte[];

    private NodeAddress AddressOf(LocalNode node) => Bound.First(bound => bound.Records.Id == node.Id).Address;

    private BoundNode Read(long id, string name, string? domain, bool isOnline)
    {
        var address = NodeAddress.Parse(name)!.Value.Address;
        return new BoundNode(address, domain, isOnline,
            new LocalNode(_database, id, BoundNode.LocationOf(address, domain), address.IsActiveDirectory ? address.Server + "\\" : null));
    }

    private IEnumerable<LocalNode> InOrder(string searchNode) => Search(searchNode).SearchPath
        .Select(Find).OfType<BoundNode>().Where(node => node.IsOnline).DistinctBy(node => node.Records.Id).Select(node => node.Records);

    private static string PolicyAfter(SearchNode set, AttributeChange change, IReadOnlyList<string> values) => (change, values) switch
    {
        (AttributeChange.Create, [var policy]) => Policy(policy),
        (AttributeChange.Change, [var old, var policy]) => Short(old) == set.Policy ? Policy(policy) : throw new DirectoryException(DirectoryStatus.AttributeValueNotFound),
        (AttributeChange.ChangeIndexed, [var place, var policy]) when Number(place) == 0 => Policy(policy),
        _ => throw new DirectoryException(DirectoryStatus.ReadOnly),
    };

    private List<string> PathAfter(IReadOnlyList<string> now, AttributeChange change, IReadOnlyList<string> values)
    {
        List<string> path = [.. now];
        switch (change)
        {
            case AttributeChange.Create when values.Count > 0 && values[0] == now[0]:
                return [.. values.Select(Known)];
            case AttributeChange.Append or AttributeChange.Merge:
                foreach (var name in values)
                    if (!path.Contains(name)) path.Add(Known(name));
                return path;
            case AttributeChange.Delete when values.Count > 0:
                path.RemoveAll(values.Contains);
                return path;
            case AttributeChange.Change when path.IndexOf(values[0]) is not 0 and var place:
                path[place < 0 ? throw new DirectoryException(DirectoryStatus.AttributeValueNotFound) : place] = Known(values[1]);
                return path;
            case AttributeChange.ChangeIndexed when Number(values[0]) is not 0 and var place:
                path[place < 0 || place >= path.Count ? throw new DirectoryException(DirectoryStatus.IndexOutOfRange) : place] = Known(values[1]);
                return path;
            default:
                throw new DirectoryException(DirectoryStatus.ReadOnly);
        }
    }

    private static string Policy(string typed) => Short(typed) is SearchNode.Automatic or SearchNode.LocalOnly or SearchNode.CustomPath
        ? Short(typed) : throw new DirectoryException(DirectoryStatus.ReadOnly);

    private static string Short(string typed) =>
        typed.StartsWith(AttributeName.StandardPrefix, StringComparison.Ordinal) ? typed[AttributeName.StandardPrefix.Length..] : typed;

    // As atoi has it: what is no number is 0.
    private static int Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // Configured, that is; whether it can be reached doesn't count.
    private string Known(string name) =>
        name == LocalNode.DefaultName || Find(name) is not null ? name : throw new DirectoryException(DirectoryStatus.NodeNotFound);

    /// <summary>Keeps a search node's settings.</summary>
    internal void Store(SearchNode set)
    {
        var path = string.Join('\n', set.Custom);
        if (_database.Execute("UPDATE search_policy SET policy = $3, path = $4 WHERE system_id = $1 AND node = $2", _mac.System.Id, set.Name, set.Policy, path) == 0)
            _database.Execute("INSERT INTO search_policy (system_id, node, policy, path) VALUES ($1, $2, $3, $4)", _mac.System.Id, set.Name, set.Policy, path);
        Forget();
    }

    private void Forget()
    {
        Bound = null!;
        Network = null!;
    }
}
