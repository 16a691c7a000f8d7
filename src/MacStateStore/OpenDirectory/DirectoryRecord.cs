using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// One record of a node: a type, names, and attributes with ordered values. This is the data as it lies on disk;
/// who may do what is decided by <see cref="DirectorySession"/>.
/// </summary>
public sealed class DirectoryRecord
{
    private readonly Database _database;
    private readonly LocalNode _node;

    internal DirectoryRecord(Database database, LocalNode node, long id, RecordType type, string name, bool builtIn)
    {
        _database = database;
        _node = node;
        Id = id;
        Type = type;
        Name = name;
        IsBuiltIn = builtIn;
    }

    internal long Id { get; }

    /// <summary>The node that it is in.</summary>
    public LocalNode Node => _node;

    /// <summary>What kind of record it is.</summary>
    public RecordType Type { get; }

    /// <summary>Its first RecordName.</summary>
    public string Name { get; private set; }

    /// <summary>Whether macOS brought it, as it did root and the service accounts.</summary>
    public bool IsBuiltIn { get; private set; }

    /// <summary>The values of an attribute in order; empty where it has none.</summary>
    public IReadOnlyList<DirectoryValue> Values(AttributeName attribute)
    {
        if (attribute == AttributeName.RecordType) return [Type.FullName];
        if (attribute == AttributeName.MetaNodeLocation) return [_node.Name];
        return _database.Rows(
            "SELECT value FROM od_value WHERE record_id = $1 AND attribute = $2 ORDER BY position",
            row => DirectoryValue.FromStored(row.Value(0)), Id, KeyOf(attribute));
    }

    /// <summary>The first value as text; null where there is none or it is bytes.</summary>
    public string? Text(AttributeName attribute) => Values(attribute) is [var first, ..] ? first.Text : null;

    /// <summary>Whether one of the values is that text.</summary>
    public bool Has(AttributeName attribute, string value) => Values(attribute).Contains(value);

    /// <summary>Every attribute with its values, the computed ones (RecordType, AppleMetaNodeLocation) included, in no particular order.</summary>
    public IReadOnlyList<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> AllAttributes()
    {
        var all = new List<(AttributeName, IReadOnlyList<DirectoryValue>)>();
        foreach (var (key, stored) in _database.Rows(
            "SELECT attribute, value FROM od_value WHERE record_id = $1 ORDER BY attribute, position",
            row => (row.Text(0), row.Value(1)), Id))
        {
            if (all.Count == 0 || all[^1].Item1.Key != key) all.Add((AttributeName.FromKey(key), new List<DirectoryValue>()));
            ((List<DirectoryValue>)all[^1].Item2).Add(DirectoryValue.FromStored(stored));
        }
        all.Add((AttributeName.RecordType, [Type.FullName]));
        all.Add((AttributeName.MetaNodeLocation, [_node.Name]));
        return all;
    }

    /// <summary>Replaces all values; none removes the attribute.</summary>
    internal void Set(AttributeName attribute, params IReadOnlyList<DirectoryValue> values)
    {
        var old = Values(attribute).Count;
        for (var i = 0; i < Math.Min(old, values.Count); i++) SetAt(attribute, i, values[i]);
        for (var i = old; i < values.Count; i++) Insert(attribute, i, values[i]);
        for (var i = values.Count; i < old; i++)
            _database.Execute("DELETE FROM od_value WHERE record_id = $1 AND attribute = $2 AND position = $3", Id, KeyOf(attribute), i);
        FollowName(attribute);
    }

    /// <summary>Adds values at the end.</summary>
    internal void Append(AttributeName attribute, params IReadOnlyList<DirectoryValue> values)
    {
        var next = (int)_database.Number(
            "SELECT coalesce(max(position) + 1, 0) FROM od_value WHERE record_id = $1 AND attribute = $2", Id, KeyOf(attribute))!.Value;
        foreach (var value in values) Insert(attribute, next++, value);
        FollowName(attribute);
    }

    /// <summary>Adds a value unless it is there already.</summary>
    internal void Merge(AttributeName attribute, DirectoryValue value)
    {
        if (!Values(attribute).Contains(value)) Append(attribute, value);
    }

    /// <summary>Replaces the value at a position, which must exist.</summary>
    internal void SetAt(AttributeName attribute, int position, DirectoryValue value)
    {
        _database.Execute("UPDATE od_value SET value = $4 WHERE record_id = $1 AND attribute = $2 AND position = $3 AND value IS NOT $4",
            Id, KeyOf(attribute), position, value.Stored);
        FollowName(attribute);
    }

    /// <summary>Removes the first value equal to this one; false where there is none.</summary>
    internal bool Remove(AttributeName attribute, DirectoryValue value)
    {
        var values = Values(attribute).ToList();
        var position = values.IndexOf(value);
        if (position < 0) return false;
        _database.Execute("DELETE FROM od_value WHERE record_id = $1 AND attribute = $2 AND position = $3", Id, KeyOf(attribute), position);
        // One by one, as the unique index is checked at each row.
        for (var i = position + 1; i < values.Count; i++)
            _database.Execute("UPDATE od_value SET position = $4 WHERE record_id = $1 AND attribute = $2 AND position = $3", Id, KeyOf(attribute), i, i - 1);
        FollowName(attribute);
        return true;
    }

    /// <summary>Says whether macOS brought it.</summary>
    internal void SetBuiltIn(bool builtIn)
    {
        if (builtIn == IsBuiltIn) return;
        _database.Execute("UPDATE od_record SET built_in = $2 WHERE id = $1", Id, builtIn);
        IsBuiltIn = builtIn;
    }

    /// <summary>Removes the record and all its values.</summary>
    internal void Delete()
    {
        _database.Execute("DELETE FROM od_value WHERE record_id = $1", Id);
        _database.Execute("DELETE FROM od_record WHERE id = $1", Id);
    }

    private string KeyOf(AttributeName attribute) => _node.KeyOf(attribute);

    private void Insert(AttributeName attribute, int position, DirectoryValue value) =>
        _database.Execute("INSERT INTO od_value (record_id, attribute, position, value) VALUES ($1, $2, $3, $4)",
            Id, KeyOf(attribute), position, value.Stored);

    private void FollowName(AttributeName attribute)
    {
        if (KeyOf(attribute) != AttributeName.RecordName.Key || Text(attribute) is not { } name || name == Name) return;
        _database.Execute("UPDATE od_record SET name = $2 WHERE id = $1", Id, name);
        Name = name;
    }
}
