using System.Text;
using MacStateStore.Releases;
using MacToolHost;

namespace Profiles;

/// <summary>The usage text of a release (dossier profiles, 4.1).</summary>
internal static class Help
{
    private const string Indent = "                    ";

    public static int Print(ToolRun run)
    {
        run.Console.Out(TextFor(run.Mac.System.Version));
        return Call.Done;
    }

    public static string TextFor(MacOSVersion os)
    {
        var installs = os.Has(Capability.ProfilesInstallsProfiles);
        var text = new StringBuilder();
        text.Append($"profiles allows you {(installs ? "add or remove" : "access")} configuration or application provisioning profiles on macOS.\n");
        text.Append("    Use 'profiles help' for this help section, or use the man page for expanded instructions.\n");
        text.Append("    Basic usage is in the form:  'profiles <command verb> [<options and parameters>]'\n\n");
        if (!installs) text.Append("    Clients should use the Profiles System Preferences pane to install configuration profiles.\n\n");
        text.Append("    Command Verbs:\n");
        foreach (var verb in Grammar.Verbs)
            if (verb.Help.Length > 0 && (verb.HelpSince is not { } since || os.Has(since))) text.Append(Indent).Append($"{verb.Name} - {verb.Help}\n");
        text.Append("\n    Options:    (not all options are meaningful for a command)\n");
        text.Append(Indent).Append($"-type=<string> - type of profile; either 'configuration', 'provisioning', 'enrollment', or '{(installs ? "startup" : "bootstraptoken")}'\n");
        foreach (var option in Grammar.Options)
            if (option.Help is not null && (option.HelpSince is not { } since || os.Has(since)))
                text.Append(Indent).Append($"-{option.Name}{(option.TakesValue ? "=<string>" : "")} - {option.Help}\n");
        return text.ToString();
    }
}
