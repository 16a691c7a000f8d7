namespace MacStateStore.Storage;

/// <summary>Saved states of a machine: whole copies, kept in a folder beside its file (<c>machine.db.snapshots</c>).</summary>
public sealed class Snapshots
{
    private const string Ending = ".db";

    private readonly Database _database;

    internal Snapshots(Database database) => _database = database;

    private string Folder => _database.Path + ".snapshots";

    /// <summary>The names of the snapshots with the host's time of saving, sorted by name.</summary>
    public IReadOnlyList<(string Name, DateTimeOffset Saved)> List() => !Directory.Exists(Folder) ? [] :
    [
        .. Directory.GetFiles(Folder, "*" + Ending).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileNameWithoutExtension(file), new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero))),
    ];

    /// <summary>Saves the state under a name; a snapshot of that name is replaced.</summary>
    /// <exception cref="MachineFileException">The name can't be a file name, or the disk doesn't take it.</exception>
    public void Save(string name)
    {
        var file = FileOf(name);
        var unfinished = file + ".part";
        try
        {
            Directory.CreateDirectory(Folder);
            CopyTo(unfinished);
            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MachineFileException($"snapshot {name}: {file} can't be written ({error.Message}).", MachineFileProblem.NotWritable, error);
        }
    }

    /// <summary>Writes the state as a machine file of its own.</summary>
    public void CopyTo(string file)
    {
        File.Delete(file);
        using var copy = new Database(file, create: true);
        _database.CopyTo(copy);
    }

    /// <summary>Makes the machine what it was when the snapshot was saved, its journal included.</summary>
    /// <exception cref="MachineFileException">There is no such snapshot, or it can't be read.</exception>
    public void Restore(string name)
    {
        using var saved = MachineFile.Open(Existing(name));
        saved.CopyTo(_database);
    }

    /// <summary>Deletes a snapshot.</summary>
    /// <exception cref="MachineFileException">There is no such snapshot.</exception>
    public void Delete(string name) => File.Delete(Existing(name));

    /// <summary>The machine file that a snapshot is.</summary>
    /// <exception cref="MachineFileException">There is no such snapshot.</exception>
    public string PathOf(string name) => Existing(name);

    private string Existing(string name) => FileOf(name) is var file && File.Exists(file) ? file
        : throw new MachineFileException($"snapshot {name}: there is none of that name for {_database.Path}; 'macemu snapshot list' shows those there are.");

    private string FileOf(string name) =>
        name.Length is > 0 and <= 100 && name[0] != '.' && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ')
            ? Path.Combine(Folder, name + Ending)
            : throw new MachineFileException($"snapshot '{name}': a name has up to 100 letters, digits, blanks, '-', '_' and '.', and doesn't begin with '.'.");
}
