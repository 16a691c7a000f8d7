using MacStateStore.Releases;
using MacToolHost.Declarations;

namespace Bputil;

/// <summary>What bputil can be asked for, and how sure we are of it (docs/coverage.md).</summary>
internal static class Declared
{
    private const string Recorded =
        """
        * -v -d -n -c
        """;

    private const string Inferred =
        """
        * -l -z -h
        """;

    private const string Missing =
        """
        partly -l: logs nothing
        """;

    public static Declaration Declare() => Declaration.Of("bputil",
        Grammar.All.Select(option => new Feature("", option.Display) { Aliases = ["--" + option.Name], NeedsAppleSilicon = true }.From(Capability.HasVolumeOwners).From(option.Since)),
        Recorded, Inferred, Missing);
}
