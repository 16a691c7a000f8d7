namespace MacEmu.Run;

/// <summary>Looks at the host's file system as it is before anything is mounted.</summary>
internal static class HostPath
{
    /// <summary>Where the host's root stays visible below the new one; in a run within a run, the outer one's.</summary>
    internal const string Root = NamespaceLayout.Hidden + "/outer";

    /// <summary>Where the host's own root is visible however many runs are within each other: links that outlive a run lead there.</summary>
    internal const string Outermost = NamespaceLayout.Hidden + "/host";

    /// <summary>The path without links, or null where nothing is.</summary>
    internal static string? Real(string path) => NativeMethods.RealPath(path, 0);

    /// <summary>
    /// Where a host path is found after the root has changed, whatever stands at its place there. The links in it are
    /// resolved now: an absolute one would later lead out of the host's root into the new one.
    /// </summary>
    internal static string After(string path) => Real(path) is { } real ? (real == "/" ? Root : Root + real) : Root + path;

    /// <summary>Whether a directory of its own, no link to one, stands there: only on such a one can be mounted.</summary>
    internal static bool IsPlainDirectory(string path) => Real(path) == path && Directory.Exists(path);
}
