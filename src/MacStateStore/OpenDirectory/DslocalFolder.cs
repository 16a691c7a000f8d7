using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// A local node as a Mac keeps it on disk, in <c>/var/db/dslocal/nodes/Default</c>: a directory per record type, a property list per
/// record (dossier dscl, 12.1).
/// </summary>
public static class DslocalFolder
{
    /// <summary>Where a running Mac has the folder of its own node.</summary>
    public const string OwnPath = "/var/db/dslocal/nodes/Default";

    /// <summary>Whether a folder is one of a local node: it has users.</summary>
    public static bool IsOne(string folder) => Directory.Exists(Path.Combine(folder, DslocalNames.DirectoryOf(RecordType.Users)));

    /// <summary>
    /// Writes all records of a node into a folder, as binary property lists. Where the folder is one of a local node already, the files
    /// of records that aren't in this one are removed; anything else in it stays.
    /// </summary>
    /// <returns>How many records.</returns>
    /// <exception cref="DslocalException">It can't be written.</exception>
    public static int Export(LocalNode node, string folder)
    {
        var wasOne = IsOne(folder);
        var written = new HashSet<string>(StringComparer.Ordinal);
        // A Mac has these also where they are empty.
        foreach (var type in (RecordType[])[RecordType.Users, RecordType.Groups, RecordType.Aliases, RecordType.Computers, RecordType.Networks, RecordType.Config, RecordType.SharePoints])
            MakeDirectory(folder, type);
        foreach (var type in node.Types)
        {
            string? directory = null;
            foreach (var record in node.Records(type))
            {
                directory ??= MakeDirectory(folder, type);
                var path = Path.Combine(directory, DslocalNames.FileOf(record.Name));
                if (!written.Add(path)) throw new DslocalException(path, $"two records of the type {type.ShortName} have that name");
                new DslocalFile(path, type, DslocalFile.ContentOf(record), IsBinary: true).WriteWhereOther();
            }
        }
        if (wasOne)
            foreach (var (path, _) in Files(folder).ToList())
                if (!written.Contains(path)) Remove(path);
        return written.Count;
    }

    /// <summary>
    /// Makes a node hold what a folder holds, and nothing else. A record that is there already is changed, not made anew. Secure tokens
    /// stay with the Mac: a folder has no keys. What macOS brought is known again by its UUID.
    /// </summary>
    /// <returns>How many records.</returns>
    /// <exception cref="DslocalException">The folder is none of a local node, or a file in it is no record; nothing was changed.</exception>
    public static int Import(string folder, LocalNode node)
    {
        var files = Read(folder);
        var named = new Dictionary<(RecordType Type, string Name), DslocalFile>();
        foreach (var file in files)
        {
            if (file.Foreign is { } key) throw new DslocalException(file.Path, $"its key '{key}' is no attribute with strings and data, which is all that a record takes");
            if (!named.TryAdd((file.Type, file.Name), file))
                throw new DslocalException(file.Path, $"{named[(file.Type, file.Name)].Path} has a record of the name {file.Name} already");
        }
        var there = new Dictionary<(RecordType Type, string Name), DirectoryRecord>();
        var builtIn = new HashSet<(RecordType Type, string Identity)>();
        foreach (var record in node.Types.SelectMany(node.Records).ToList())
        {
            if (record.IsBuiltIn) builtIn.Add((record.Type, Identity(record.Text(AttributeName.GeneratedUid), record.Name)));
            if (!named.ContainsKey((record.Type, record.Name)) || !there.TryAdd((record.Type, record.Name), record)) record.Delete();
        }
        foreach (var file in files) Fill(node, there, builtIn, file);
        return files.Count;
    }

    /// <summary>Every record file of a folder, read.</summary>
    internal static List<DslocalFile> Read(string folder) => IsOne(folder)
        ? [.. Files(folder).Select(file => DslocalFile.Read(file.Path, file.Type))]
        : throw new DslocalException(folder, "it is no folder of a local node (there is no directory 'users' in it)");

    /// <summary>The directory of a type, made where it is missing.</summary>
    internal static string MakeDirectory(string folder, RecordType type)
    {
        var path = Path.Combine(folder, DslocalNames.DirectoryOf(type));
        try
        {
            PrivateFile.MakeFolder(path);
            return path;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new DslocalException(path, $"it can't be made: {error.Message}", error);
        }
    }

    /// <summary>Removes a file.</summary>
    internal static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new DslocalException(path, $"it can't be removed: {error.Message}", error);
        }
    }

    private static void Fill(
        LocalNode node, Dictionary<(RecordType Type, string Name), DirectoryRecord> there, HashSet<(RecordType Type, string Identity)> builtIn, DslocalFile file)
    {
        var attributes = file.Attributes.ToList();
        var uuid = attributes.Find(attribute => attribute.Name == AttributeName.GeneratedUid).Values is [{ Text: { } text }, ..] ? text : null;
        var isBuiltIn = builtIn.Contains((file.Type, Identity(uuid, file.Name)));
        if (there.TryGetValue((file.Type, file.Name), out var record))
        {
            record.SetBuiltIn(isBuiltIn);
            foreach (var (name, _) in DslocalFile.Stored(record).ToList())
                if (name != AttributeName.RecordName && !attributes.Exists(attribute => attribute.Name == name)) record.Set(name);
        }
        else
        {
            record = node.Create(file.Type, file.Name, isBuiltIn);
        }
        foreach (var (name, values) in attributes) record.Set(name, values);
    }

    // What has no UUID (aliases, say) goes by its name.
    private static string Identity(string? uuid, string name) => uuid?.ToUpperInvariant() ?? "/" + name;

    // Beside record files macOS keeps an index, and hidden files may lie anywhere; neither is read.
    private static IEnumerable<(string Path, RecordType Type)> Files(string folder) =>
        from directory in Ordered(folder, Directory.GetDirectories)
        from file in Ordered(directory, Directory.GetFiles)
        where file.EndsWith(DslocalNames.Ending, StringComparison.Ordinal)
        select (file, DslocalNames.TypeOf(Path.GetFileName(directory)));

    private static IEnumerable<string> Ordered(string folder, Func<string, string[]> list)
    {
        try
        {
            return list(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new DslocalException(folder, $"it can't be read: {error.Message}", error);
        }
    }
}
