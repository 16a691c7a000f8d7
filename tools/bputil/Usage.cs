using System.Text;
using MacStateStore.Releases;

namespace Bputil;

/// <summary>The warning that comes before everything, and the usage (dossier bputil, 2 and 4).</summary>
internal static class Usage
{
    /// <summary>The warning, with a blank line before and after. Scripts know these lines and skip them.</summary>
    public static string Warning(MacOSVersion os) =>
        $"""

        This utility is not meant for normal users or even sysadmins.
        It provides unabstracted access to capabilities which are normally handled for the user automatically when changing the security policy through GUIs such as {(os.Has(Capability.BputilNamesSecurityUtility) ? "the Startup Security Utility in macOS Recovery (\"recoveryOS\")" : "Startup Disk in macOS Recovery")}.
        It is possible to make your system security much weaker and therefore easier to compromise using this tool.
        This tool is not to be used in production environments.
        It is possible to render your system unbootable with this tool.
        It should only be used to understand how the security of Apple Silicon Macs works.
        Use at your own risk!


        """;

    /// <summary>The usage; as recorded for 11, with what came later in between.</summary>
    public static string Of(MacOSVersion os)
    {
        var text = new StringBuilder("bputil v0.1.3 - a tool to modify boot policies\n        bputil <optional arguments> ...\n\n    Optional arguments:\n");
        foreach (var option in Grammar.All)
        {
            if (option.Help.Count == 0 || (option.Since is { } since && !os.Has(since))) continue;
            text.Append($"    -{option.Letter}, --{option.Name}").Append(option.ValueName is { } value ? " " + value : "").Append('\n');
            foreach (var line in option.Help) text.Append("        ").Append(line).Append('\n');
        }
        return text.ToString();
    }
}
