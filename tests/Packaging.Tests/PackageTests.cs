using Transcripts.Tests;

namespace Packaging.Tests;

/// <summary>The packages that `make package` makes of the built tools.</summary>
[Collection(Packages.Collection)]
public sealed class PackageTests(Packages packages) : IDisposable
{
    private static readonly string[] Tools = ["dscl", "sysadminctl", "fdesetup", "profiles", "diskutil", "bputil", "csrutil"];

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [SkippableFact]
    public void The_archive_has_all_that_belongs_to_it()
    {
        Packages.Need();
        var files = _shell.Good($"tar -tvzf {packages.Archive}").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(files, file => Assert.Contains(" 0/0 ", file));
        string[] needed =
        [
            "LICENSE", "bin/macemu", "bin/companions", "bin/libe_sqlite3.so", "bin/sw_vers -> companions", .. Tools.Select(tool => $"bin/{tool}"),
            "share/man/man1/macemu.1.gz", "share/man/man1/dscl.1.gz", "share/man/man8/fdesetup.8.gz", "share/bash-completion/completions/macemu",
            "share/zsh/site-functions/_macemu", "share/fish/vendor_completions.d/macemu.fish", "share/doc/mactoolemu/README.md", "share/doc/mactoolemu/docs/coverage.md",
            "share/doc/mactoolemu/examples/scenarios/disabledtags.yml",
        ];
        foreach (var name in needed) Assert.Contains(files, file => file.EndsWith($"/{name}", StringComparison.Ordinal));
        Assert.DoesNotContain(files, file => file.EndsWith(".dbg", StringComparison.Ordinal) || file.EndsWith(".pdb", StringComparison.Ordinal));
        _shell.Good($"cd {packages.Folder} && sha256sum --check --strict *.sha256");
    }

    // With stand-ins for the tools, as packing the real ones takes time.
    [Fact]
    public void The_same_tools_give_the_same_bytes()
    {
        var version = _shell.Good($"sed -n 's:.*<VersionPrefix>\\(.*\\)</VersionPrefix>.*:\\1:p' {Project.Root}/Directory.Build.props").Trim();
        _shell.Write("bin/macemu", $"#!/bin/sh\ncase $* in --version) echo macemu {version} ;; *--section) echo 8 ;; *) echo \"$*\" ;; esac\n# GLIBC_2.30\n");
        _shell.Write("bin/companions", "#!/bin/sh\nprintf 'ls\\nsed\\n'\n");
        foreach (var name in Tools.Append("libe_sqlite3.so")) _shell.Write($"bin/{name}", name);
        _shell.Good($"chmod 755 bin/*; {Project.Root}/build/package.sh bin one", Packages.Settings);
        _shell.Good($"touch -d 2001-01-01 bin/*; chmod 700 bin/*; umask 077; {Project.Root}/build/package.sh bin two", Packages.Settings);
        Assert.Equal("", _shell.Good("diff -r one two"));
        Assert.Contains("mactoolemu", _shell.Good("cat one/*.sha256"));
    }

    [SkippableFact]
    public void An_unpacked_archive_runs_from_where_it_is()
    {
        Packages.Need();
        var printed = _shell.Good("""
            export PATH=$AWAY/path:$PATH MACEMU_MACHINE=$PWD/machine.db
            macemu create --os 14.5 --setup alice:pw --kdf-iterations 1 && macemu login alice --password pw
            macemu run -- sysadminctl -secureTokenStatus alice; macemu run -- /usr/bin/dscl . -read /Users/alice UniqueID
            """, ("AWAY", packages.Unpacked));
        Assert.Contains("Secure token is ENABLED for user alice", printed);
        Assert.Contains("UniqueID: 501", printed);
    }

