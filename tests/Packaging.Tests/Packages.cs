using Transcripts.Tests;

namespace Packaging.Tests;

/// <summary>The packages, made once for all tests.</summary>
[CollectionDefinition(Collection)]
public sealed class Packages : ICollectionFixture<Packages>, IDisposable
{
    public const string Collection = "packages";

    private readonly Shell _shell = new();

    public Packages()
    {
        if (Project.Tools is null) return;
        _shell.Good($"{Project.Root}/build/package.sh {Project.Tools} {_shell.Folder}/made", Settings);
        Archive = Directory.GetFiles(Folder, "*.tar.gz").Single();
        Debian = Directory.GetFiles(Folder, "*.deb").SingleOrDefault();
        _shell.Good($"mkdir away && tar -xzf {Archive} --strip-components 1 -C away");
        if (Debian is not null) _shell.Good($"dpkg-deb -x {Debian} root && dpkg-deb -e {Debian} control");
        Version = Path.GetFileName(Archive).Split('-')[1];
    }

    /// <summary>Whatever makes them come out the same, fast.</summary>
    public static (string, string)[] Settings => [("SOURCE_DATE_EPOCH", "1700000000"), ("PACKAGE_LEVEL", "1")];

    public string Folder => Path.Combine(_shell.Folder, "made");

    public string Archive { get; } = "";

    public string? Debian { get; }

    /// <summary>The archive unpacked.</summary>
    public string Unpacked => Path.Combine(_shell.Folder, "away");

    /// <summary>What the Debian package brings, and below it its own data.</summary>
    public string Installed => Path.Combine(_shell.Folder, "root");

    public string Version { get; } = "";

    public static void Need() => Skip.If(Project.Tools is null, "the executables are not built; run 'make tools'");

    public void Dispose() => _shell.Dispose();
}
