using System.Formats.Tar;
using System.IO.Compression;
using MacStateStore;
using MacToolHost;

namespace MacEmu;

/// <summary>A machine as one file to take elsewhere: a tar archive, gzipped, of its state, its snapshots and its files.</summary>
internal static class MachineArchive
{
    private const string State = "machine.db";
    private const string Snapshots = "snapshots/";
    private const string Files = "files/";

    /// <summary>Writes the machine; the file is there whole or not at all.</summary>
    public static void Write(Mac mac, string file)
    {
        var unfinished = $"{file}.{Environment.ProcessId}.part";
        var copy = unfinished + ".db";
        try
        {
            mac.Snapshots.CopyTo(copy);
            using (var stream = new GZipStream(File.Create(unfinished), CompressionLevel.Optimal))
            using (var archive = new TarWriter(stream, TarEntryFormat.Pax))
            {
                archive.WriteEntry(copy, State);
                foreach (var (name, _) in mac.Snapshots.List()) archive.WriteEntry(mac.Snapshots.PathOf(name), Snapshots + name);
                Add(archive, MachineFolder.Of(mac.Path), Files);
            }
            File.Move(unfinished, file, overwrite: true);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(unfinished);
        }
    }

    /// <summary>Makes a machine of an archive.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="machine">The machine file to be; what was there under that name goes.</param>
    /// <exception cref="MacEmuException">The file is no such archive; nothing was changed.</exception>
    public static void Read(string file, string machine)
    {
        var folder = $"{machine}.{Environment.ProcessId}.part";
        try
        {
            Directory.CreateDirectory(folder);
            Extract(file, folder);
            // Whether it is a machine, and one of a format that is known, comes out when it is opened.
            Mac.Open(Path.Combine(folder, State)).Dispose();
            Replace(machine + ".snapshots", Path.Combine(folder, Snapshots));
            foreach (var snapshot in Directory.Exists(machine + ".snapshots") ? Directory.GetFiles(machine + ".snapshots") : []) File.Move(snapshot, snapshot + ".db");
            Replace(MachineFolder.Of(machine), Path.Combine(folder, Files));
            File.Delete(machine + "-journal");
            File.Move(Path.Combine(folder, State), machine, overwrite: true);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static void Add(TarWriter archive, string folder, string name)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            var isFolder = entry is DirectoryInfo && entry.LinkTarget is null;
            // Sockets, pipes and devices are of one host.
            if (!isFolder && entry.LinkTarget is null && (File.GetAttributes(entry.FullName) & FileAttributes.Device) != 0) continue;
            archive.WriteEntry(entry.FullName, name + entry.Name);
            if (isFolder) Add(archive, entry.FullName, $"{name}{entry.Name}/");
        }
    }

    private static void Extract(string file, string folder)
    {
        try
        {
            using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            TarFile.ExtractToDirectory(stream, folder, overwriteFiles: false);
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or ArgumentException || (error is IOException && File.Exists(file) && error is not FileNotFoundException))
        {
            throw new MacEmuException($"import: {file}: it is no archive that 'macemu export' wrote, or a damaged one ({error.Message})", ExitStatus.BadInput);
        }
        if (!File.Exists(Path.Combine(folder, State)))
            throw new MacEmuException($"import: {file}: it is no archive that 'macemu export' wrote: it holds no {State}", ExitStatus.BadInput);
    }

    private static void Replace(string old, string @new)
    {
        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
        if (Directory.Exists(@new)) Directory.Move(@new, old);
    }
}
