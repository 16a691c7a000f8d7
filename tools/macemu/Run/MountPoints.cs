namespace MacEmu.Run;

/// <summary>
/// Where the current directory lies below one of the Mac's folders (a project in /tmp, say), it is mounted on an empty folder of the
/// machine's: these go when the run is over.
/// </summary>
internal sealed class MountPoints : IDisposable
{
    private readonly List<string> _made = [];

    internal MountPoints(ScriptEnvironment environment)
    {
        string directory = environment.WorkingDirectory!;
        if (environment.MachineFolder is not { } kept || !environment.Folders.Any(folder => NamespaceLayout.IsBelow(directory, folder)))
            return;
        for (string path = kept + directory; path.Length > kept.Length && !Directory.Exists(path); path = Path.GetDirectoryName(path)!)
            _made.Add(path);
        try
        {
            Directory.CreateDirectory(kept + directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _made.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            foreach (string path in _made)
                Directory.Delete(path);
        }
        catch (IOException)
        {
            // Another run uses it too, or the script has left something there.
        }
    }
}
