using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// A node of the directory as it lies in the machine file: <c>/Local/Default</c> of one installed system, or the records of a
/// directory server that it is bound to (<see cref="BoundNode"/>).
/// Reading is open to all; what a caller may see and write is decided by <see cref="DirectorySession"/>.
/// </summary>
public sealed class LocalNode
{
    /// <summary>The name of every system's own node.</summary>
    public const string DefaultName = "/Local/Default";

    private const string Columns = "r.id, r.type, r.name, r.built_in";

    private readonly Database _database;
    private readonly long _id;

    internal LocalNode(Database database, long id, string name, string? namePrefix = null)
    {
        _database = database;
        _id = id;
        Name = name;
        NamePrefix = namePrefix;
    }

    /// <summary>Whether it is a Mac's own; if not, a directory server has it.</summary>
    public bool IsLocal => Name == DefaultName;

    /// <summary>What may precede the names of records, such as <c>CORP\</c> in Active Directory; null for nothing.</summary>
    internal string? NamePrefix { get; }

    internal long Id => _id;

    /// <summary>The node's name, such as <c>/Local/Default</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The record with that name or alias; of users also the one with that RealName. Names compare without regard to case.
    /// </summary>
    public DirectoryRecord? Find(RecordType type, string name) =>
        FindNamed(type, name)
        ?? (type == RecordType.Users ? FindByValue(type, AttributeName.RealName, name) : null);

    /// <summary>The record with that name or alias; in Active Directory with or without its domain (<c>CORP\alice</c>).</summary>
    public DirectoryRecord? FindNamed(RecordType type, string name) =>
        FindByValue(type, AttributeName.RecordName, name)
        ?? (NamePrefix is { } prefix ? FindByValue(type, AttributeName.RecordName,
            name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : prefix + name) : null);

    /// <summary>The record that has a value, compared without regard to case; null where none has.</summary>
    public DirectoryRecord? FindByValue(RecordType type, AttributeName attribute, string value) =>
        ByValue(type, attribute, value, "").FirstOrDefault();

    /// <summary>
    /// The records of a type (of all types for null) that have exactly that value, in the order in which the values were made.
    /// RecordName and RealName compare without regard to case.
    /// </summary>
    public IReadOnlyList<DirectoryRecord> Search(RecordType? type, AttributeName attribute, string value)
    {
        if (attribute == AttributeName.RecordType)
            return [.. (type is null ? Types : [type.Value]).Where(t => t.FullName == value).SelectMany(Records)];
        if (attribute == AttributeName.MetaNodeLocation)
            return value != Name ? [] : [.. (type is null ? Types : [type.Value]).SelectMany(Records)];
        var exact = attribute == AttributeName.RecordName || attribute == AttributeName.RealName ? "" : "AND v.value = $4 COLLATE BINARY";
        return ByValue(type, attribute, value, exact);
    }

    /// <summary>The records of a type, sorted by first name without regard to case.</summary>
    public IEnumerable<DirectoryRecord> Records(RecordType type) => _database.Stream(
        $"SELECT {Columns} FROM od_record r WHERE r.node_id = $1 AND r.type = $2 ORDER BY r.name COLLATE NOCASE, r.id",
        Read, _id, type.Stored);

    /// <summary>The first names of the records of a type, sorted without regard to case.</summary>
    public IEnumerable<string> Names(RecordType type) => _database.Stream(
        "SELECT name FROM od_record WHERE node_id = $1 AND type = $2 ORDER BY name COLLATE NOCASE, id",
        row => row.Text(0), _id, type.Stored);

    /// <summary>
    /// One attribute of all records of a type that have it: first name and values, sorted by name; one record at a time, so that
    /// a hundred thousand take no memory.
    /// </summary>
    public IEnumerable<(string Name, IReadOnlyList<DirectoryValue> Values)> List(RecordType type, AttributeName attribute)
    {
        if (attribute == AttributeName.RecordType || attribute == AttributeName.MetaNodeLocation)
            return Names(type).Select(name => (name, (IReadOnlyList<DirectoryValue>)[attribute == AttributeName.RecordType ? type.FullName : Name]));
        return ListStored(type, attribute);
    }

    /// <summary>The longest first name, in UTF-8 bytes, among the records of a type that have an attribute and aren't hidden by a leading dot.</summary>
    public int LongestName(RecordType type, AttributeName attribute) => (int)(_database.Number(
        """
        SELECT max(length(CAST(r.name AS BLOB))) FROM od_record r
        WHERE r.node_id = $1 AND r.type = $2 AND r.name NOT LIKE '.%'
          AND ($4 OR EXISTS (SELECT 1 FROM od_value v WHERE v.record_id = r.id AND v.attribute = $3))
        """,
        _id, type.Stored, KeyOf(attribute), attribute == AttributeName.RecordType || attribute == AttributeName.MetaNodeLocation) ?? 0);

