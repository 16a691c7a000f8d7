using MacStateStore.Storage;

namespace MacStateStore.FileVault;

/// <summary>A file that FileVault leaves on the Mac's disk.</summary>
/// <param name="Path">Its path on the Mac.</param>
/// <param name="Content">What is in it; null where it is gone.</param>
/// <param name="Modified">When it was written.</param>
public sealed record FileVaultFile(string Path, byte[]? Content, DateTimeOffset Modified);

/// <summary>The files that FileVault leaves on the Mac's disk: what they hold is known here, and the host writes them.</summary>
public sealed class FileVaultFiles
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal FileVaultFiles(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<FileVaultFile> All => Read("SELECT path, content, modified FROM file_vault_file ORDER BY path");

    /// <summary>Those that the run has written or removed so far.</summary>
    public IReadOnlyList<FileVaultFile> Changed => Read(
        """
        SELECT path, content, modified FROM file_vault_file WHERE path IN
          (SELECT key FROM change WHERE journal_id = (SELECT journal_id FROM current_run) AND table_name = 'file_vault_file')
        """);

    /// <summary>Keeps a file.</summary>
    public void Write(string path, byte[]? content) => _database.Execute(
        "INSERT INTO file_vault_file (path, content, modified) VALUES ($1, $2, $3) ON CONFLICT (path) DO UPDATE SET content = excluded.content, modified = excluded.modified",
        path, content, MachineClock.ToMicroseconds(_mac.Clock.Now));

    private List<FileVaultFile> Read(string sql) =>
        _database.Rows(sql, row => new FileVaultFile(row.Text(0), row.BlobOrNull(1), MachineClock.FromMicroseconds(row.Long(2))));
}
