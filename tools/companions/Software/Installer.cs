using MacToolHost;

namespace Companions;

/// <summary><c>installer -pkg</c>: says what a Mac says of a package that isn't there; a real package can't be installed here.</summary>
internal static class Installer
{
    public static readonly Companion Companion = new("installer", Run);

    private static int Run(ToolRun run)
    {
        var words = run.Arguments.ToList();
        var at = words.FindIndex(word => word is "-pkg" or "-package");
        if (at < 0 || at + 1 == words.Count || !words.Exists(word => word is "-target" or "-tgt")) throw new NotEmulatedException($"installer {string.Join(' ', words)}".TrimEnd());
        var package = words[at + 1];
        if (!Path.Exists(MachineFolder.Locate(run.Mac.Path, package)))
        {
            run.Console.ErrorLine($"installer: Error the package path specified was invalid: '{package}'.");
            return 1;
        }
        if (!run.IsRoot)
        {
            run.Console.ErrorLine("installer: Must be run as root to install this package.");
            return 1;
        }
        throw new NotEmulatedException($"installer -pkg {package}: what is in a package isn't put on the emulated Mac");
    }
}
