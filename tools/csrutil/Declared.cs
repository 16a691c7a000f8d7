using MacToolHost.Declarations;

namespace Csrutil;

/// <summary>What csrutil can be asked for, and how sure we are of it (docs/coverage.md).</summary>
internal static class Declared
{
    private const string Recorded =
        """
        clear
        disable
        enable
        status
        authenticated-root status disable
        allow-research-guests status
        """;

    // What they print was never seen (dossier csrutil, 5).
    private const string Inferred =
        """
        netboot
        report
        enable --no-internal
        disable --no-internal
        """;

    private const string Missing = "";

    public static Declaration Declare() => Declaration.Of("csrutil", CsrutilTool.Verbs.SelectMany(verb => verb.Words.Prepend("")
        .Select(word => new Feature(verb.Name, word) { NeedsAppleSilicon = verb.IsForAppleSilicon }.From(verb.Since))), Recorded, Inferred, Missing);
}
