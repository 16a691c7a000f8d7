using MacStateStore.DeviceManagement;
using MacToolHost;

namespace Companions;

/// <summary>
/// Opens configuration profiles, which then wait in the settings for a person's approval (dossier profiles, 4.6), and the settings
/// themselves, which changes nothing.
/// </summary>
internal static class Open
{
    public static readonly Companion Companion = new("open", Run);

    private static int Run(ToolRun run) => run.Arguments is [var what]
        ? what.StartsWith("x-apple.systempreferences:", StringComparison.Ordinal) ? 0
        : what.EndsWith(".mobileconfig", StringComparison.OrdinalIgnoreCase) ? Profile(run, what)
        : throw new NotEmulatedException($"open {what}")
        : throw new NotEmulatedException("open with options or several files");

    private static int Profile(ToolRun run, string path)
    {
        var place = MachineFolder.Locate(run.Mac.Path, path);
        if (!File.Exists(place))
        {
            run.Console.ErrorLine($"The file {Path.GetFullPath(path)} does not exist.");
            return 1;
        }
        try
        {
            if (new FileInfo(place).Length > ConfigurationProfileFile.MaximumSize) throw new NotEmulatedException("open of a file larger than a profile may be");
            run.Mac.DownloadedProfiles.Add(File.ReadAllBytes(place), run.Mac.Sessions.ConsoleUser ?? run.User);
            return 0;
        }
        catch (ConfigurationProfileException error)
        {
            // On a Mac a dialog says so, and the command itself succeeds; here nobody would see it.
            throw new NotEmulatedException($"the dialog that the profile can't be installed: {error.Message}");
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
    }
}
