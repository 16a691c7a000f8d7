using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>The files of a call of plutil, and the options that stand among them.</summary>
internal sealed class PlUtilFiles
{
    private const string StandardStream = "-";

    /// <summary>Reads the words behind the command.</summary>
    public PlUtilFiles(ToolRun run, IReadOnlyList<string> words)
    {
        Run = run;
        var paths = new List<string>();
        var areAllPaths = false;
        for (var i = 0; i < words.Count; i++)
            switch (words[i])
            {
                case var _ when areAllPaths:
                    paths.Add(words[i]);
                    break;
                case "--":
                    areAllPaths = true;
                    break;
                case "-n":
                    EndsLine = false;
                    break;
                case "-s":
                    IsSilent = true;
                    break;
                case "-r":
                    IsReadable = true;
                    break;
                case "-o":
                    Output = ++i < words.Count ? words[i] : throw new PlUtilException(PlUtilText.NeedsArgument("-o"));
                    break;
                case "-e":
                    Extension = ++i < words.Count ? words[i] : throw new PlUtilException(PlUtilText.NeedsArgument("-e"));
                    break;
                case ['-', _, ..]:
                    throw new PlUtilException(PlUtilText.UnknownOption(words[i]));
                default:
                    paths.Add(words[i]);
                    break;
            }
        Paths = paths.Count > 0 ? paths : throw new PlUtilException(PlUtilText.NoFiles);
    }

    /// <summary>The run of the tool.</summary>
    public ToolRun Run { get; }

    /// <summary>The files in their order; a dash means standard input.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Where the result goes (<c>-o</c>); null: where it came from.</summary>
    public string? Output { get; }

    /// <summary>The extension of a converted file (<c>-e</c>).</summary>
    public string? Extension { get; }

    /// <summary>Whether success is told (<c>-s</c>: not).</summary>
    public bool IsSilent { get; }

    /// <summary>Whether JSON is laid out for people (<c>-r</c>).</summary>
    public bool IsReadable { get; }

    /// <summary>Whether a raw value ends its line (<c>-n</c>: not).</summary>
    public bool EndsLine { get; } = true;

    /// <summary>Does something with every file; one that fails is told, and the others still follow.</summary>
    public int ForEach(Func<string, byte[], string?> problemOf)
    {
        var done = true;
        foreach (var path in Paths)
        {
            string? problem;
            try
            {
                problem = path.Length == 0 ? PlUtilText.EmptyPath
                    : (path == StandardStream ? Run.Console.ReadToEnd() : MacFile.Read(Run, path)) is not { } content ? PlUtilText.NoSuchFile(path, MacFile.Exists(Run, path))
                    : problemOf(path, content);
            }
            catch (PropertyListException error)
            {
                problem = error.Message;
            }
            if (problem is null) continue;
            done = false;
            var line = $"{NameOf(path)}: {problem}";
            if (Run.Mac.System.Version.Has(Capability.PlutilComplainsOnStandardError)) Run.Console.ErrorLine(line);
            else Run.Console.OutLine(line);
        }
        return done ? 0 : 1;
    }

    /// <summary>How a file is named in messages.</summary>
    public static string NameOf(string path) => path == StandardStream ? "<stdin>" : path;

    /// <summary>Writes the result of a file; gives what is wrong, or null.</summary>
    /// <param name="path">The file that it came from.</param>
    /// <param name="content">The result.</param>
    /// <param name="isForPeople">Whether it goes to standard output unless said otherwise.</param>
    public string? Write(string path, byte[] content, bool isForPeople = false)
    {
        var target = Output ?? (isForPeople ? StandardStream : Extension is null || path == StandardStream ? path : Path.ChangeExtension(path, Extension));
        if (target is StandardStream or "/dev/stdout")
        {
            Run.Console.Out(content);
            return null;
        }
        return MacFile.Write(Run, target, content) ? null : PlUtilText.NotWritten(target);
    }
}
