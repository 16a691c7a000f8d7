using System.Buffers.Binary;
using System.Reflection;

namespace MacStateStore.Storage;

/// <summary>The file that a machine is kept in: its format, its checks, its migrations.</summary>
internal static class MachineFile
{
    /// <summary>The format that this program writes (<c>PRAGMA user_version</c>).</summary>
    public const int Format = 1;

    /// <summary>Marks the file as a machine (<c>PRAGMA application_id</c>): "MacE".</summary>
    public const int ApplicationId = 0x4D616345;

    /// <summary>Opens an existing machine, bringing an older format up to date.</summary>
    /// <exception cref="MachineFileException">There is none, it is no machine, it is damaged, or a newer program wrote it.</exception>
    public static Database Open(string path)
    {
        var format = CheckHeader(path);
        var database = new Database(path);
        if (format < Format) Migrate(database, format);
        return database;
    }

    /// <summary>Makes an empty machine in a new file.</summary>
    public static Database Create(string path)
    {
        var database = new Database(path, create: true);
        // One transaction instead of one for each table.
        database.ExecuteScript($"BEGIN;{Resource("schema.sql")}COMMIT;");
        database.ExecuteScript($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Format};");
        return database;
    }

    // The header is read from the file itself, since SQLite would only say "file is not a database" to all of these.
    private static int CheckHeader(string path)
    {
        Span<byte> header = stackalloc byte[100];
        int read;
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            read = RandomAccess.Read(file, header, 0);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MachineFileException($"machine file {path}: there is no such file. Make one with 'macemu create --machine {path}'.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MachineFileException($"machine file {path}: it can't be read ({error.Message}).", MachineFileProblem.Unusable, error);
        }
        if (read < header.Length || !header.StartsWith("SQLite format 3\0"u8))
            throw new MachineFileException($"machine file {path}: it is not a machine of macemu. Name another file or make a new one with 'macemu create --force'.");
        if (BinaryPrimitives.ReadInt32BigEndian(header[68..]) != ApplicationId)
            throw new MachineFileException($"machine file {path}: it is a database of some other program, not a machine of macemu. It was left as it is.");
        var format = BinaryPrimitives.ReadInt32BigEndian(header[60..]);
        if (format > Format)
            throw new MachineFileException($"machine file {path}: a newer macemu wrote it (format {format}, this one knows up to {Format}). Use that version.");
        return format;
    }

    // Format 1 is the first; each later one adds its step here.
    private static void Migrate(Database database, int from) =>
        throw new MachineFileException($"machine file {database.Path}: format {from} is not known.");

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"resource {name} is missing from the build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