    [SkippableFact]
    public void Every_manual_page_is_good_for_groff_and_names_its_tool()
    {
        Packages.Need();
        Skip.If(!File.Exists("/usr/bin/groff"), "groff is not installed");
        Assert.Equal("", _shell.Good("for page in $AWAY/share/man/man?/*.gz; do gzip -dc $page | groff -man -ww -Tutf8 >page || exit 1; name=${page##*/}; grep -q \"${name%%.*}\" page || echo \"$page is empty\"; done", ("AWAY", packages.Unpacked)));
        Assert.Equal(Tools.Length + 1, Directory.GetFiles(Path.Combine(packages.Unpacked, "share/man"), "*.gz", SearchOption.AllDirectories).Length);
    }

    [SkippableFact]
    public void The_Debian_package_keeps_out_of_the_hosts_way()
    {
        Packages.Need();
        Skip.If(packages.Debian is null, "dpkg-deb is not installed");
        // Nothing but macemu comes into PATH, and nothing belongs to anybody but root.
        Assert.Equal(["macemu"], Directory.GetFileSystemEntries(Path.Combine(packages.Installed, "usr/bin")).Select(Path.GetFileName));
        Assert.All(_shell.Good($"dpkg-deb -c {packages.Debian}").Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(" root/root ", line));
        Assert.All(_shell.Good($"cd {packages.Installed} && find . -mindepth 1 -maxdepth 2").Split('\n', StringSplitOptions.RemoveEmptyEntries), path => Assert.StartsWith("./usr", path));
        Assert.Equal("", _shell.Good($"cd {packages.Installed} && find . -type f -perm /022; find . -xtype l; md5sum --quiet --strict -c {packages.Installed}/../control/md5sums"));
        var fields = File.ReadAllLines(Path.Combine(packages.Installed, "../control/control")).Where(line => line[0] != ' ').Select(line => line.Split(": ", 2)).ToDictionary(field => field[0], field => field[1]);
        Assert.Equal(("mactoolemu", packages.Version), (fields["Package"], fields["Version"]));
        Assert.Matches(@"^libc6 \(>= 2\.[0-9]+\), ", fields["Depends"]);
        Assert.InRange(int.Parse(fields["Installed-Size"]), 50_000, 300_000);
        Assert.True(File.Exists(Path.Combine(packages.Installed, "usr/share/doc/mactoolemu/copyright")));
    }

    [SkippableFact]
    public void The_Debian_package_works_from_its_folders()
    {
        Packages.Need();
        Skip.If(packages.Debian is null, "dpkg-deb is not installed");
        var printed = _shell.Good("export PATH=$ROOT/usr/bin:$ROOT/usr/lib/mactoolemu/path:$PATH MACEMU_MACHINE=$PWD/machine.db; macemu --version; macemu create --os 13.6 --kdf-iterations 1; macemu run -- sw_vers; MACEMU_USER=root csrutil status; macemu coverage --tool csrutil --os 13 | wc -l", ("ROOT", packages.Installed));
        Assert.Contains($"macemu {packages.Version}\n", printed);
        Assert.Contains("ProductVersion:\t\t13.6\n", printed);
        Assert.Contains("System Integrity Protection status: enabled.", printed);
        Assert.Matches("\n[1-9][0-9]+\n$", printed);
    }

    [SkippableFact]
    public void Nothing_is_packed_of_what_is_incomplete_or_of_another_version()
    {
        Packages.Need();
        Assert.Equal((1, "package: " + _shell.Folder + "/bin/macemu is missing; run 'make tools'\n"), _shell.Run($"mkdir bin; {Project.Root}/build/package.sh bin out"));
        _shell.Good($"cp -P {Project.Tools}/* bin/ && rm bin/macemu && printf '#!/bin/sh\\necho macemu 9.9.9\\n' > bin/macemu && chmod +x bin/macemu");
        Assert.Equal((1, $"package: macemu is 9.9.9 and Directory.Build.props says {packages.Version}; run 'make tools'\n"), _shell.Run($"{Project.Root}/build/package.sh bin out"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_shell.Folder, "out")));
    }
}
