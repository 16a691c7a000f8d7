namespace MacToolHost.Processes;

/// <summary>
/// The host's own commands, for a companion that stands in for one of them (id, stat, sudo …) and passes a use on.
/// Under `macemu run` they are no longer at their usual paths; MACEMU_HOST_PATH lists the directories where they still are.
/// </summary>
public static class HostCommand
{
    /// <summary>The variable with the host's directories of commands, separated by colons.</summary>
    public const string PathVariable = "MACEMU_HOST_PATH";

    private const string UsualPath = "/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin";

    /// <summary>The path of the host's command, or null where it has none.</summary>
    public static string? Find(string name)
    {
        string? hostPath = Environment.GetEnvironmentVariable(PathVariable);
        string ownDirectory = Path.GetDirectoryName(Environment.ProcessPath) ?? "";
        return (string.IsNullOrEmpty(hostPath) ? UsualPath : hostPath)
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Where(directory => directory != ownDirectory)
            .Select(directory => $"{directory}/{name}")
            .FirstOrDefault(IsNotOurs);
    }

    /// <summary>Becomes the host's command. Returns only when that failed, with the exit status a shell would give.</summary>
    public static int Replace(string name, IReadOnlyList<string> arguments)
    {
        if (Find(name) is { } path)
            return ProcessImage.Replace(name, path, [name, .. arguments], ProcessImage.InheritedEnvironment);
        Console.Error.WriteLine($"{name}: command not found on the host");
        return ProcessImage.NotFound;
    }

    /// <summary>Links that `macemu install` made at usual paths lead back to us: passing on to one would never end.</summary>
    private static bool IsNotOurs(string path)
    {
        if (!File.Exists(path))
            return false;
        string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return target != Environment.ProcessPath;
    }
}
