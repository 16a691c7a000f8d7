using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The local node of another system, opened by its folder, as <c>dscl -f</c> does: read into memory, worked on there, and what was
/// changed written back, record by record, each file in its own format and with what it holds beside attributes (dossier dscl, 10).
/// </summary>
public sealed class DslocalNode : IDisposable
{
    private readonly string _folder;
    private readonly Database _memory;
    private readonly Dictionary<long, DslocalFile> _files = [];
    private int _changesSaved;

    private DslocalNode(string folder, Database memory)
    {
        _folder = folder;
        _memory = memory;
        Node = new LocalNode(memory, 1, LocalNode.DefaultName);
    }

    /// <summary>The records.</summary>
    public LocalNode Node { get; }

    /// <summary>Opens a folder.</summary>
    /// <exception cref="DslocalException">It is none of a local node, or a file in it is no record.</exception>
    public static DslocalNode Open(string folder)
    {
        var files = DslocalFolder.Read(folder);
        var memory = MachineFile.Create(":memory:");
        var opened = new DslocalNode(folder, memory);
        try
        {
            // The node belongs to no system of this Mac.
            memory.ExecuteScript($"PRAGMA foreign_keys = OFF; INSERT INTO od_node (id, system_id, name) VALUES (1, 0, '{LocalNode.DefaultName}'); BEGIN");
            foreach (var file in files)
            {
                var record = opened.Node.Create(file.Type, file.Name);
                foreach (var (name, values) in file.Attributes) record.Set(name, values);
                opened._files.Add(record.Id, file);
            }
            opened._changesSaved = memory.TotalChanges;
            return opened;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Writes back what was changed since it was opened or saved.</summary>
    /// <exception cref="DslocalException">A file can't be written.</exception>
    public void Save()
    {
        if (_memory.TotalChanges == _changesSaved) return;
        var records = Node.Types.SelectMany(Node.Records).ToDictionary(record => record.Id);
        foreach (var (id, file) in _files.ToList())
        {
            if (records.ContainsKey(id)) continue;
            DslocalFolder.Remove(file.Path);
            _files.Remove(id);
        }
        foreach (var record in records.Values)
        {
            if (_files.TryGetValue(record.Id, out var file)) Update(record, file);
            else Add(record);
        }
        _changesSaved = _memory.TotalChanges;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private void Add(DirectoryRecord record)
    {
        var path = Path.Combine(DslocalFolder.MakeDirectory(_folder, record.Type), DslocalNames.FileOf(record.Name));
        if (File.Exists(path)) throw new DslocalException(path, "there is a file of that name already, with a record of another");
        var file = new DslocalFile(path, record.Type, DslocalFile.ContentOf(record), IsBinary: true);
        file.Write();
        _files.Add(record.Id, file);
    }

    private void Update(DirectoryRecord record, DslocalFile file)
    {
        var now = DslocalFile.Stored(record).ToDictionary(attribute => attribute.Name, attribute => attribute.Values);
        var before = file.Attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Values);
        // A file without a name has it from its own.
        before.TryAdd(AttributeName.RecordName, [file.Name]);
        var oldName = file.Name;
        var changed = now.Where(attribute => !before.TryGetValue(attribute.Key, out var values) || !values.SequenceEqual(attribute.Value))
            .Select(attribute => (attribute.Key, attribute.Value)).ToList();
        changed.AddRange(before.Keys.Where(name => !now.ContainsKey(name)).Select(name => (name, (IReadOnlyList<DirectoryValue>)[])));
        if (changed.Count == 0) return;
        foreach (var (name, values) in changed) file.Replace(name, values);
        var renamed = Path.Combine(Path.GetDirectoryName(file.Path)!, DslocalNames.FileOf(record.Name));
        if (record.Name == oldName || File.Exists(renamed))
        {
            file.Write();
            return;
        }
        var moved = file with { Path = renamed };
        moved.Write();
        DslocalFolder.Remove(file.Path);
        _files[record.Id] = moved;
    }
}
