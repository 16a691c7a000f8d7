using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>A use of plutil that can't be done; nothing more is done then.</summary>
/// <param name="message">What it says.</param>
internal sealed class PlUtilException(string message) : Exception(message);

/// <summary>Checks, converts and edits property lists and JSON.</summary>
internal static class PlUtil
{
    public static readonly Companion Companion = new("plutil", Run)
    {
        IsSecret = arguments => [.. arguments.Select((_, i) => i > 2 && arguments[0] is "-insert" or "-replace" && arguments[1].Contains("password", StringComparison.OrdinalIgnoreCase) && i == 3)],
    };

    private static int Run(ToolRun run)
    {
        try
        {
            return Do(run, [.. run.Arguments]);
        }
        catch (PlUtilException misuse)
        {
            run.Console.ErrorLine(misuse.Message);
            run.Console.Error(PlUtilText.Usage);
            return 1;
        }
    }

    private static int Do(ToolRun run, string[] arguments)
    {
        switch (arguments)
        {
            case []:
                throw new PlUtilException(PlUtilText.NoFiles);
            case ["-help", ..]:
                run.Console.Out(PlUtilText.Usage);
                return 0;
            case ["-lint", .. var rest]:
                return PlUtilCheck.Lint(new PlUtilFiles(run, rest));
            case ["-p", .. var rest]:
                return PlUtilPrint.Print(new PlUtilFiles(run, rest));
            case ["-convert"]:
                throw new PlUtilException(PlUtilText.NoFormat);
            case ["-convert", "swift" or "objc", ..]:
                throw new NotEmulatedException($"plutil -convert {arguments[1]}");
            case ["-convert", var format, .. var rest]:
                var target = Format(run, format);
                return PlUtilWrite.Each(new PlUtilFiles(run, rest), document => document.Root, target);
            case ["-insert" or "-replace", .. var rest]:
                return PlUtilEdit.Insert(run, rest, replaces: arguments[0] == "-replace");
            case ["-remove", var path, .. var rest]:
                return PlUtilWrite.Each(new PlUtilFiles(run, rest), document => PlUtilKeyPath.Parse(path).Removed(document.Root), null);
            case ["-remove"]:
                throw new PlUtilException(PlUtilText.RemoveNeeds);
            case ["-extract", var path, var format, .. var rest]:
                return PlUtilExtract.Extract(run, path, Format(run, format, isExtract: true), rest);
            case ["-type", var path, .. var rest] when Knows(run):
                return PlUtilExtract.Type(run, path, rest);
            case ["-extract" or "-type", ..]:
                throw new PlUtilException(PlUtilText.ExtractNeeds);
            case ["-create", var format, .. var rest] when Knows(run):
                return PlUtilWrite.Create(new PlUtilFiles(run, rest), Format(run, format));
            case ["-create", ..]:
                throw new PlUtilException(PlUtilText.CreateNeeds);
            default:
                return PlUtilCheck.Lint(new PlUtilFiles(run, arguments));
        }
    }

    // macOS 12 brought raw values, -type and -create.
    private static bool Knows(ToolRun run) => run.Mac.System.Version.Has(Capability.PlutilExtractsRawValues);

    private static PlUtilFormat Format(ToolRun run, string name, bool isExtract = false) => name switch
    {
        "xml1" => PlUtilFormat.Xml,
        "binary1" => PlUtilFormat.Binary,
        "json" => PlUtilFormat.Json,
        "raw" when isExtract && Knows(run) => PlUtilFormat.Raw,
        "swift" or "objc" => throw new NotEmulatedException($"plutil {run.Arguments[0]} {name}"),
        _ => throw new PlUtilException(PlUtilText.UnknownFormat(name)),
    };
}

/// <summary>What plutil can write.</summary>
internal enum PlUtilFormat
{
    Xml,
    Binary,
    Json,
    Raw,
}