    /// <summary>Whether there is any record of a type.</summary>
    public bool HasRecords(RecordType type) =>
        _database.Number("SELECT 1 FROM od_record WHERE node_id = $1 AND type = $2 LIMIT 1", _id, type.Stored) is not null;

    /// <summary>The types that the node announces: those of every local node, and any others that it has records of; sorted.</summary>
    public IReadOnlyList<RecordType> Types =>
    [
        .. (IsLocal ? RecordType.OfLocalNode : RecordType.OfServer)
            .Union(_database.Rows("SELECT DISTINCT type FROM od_record WHERE node_id = $1", row => RecordType.FromStored(row.Text(0)), _id))
            .OrderBy(type => type.ShortName, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Whether some record of a type has exactly that value, apart from one record.</summary>
    internal bool IsTaken(RecordType type, AttributeName attribute, string value, DirectoryRecord? but) =>
        Search(type, attribute, value).Any(record => record.Id != but?.Id);

    /// <summary>The record with exactly that first name.</summary>
    internal DirectoryRecord? FindByFirstName(RecordType type, string name) => _database.Rows(
        $"SELECT {Columns} FROM od_record r WHERE r.node_id = $1 AND r.type = $2 AND r.name = $3 COLLATE NOCASE AND r.name = $3 COLLATE BINARY",
        Read, _id, type.Stored, name).FirstOrDefault();

    /// <summary>The number of the last change that was made to anything in the machine file.</summary>
    internal long LastChange => _database.Number("SELECT max(id) FROM change") ?? 0;

    /// <summary>How many records there are.</summary>
    internal long CountRecords() => _database.Number("SELECT count(*) FROM od_record WHERE node_id = $1", _id) ?? 0;

    /// <summary>All that the records hold: type, name, attribute and value after each other, record by record.</summary>
    internal IEnumerable<object?> AllStored()
    {
        foreach (var row in _database.Stream(
            """
            SELECT r.type, r.name, v.attribute, v.value FROM od_record r JOIN od_value v ON v.record_id = r.id
            WHERE r.node_id = $1 ORDER BY r.id, v.attribute, v.position
            """,
            row => (Type: row.Text(0), Name: row.Text(1), Attribute: row.Text(2), Value: row.Value(3)), _id))
        {
            yield return row.Type;
            yield return row.Name;
            yield return row.Attribute;
            yield return row.Value;
        }
    }

    /// <summary>Makes a record with its name and nothing else.</summary>
    internal DirectoryRecord Create(RecordType type, string name, bool builtIn = false)
    {
        _database.Execute("INSERT INTO od_record (node_id, type, name, built_in) VALUES ($1, $2, $3, $4)", _id, type.Stored, name, builtIn);
        var record = new DirectoryRecord(_database, this, _database.LastInsertId, type, name, builtIn);
        record.Set(AttributeName.RecordName, name);
        return record;
    }

    /// <summary>The key that the machine file keeps an attribute of its records under.</summary>
    internal string KeyOf(AttributeName attribute) => IsLocal ? attribute.Key : attribute.KeyOnServer;

    private IEnumerable<(string Name, IReadOnlyList<DirectoryValue> Values)> ListStored(RecordType type, AttributeName attribute)
    {
        var rows = _database.Stream(
            """
            SELECT r.id, r.name, v.value FROM od_record r JOIN od_value v ON v.record_id = r.id AND v.attribute = $3
            WHERE r.node_id = $1 AND r.type = $2 ORDER BY r.name COLLATE NOCASE, r.id, v.position
            """,
            row => (Id: row.Long(0), Name: row.Text(1), Value: DirectoryValue.FromStored(row.Value(2))),
            _id, type.Stored, KeyOf(attribute));
        (long Id, string Name, List<DirectoryValue> Values)? current = null;
        foreach (var row in rows)
        {
            if (current?.Id != row.Id)
            {
                if (current is { } done) yield return (done.Name, done.Values);
                current = (row.Id, row.Name, []);
            }
            current.Value.Values.Add(row.Value);
        }
        if (current is { } last) yield return (last.Name, last.Values);
    }

    private List<DirectoryRecord> ByValue(RecordType? type, AttributeName attribute, string value, string further)
    {
        // The index holds short values only; the condition on the length lets SQLite use it.
        var indexed = value.Length <= 256 ? "AND length(v.value) <= 256" : "";
        return _database.Rows(
            $"""
            SELECT {Columns} FROM od_value v JOIN od_record r ON r.id = v.record_id
            WHERE v.attribute = $3 AND v.value = $4 COLLATE NOCASE {indexed} {further}
              AND r.node_id = $1 AND ($2 IS NULL OR r.type = $2)
            GROUP BY r.id ORDER BY min(v.id)
            """,
            Read, _id, type?.Stored, KeyOf(attribute), value);
    }

    private DirectoryRecord Read(Row row) =>
        new(_database, this, row.Long(0), RecordType.FromStored(row.Text(1)), row.Text(2), row.Bool(3));
}
