using System.Text;
using System.Text.Unicode;
using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary>How a typed path is taken apart (dossier dscl, section 4).</summary>
internal static class DirectoryPath
{
    /// <summary>
    /// The components that a path leads through: escapes resolved, percent sequences decoded, <c>.</c> and empty ones left out,
    /// <c>..</c> applied.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="from">The components that it begins after.</param>
    public static List<string> Components(string path, IReadOnlyList<string> from)
    {
        var components = from.ToList();
        var current = new StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '/') Finish();
            else if (path[i] != '\\') current.Append(path[i]);
            else if (++i < path.Length) current.Append(path[i]);
        }
        Finish();
        return components;

        void Finish()
        {
            var component = DecodePercent(current.ToString());
            current.Clear();
            if (component is "" or ".") return;
            if (component != "..") components.Add(component);
            else if (components.Count > 0) components.RemoveAt(components.Count - 1);
        }
    }

    /// <summary>
    /// What read takes a path as: the way to the container, and the name in it as it was typed. The name is null where the path
    /// means the container itself. A colon marks a mount, whose name has slashes: it begins after the last one before the colon.
    /// </summary>
    public static (string Container, string? Name) ForReading(string path)
    {
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            var start = path.LastIndexOf('/', colon) + 1;
            return (path[..start], path[start..]);
        }
        var trimmed = path.TrimEnd('/');
        // The way up isn't a name either.
        if (trimmed is "" or "." or ".." || trimmed.EndsWith("/..", StringComparison.Ordinal)) return (path, null);
        var slash = trimmed.LastIndexOf('/');
        return (trimmed[..(slash + 1)], trimmed[(slash + 1)..]);
    }

    // What decodes to no text stays as it is.
    private static string DecodePercent(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal)) return text;
        var decoded = PercentSequences.Decode(text);
        return Utf8.IsValid(decoded) && !decoded.Contains((byte)0) ? Encoding.UTF8.GetString(decoded) : text;
    }
}

/// <summary>A component of a path could not be entered.</summary>
internal sealed class InvalidPathException : Exception;
