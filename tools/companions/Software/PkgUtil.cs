using MacStateStore.Lifecycle;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary><c>pkgutil</c> on the receipts that the machine has (texts memory); packages themselves aren't opened.</summary>
internal static class PkgUtil
{
    public static readonly Companion Companion = new("pkgutil", Run);

    private static int Run(ToolRun run)
    {
        var arguments = run.Arguments.ToList();
        // Only the system's own volume has receipts here.
        for (var i = arguments.Count - 2; i >= 0; i--)
            if (arguments[i] == "--volume")
            {
                if (arguments[i + 1] != "/") throw new NotEmulatedException($"pkgutil --volume {arguments[i + 1]}");
                arguments.RemoveRange(i, 2);
            }
        arguments.RemoveAll(argument => argument is "-v" or "--verbose" or "-f" or "--force");
        switch (arguments)
        {
            case ["--pkgs" or "--packages"]:
                foreach (var receipt in run.Mac.PackageReceipts.All) run.Console.OutLine(receipt.Identifier);
                return 0;
            case [var option] when option.StartsWith("--pkgs=", StringComparison.Ordinal):
                return Matching(run, option["--pkgs=".Length..]);
            case ["--pkgs-plist"]:
                run.Console.Out(PropertyList.ToXml(new PlistArray(run.Mac.PackageReceipts.All.Select(receipt => (PlistValue)receipt.Identifier))));
                return 0;
            case ["--pkg-info", var identifier]:
                if (Find(run, identifier) is not { } shown) return 1;
                run.Console.Out($"package-id: {shown.Identifier}\nversion: {shown.Version}\nvolume: /\nlocation: \ninstall-time: {shown.InstalledAt.ToUnixTimeSeconds()}\n");
                return 0;
            case ["--pkg-info-plist", var identifier]:
                if (Find(run, identifier) is not { } told) return 1;
                run.Console.Out(PropertyList.ToXml(new PlistDictionary
                {
                    ["install-location"] = "",
                    ["install-time"] = told.InstalledAt.ToUnixTimeSeconds(),
                    ["pkg-version"] = told.Version,
                    ["pkgid"] = told.Identifier,
                    ["receipt-plist-version"] = 1.0,
                    ["volume"] = "/",
                }));
                return 0;
            case ["--forget", var identifier]:
                if (!run.IsRoot)
                {
                    run.Console.ErrorLine("Forgot package failed: must be run as root.");
                    return 1;
                }
                if (Find(run, identifier) is null) return 1;
                run.Mac.PackageReceipts.Forget(identifier);
                run.Console.OutLine($"Forgot package '{identifier}' on '/'.");
                return 0;
            default:
                throw new NotEmulatedException($"pkgutil {string.Join(' ', run.Arguments)}".TrimEnd());
        }
    }

    private static int Matching(ToolRun run, string pattern)
    {
        System.Text.RegularExpressions.Regex wanted;
        try
        {
            wanted = new($"^(?:{pattern})$", System.Text.RegularExpressions.RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            throw new NotEmulatedException($"pkgutil --pkgs={pattern}");
        }
        var found = run.Mac.PackageReceipts.All.Where(receipt => wanted.IsMatch(receipt.Identifier)).ToList();
        foreach (var receipt in found) run.Console.OutLine(receipt.Identifier);
        return found.Count > 0 ? 0 : 1;
    }

    private static PackageReceipt? Find(ToolRun run, string identifier)
    {
        if (run.Mac.PackageReceipts.Find(identifier) is { } receipt) return receipt;
        run.Console.ErrorLine($"No receipt for '{identifier}' found at '/'.");
        return null;
    }
}
