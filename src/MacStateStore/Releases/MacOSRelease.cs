namespace MacStateStore.Releases;

/// <summary>One macOS version that existed, with its build.</summary>
/// <param name="Version">Such as 14.5.</param>
/// <param name="Build">Such as 23F79: the first general build of the version.</param>
public sealed record MacOSRelease(MacOSVersion Version, string Build)
{
    /// <summary>All known versions, oldest first (docs/notes-releases.md).</summary>
    public static IReadOnlyList<MacOSRelease> All => field ??=
        [.. DataTable.NamedRows("releases.tsv").Select(row => new MacOSRelease(MacOSVersion.Parse(row["Version"]), row["Build"]))];

    /// <summary>The newest version whose build is known for sure.</summary>
    public static MacOSRelease Newest => field ??= Find(DataTable.NamedRows("releases.tsv").Last(row => row["Sure"] == "known")["Version"])!;

    /// <summary>A version by its number; null where no such version existed.</summary>
    public static MacOSRelease? Find(string version) =>
        MacOSVersion.TryParse(version, out var wanted) ? All.FirstOrDefault(release => release.Version == wanted) : null;

    /// <summary>The name that a version's release is sold under, such as macOS Sonoma.</summary>
    public static string NameOf(MacOSVersion version) =>
        $"macOS {Array.Find(Names, name => name.Release == version.Release).Name}".TrimEnd();

    private static readonly (string Release, string Name)[] Names =
    [
        ("10.13", "High Sierra"), ("10.14", "Mojave"), ("10.15", "Catalina"), ("11", "Big Sur"), ("12", "Monterey"), ("13", "Ventura"),
        ("14", "Sonoma"), ("15", "Sequoia"), ("26", "Tahoe"),
    ];

    /// <summary>The number that opendirectoryd of a version writes into each record it touches (dossier dscl, 12.4).</summary>
    public static string RecordDaemonVersion(MacOSVersion version) =>
        DataTable.NamedRows("directory-versions.tsv").First(row => row["Release"] == version.Release)["RecordDaemonVersion"];

    /// <summary>The version of the tool profiles that comes with a macOS version (dossier profiles, 3).</summary>
    public static string ProfilesToolVersion(MacOSVersion version) =>
        DataTable.NamedRows("profiles-versions.tsv").First(row => row["Release"] == version.Release)["Version"];
}
