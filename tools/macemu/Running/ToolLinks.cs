using MacEmu.Run;
using MacToolHost;

namespace MacEmu;

/// <summary>The links that stand at the tools' macOS paths and lead to the executables beside macemu.</summary>
internal static class ToolLinks
{
    /// <summary>Names the folder of the executables.</summary>
    public const string ToolsVariable = "MACEMU_TOOLS";

    /// <summary>Where the executables are: beside macemu, or, while developing, where MACEMU_TOOLS says.</summary>
    public static string ToolsDirectory(ToolConsole console) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(console.Environment(ToolsVariable) ?? AppContext.BaseDirectory));

    /// <summary>Every link there is to be, with the executable it leads to, sorted by path.</summary>
    public static IEnumerable<(string Link, string Tool)> Under(string prefix, string tools) =>
        Everywhere(prefix, tools).Where(pair => File.Exists(pair.Tool));

    /// <summary>Every link there could be, also to executables that are gone.</summary>
    public static IEnumerable<(string Link, string Tool)> Everywhere(string prefix, string tools) =>
        MacPaths.Commands
            .SelectMany(command => command.Value.Select(directory => (Path.Combine(prefix, directory[1..], command.Key), Path.Combine(tools, command.Key))))
            .OrderBy(pair => pair.Item1, StringComparer.Ordinal);

    /// <summary>Where a link leads; null where there is nothing or no link.</summary>
    public static string? TargetOf(string path) => new FileInfo(path).LinkTarget;

    /// <summary>Whether something stands at a path, a link that leads nowhere included.</summary>
    public static bool IsTaken(string path) => File.Exists(path) || Directory.Exists(path) || TargetOf(path) is not null;
}
