using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>The version of macOS (dossier companions, 8).</summary>
internal static class SwVers
{
    public static readonly Companion Companion = new("sw_vers", Run);

    private static int Run(ToolRun run)
    {
        var system = run.Mac.System;
        var isNew = system.Version.Has(Capability.NamedMacOS);
        var product = isNew ? "macOS" : "Mac OS X";
        if (run.Arguments.Count == 0)
        {
            var tabs = isNew ? "\t\t" : "\t";
            run.Console.Out($"ProductName:{tabs}{product}\nProductVersion:{tabs}{system.Version}\n{(system.SecurityResponse.Length > 0 ? $"ProductVersionExtra:\t{system.SecurityResponse}\n" : "")}BuildVersion:{tabs}{system.Build}\n");
            return 0;
        }
        var asked = run.Arguments[0];
        var takesTwoDashes = system.Version.Has(Capability.PasswdAsksOldPasswordOfTokenHolder);
        var name = asked.StartsWith("--", StringComparison.Ordinal) && takesTwoDashes ? asked[2..] : asked.StartsWith('-') ? asked[1..] : "";
        var value = name switch
        {
            "productName" => product,
            "productVersion" => $"{system.Version}",
            "buildVersion" => system.Build,
            "productVersionExtra" when takesTwoDashes => system.SecurityResponse,
            _ => null,
        };
        if (value is null)
        {
            run.Console.ErrorLine(takesTwoDashes
                ? "Usage: sw_vers [--help|--productName|--productVersion|--productVersionExtra|--buildVersion]"
                : "Usage: sw_vers [-productName|-productVersion|-buildVersion]");
            return 1;
        }
        run.Console.OutLine(value);
        return 0;
    }
}
