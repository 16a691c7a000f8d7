namespace MacStateStore.Storage;

/// <summary>
/// What a machine was when each of the last <c>macemu run</c>s began and ended: whole copies, kept in a folder beside its file
/// (<c>machine.db.runs</c>). Those of older runs go as new ones come, and a machine of unusual size has none.
/// </summary>
public sealed class RunStates
{
    /// <summary>How many runs are kept.</summary>
    public const int MostRuns = 10;

    /// <summary>Bytes of the largest machine that is copied: a copy of an ordinary one takes two milliseconds.</summary>
    public const long LargestMachine = 16 << 20;

    private const string Before = ".before.db";
    private const string After = ".after.db";

    private readonly Database _database;

    internal RunStates(Database database) => _database = database;

    private string Folder => FolderOf(_database.Path);

    /// <summary>The folder of a machine.</summary>
    /// <param name="machineFile">The machine's file.</param>
    public static string FolderOf(string machineFile) => machineFile + ".runs";

    /// <summary>Keeps what the machine is as a run begins; a run within the run keeps nothing new.</summary>
    public void KeepBefore(string run)
    {
        if (FileOf(run, Before) is not { } file || File.Exists(file)) return;
        Write(file);
        Forget();
    }

    /// <summary>Keeps what the machine is as a run ends.</summary>
    public void KeepAfter(string run)
    {
        if (PathBefore(run) is not null) Write(FileOf(run, After)!);
    }

    /// <summary>The machine file of before a run; null where none was kept.</summary>
    public string? PathBefore(string run) => Existing(run, Before);

    /// <summary>The machine file of after a run; null where none was kept, as nothing ran in it, it goes on, or it was broken off.</summary>
    public string? PathAfter(string run) => Existing(run, After);

    /// <summary>The newest run of which something is kept; null where there is none.</summary>
    public string? Newest => !Directory.Exists(Folder) ? null
        : new DirectoryInfo(Folder).GetFiles("*" + Before).MaxBy(file => file.LastWriteTimeUtc)?.Name[..^Before.Length];

    private string? Existing(string run, string ending) => FileOf(run, ending) is { } file && File.Exists(file) ? file : null;

    // A run's id is a UUID, but anybody may have set the variable that holds it.
    private string? FileOf(string run, string ending) =>
        run.Length is > 0 and <= 100 && run[0] != '.' && run.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? Path.Combine(Folder, run + ending) : null;

    private void Write(string file)
    {
        if (new FileInfo(_database.Path).Length > LargestMachine) return;
        try
        {
            PrivateFile.MakeFolder(Folder);
            PrivateFile.Write(file, _database.Serialize());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Only a report would miss it, and says so.
        }
    }

    private void Forget()
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var old in new DirectoryInfo(Folder).GetFiles("*" + Before).OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostRuns))
        {
            File.Delete(old.FullName);
            File.Delete(old.FullName[..^Before.Length] + After);
        }
    }
}
