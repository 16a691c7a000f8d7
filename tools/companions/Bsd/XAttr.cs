using System.Text;
using MacToolHost;

namespace Companions;

/// <summary><c>xattr</c>: extended attributes, kept in the machine by the file's path (texts memory).</summary>
internal static class XAttr
{
    public static readonly Companion Companion = new("xattr", Run);

    private const string Usage =
        "usage: xattr [-l] [-r] [-s] [-v] [-x] file [file ...]\n       xattr -p [-l] [-r] [-s] [-v] [-x] attr_name file [file ...]\n       xattr -w [-r] [-s] [-x] attr_name attr_value file [file ...]\n" +
        "       xattr -d [-r] [-s] attr_name file [file ...]\n       xattr -c [-r] [-s] file [file ...]\n";

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "cdhlprsvwx");
        if (options.Problem is { } problem)
        {
            run.Console.Error($"xattr: {problem}\n{Usage}");
            return 64;
        }
        if (options.Has('h'))
        {
            run.Console.Out(Usage);
            return 0;
        }
        var operands = options.Has('w') ? 2 : options.Has('p') || options.Has('d') ? 1 : 0;
        if (options.Rest.Count <= operands)
        {
            run.Console.Error(Usage);
            return 64;
        }
        var status = 0;
        var files = options.Rest.Skip(operands).ToList();
        var namesFiles = options.Has('v') || options.Has('r') || files.Count > 1;
        foreach (var argument in files)
        {
            if (!FileTarget.Exists(run, argument))
            {
                run.Console.ErrorLine($"xattr: No such file: {argument}");
                status = 1;
                continue;
            }
            foreach (var path in options.Has('r') ? FileTarget.Tree(run, argument) : [FileTarget.PathOf(argument)])
            {
                var shown = path == FileTarget.PathOf(argument) ? argument : path;
                if (!One(run, options, path, namesFiles ? $"{shown}: " : "", shown)) status = 1;
            }
        }
        return status;
    }

    private static bool One(ToolRun run, Options options, string path, string prefix, string shown)
    {
        var marks = run.Mac.FileMarks;
        if (options.Has('w'))
        {
            marks[path, options.Rest[0]] = options.Has('x') ? Encoding.UTF8.GetString(Convert.FromHexString(options.Rest[1].Replace(" ", "", StringComparison.Ordinal))) : options.Rest[1];
            return true;
        }
        if (options.Has('c'))
        {
            foreach (var (name, _) in marks.Of(path)) marks[path, name] = null;
            return true;
        }
        if (options.Has('d') || options.Has('p'))
        {
            var name = options.Rest[0];
            if (marks[path, name] is not { } value)
            {
                // With -r files without it are passed over.
                if (options.Has('r')) return true;
                run.Console.ErrorLine($"xattr: {shown}: No such xattr: {name}");
                return false;
            }
            if (options.Has('d')) marks[path, name] = null;
            else run.Console.OutLine(prefix + (options.Has('l') ? $"{name}: " : "") + Shown(value, options));
            return true;
        }
        foreach (var (name, value) in marks.Of(path)) run.Console.OutLine(prefix + (options.Has('l') ? $"{name}: {Shown(value, options)}" : name));
        return true;
    }

    private static string Shown(string value, Options options) => options.Has('x') ? string.Join(' ', Encoding.UTF8.GetBytes(value).Select(part => part.ToString("X2"))) : value;
}
