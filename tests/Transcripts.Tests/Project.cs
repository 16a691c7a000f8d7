namespace Transcripts.Tests;

/// <summary>Where things lie in the source tree.</summary>
internal static class Project
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The executables of `make tools`; null where they haven't been built.</summary>
    public static string? Tools { get; } =
        Environment.GetEnvironmentVariable("MACEMU_TOOLS") is { Length: > 0 } named ? named
        : File.Exists(Path.Combine(Root, "artifacts/bin/macemu")) ? Path.Combine(Root, "artifacts/bin") : null;

    /// <summary>Observations of real Macs; they are kept outside the project and may be absent.</summary>
    public static string Recorded { get; } = Path.GetFullPath(Path.Combine(Root, "../shared/transcripts"));

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "MacToolEmu.sln")) ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests don't run inside the source tree"));
}
