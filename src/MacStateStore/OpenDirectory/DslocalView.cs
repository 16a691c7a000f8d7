using System.Globalization;
using System.Text;
using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The local node as the files that a Mac keeps of it (dossier dscl, 12.1), for whoever reads them instead of asking the directory.
/// They are a view: made anew from what the node holds, and followed record by record while somebody may be looking. A stamp tells
/// whether they still show the node: an untouched machine file costs a look at its time, a touched one a look at its values.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="machine">The machine file that the node lies in.</param>
/// <param name="folder">The folder of the view.</param>
/// <param name="stamp">The file that says what state the view shows.</param>
public sealed class DslocalView(LocalNode node, string machine, string folder, string stamp)
{
    /// <summary>The most records that are shown: a file for each of a hundred thousand would cost minutes that nobody asked for.</summary>
    public const int MostRecords = 5000;

    /// <summary>Whether there is a view to keep up to date.</summary>
    public bool Exists => Directory.Exists(folder);

    /// <summary>Whether the view shows the node as it is.</summary>
    public bool IsFresh
    {
        get
        {
            try
            {
                if (!Exists || !File.Exists(stamp) || File.ReadAllLines(stamp) is not [var file, var content]) return false;
                var now = Signature();
                if (file == now) return true;
                if (content != Fingerprint()) return false;
                Stamp(now, content);
                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Makes the view show the node. Where that has too many records there is none.</summary>
    /// <exception cref="DslocalException">It can't be written.</exception>
    public void Refresh()
    {
        Forget();
        if (node.CountRecords() > MostRecords)
        {
            Discard();
            return;
        }
        DslocalFolder.Export(node, folder);
        Stamp(Signature(), Fingerprint());
    }

    /// <summary>Brings the files of some records up to date.</summary>
    /// <param name="changed">Types and names; a record that isn't there under that name has no file under it.</param>
    /// <exception cref="DslocalException">A file can't be written.</exception>
    public void Follow(IEnumerable<(RecordType Type, string Name)> changed)
    {
        if (!Exists) return;
        Forget();
        foreach (var (type, name) in changed)
        {
            if (node.FindByFirstName(type, name) is { } record)
            {
                var path = Path.Combine(DslocalFolder.MakeDirectory(folder, type), DslocalNames.FileOf(name));
                new DslocalFile(path, type, DslocalFile.ContentOf(record), IsBinary: true).WriteWhereOther();
                continue;
            }
            var gone = Path.Combine(folder, DslocalNames.DirectoryOf(type), DslocalNames.FileOf(name));
            if (File.Exists(gone)) DslocalFolder.Remove(gone);
        }
    }

    private void Stamp(string file, string content) => PrivateFile.Write(stamp, Encoding.UTF8.GetBytes($"{file}\n{content}\n"));

    // The last change because clocks of file systems are coarse; time and size because a file may be replaced by another. It isn't
    // opened: closing it again would take away the locks that SQLite holds on it in this process.
    private string Signature()
    {
        var file = new FileInfo(machine);
        return $"{node.LastChange} {file.Length} {file.LastWriteTimeUtc.Ticks}";
    }

    // What is half written shows nothing.
    private void Forget()
    {
        if (File.Exists(stamp)) DslocalFolder.Remove(stamp);
    }

    private void Discard()
    {
        try
        {
            if (Exists) Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new DslocalException(folder, $"it can't be removed: {error.Message}", error);
        }
    }

    // FNV-1a over every value: whatever became of the machine file, equal records give an equal stamp. It only has to tell states apart.
    private string Fingerprint()
    {
        var hash = 0xCBF29CE484222325;
        foreach (var part in node.AllStored())
        {
            if (part is byte[] bytes)
                foreach (var b in bytes) hash = (hash ^ b) * 0x100000001B3;
            else
                foreach (var c in (string)part!) hash = (hash ^ c) * 0x100000001B3;
            hash = (hash ^ 0x1FFFF) * 0x100000001B3; // no character: where one part ends
        }
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
