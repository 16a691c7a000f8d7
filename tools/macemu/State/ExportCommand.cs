using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.SecureEnclave;
using MacToolHost;

namespace MacEmu;

/// <summary>Takes things out of the machine: all of it as an archive, its local directory, as the files that a Mac keeps, and certificates.</summary>
internal static class ExportCommand
{
    public static Verb Define()
    {
        var folder = Verb.Required("DIR", "the folder, such as a copy of /var/db/dslocal/nodes/Default");
        var folderOfCertificates = Verb.Required("DIR", "the folder; it is made where it is missing");
        var force = Verb.Flag("--force", "write into a folder that isn't empty; files of records that are gone are removed");
        var archive = Verb.Optional("FILE", "the archive (tar, gzipped)");
        return new Verb("export", "write the machine as one archive, or parts of it as files", "macemu export mac.tar.gz", run => Archive(run, run.Said(archive)))
        {
            archive,
            new Verb("dslocal", "write the local directory as property lists, one per record", "macemu export dslocal ./Default",
                run => Export(run, run.Value(folder), run.Value(force)))
            {
                folder, force,
            },
            new Verb("certificates", "write the certificates of the Secure Enclave's keys: root.pem, ucrt.pem and oic.pem", "macemu export certificates ./certificates",
                run => ExportCertificates(run, run.Value(folderOfCertificates)))
            {
                folderOfCertificates,
            },
        };
    }

    private static int Archive(Invocation run, string? file)
    {
        if (string.IsNullOrEmpty(file)) throw new MacEmuException("export: name the archive to write, such as mac.tar.gz");
        if (Directory.Exists(file)) throw new MacEmuException($"export: {file} is a folder; name a file");
        using var mac = run.Open();
        MachineArchive.Write(mac, Path.GetFullPath(file));
        return Status.Good;
    }

    private static int ExportCertificates(Invocation run, string folder)
    {
        if (folder.Length == 0) throw new MacEmuException("export certificates: the folder's name is empty");
        return run.Event(mac =>
        {
            var certificates = mac.Activation.Certificates() ?? throw new LifecycleException("this Mac has no such certificates: Macs with Apple silicon have, if they are activated and no virtual machines");
            Directory.CreateDirectory(folder);
            foreach (var (name, certificate) in (ReadOnlySpan<(string, ReadOnlyMemory<byte>)>)[("root.pem", certificates.Authority), ("ucrt.pem", certificates.User), ("oic.pem", certificates.Owner)])
                File.WriteAllText(Path.Combine(folder, name), Certificate.ToPem(certificate.Span));
        });
    }

    private static int Export(Invocation run, string folder, bool force)
    {
        if (folder.Length == 0) throw new MacEmuException("export dslocal: the folder's name is empty");
        return run.Event(mac =>
        {
            if (File.Exists(folder)) throw new MacEmuException($"export dslocal: {folder} is a file; name a folder");
            if (!force && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new MacEmuException($"export dslocal: {folder} isn't empty; use --force to write into it, or name another");
            ImportCommand.Explained("export", () => DslocalFolder.Export(mac.Directory, Path.GetFullPath(folder)), ExitStatus.CannotWrite);
        });
    }
}
