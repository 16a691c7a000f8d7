using System.Security.Cryptography;
using MacToolHost;

namespace Companions;

/// <summary><c>mktemp</c>: <c>-t</c> takes a prefix, and only trailing X are replaced (manual page).</summary>
internal static class MkTemp
{
    public static readonly Companion Companion = new("mktemp", _ => 0) { WithoutMachine = (arguments, console) => Run(arguments, console), IsLinuxs = Options.AreLong };

    private const string Usage = "usage: mktemp [-d] [-p tmpdir] [-q] [-t prefix] [-u] template ...\n       mktemp [-d] [-p tmpdir] [-q] [-u] -t prefix\n";
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Tries = 100;

    private static int Run(IReadOnlyList<string> arguments, ToolConsole console)
    {
        var options = Options.Read(arguments, "dp:qt:u");
        if (options.Problem is { } problem)
        {
            console.Error($"mktemp: {problem}\n{Usage}");
            return 1;
        }
        var folder = (console.Environment("TMPDIR") ?? options.Value('p') ?? "/tmp").TrimEnd('/');
        var templates = options.Rest.Select(template => options.Has('p') && !template.StartsWith('/') ? $"{folder}/{template}" : template).ToList();
        if (options.Value('t') is { } prefix) templates.Insert(0, $"{folder}/{prefix}.XXXXXXXX");
        else if (templates.Count == 0) templates.Add($"{folder}/tmp.XXXXXXXXXX");
        var status = 0;
        foreach (var template in templates)
        {
            var (path, reason) = Make(template, options.Has('d'), options.Has('u'));
            if (reason is null)
            {
                console.OutLine(path);
                continue;
            }
            status = 1;
            if (!options.Has('q')) console.ErrorLine($"mktemp: {(options.Has('d') ? "mkdtemp" : "mkstemp")} failed on {path}: {reason}");
        }
        return status;
    }

    private static (string Path, string? Problem) Make(string template, bool isDirectory, bool isUnsafe)
    {
        var stem = template.TrimEnd('X');
        var places = template.Length - stem.Length;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var path = stem + RandomNumberGenerator.GetString(Letters, places);
            var folder = Path.GetDirectoryName(Path.GetFullPath(path));
            if (!Directory.Exists(folder)) return (path, "No such file or directory");
            if (Path.Exists(path))
            {
                if (places == 0) return (path, "File exists");
                continue;
            }
            if (isUnsafe) return (path, null);
            try
            {
                if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
                if (isDirectory) Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                else new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
                return (path, null);
            }
            catch (UnauthorizedAccessException)
            {
                return (path, "Permission denied");
            }
            catch (IOException) when (Path.Exists(path) && places > 0)
            {
                // Somebody was quicker; the next name is free.
            }
        }
        return (template, "File exists");
    }
}
