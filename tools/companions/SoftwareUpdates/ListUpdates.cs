using MacStateStore.Releases;
using MacToolHost;

namespace Companions.SoftwareUpdates;

/// <summary><c>softwareupdate --list</c>.</summary>
internal static class ListUpdates
{
    public static int Run(ToolRun run, UpdateRequest request)
    {
        run.Console.Out(Messages.Head);
        if (!IsConnected(run)) return 1;
        if (Offered(run, request) is not { } update)
        {
            run.Console.ErrorLine(Messages.NothingNew);
            return 0;
        }
        var version = run.Mac.System.Version;
        run.Console.OutLine(Messages.Found);
        if (version.Has(Capability.SoftwareUpdateListsLabels))
            run.Console.Out($"* Label: {update.Label}\n\tTitle: {update.Title}, Version: {update.Version}, Size: {update.Size}"
                + $"{(version.Has(Capability.SoftwareUpdateCountsKiB) ? "KiB" : "K")}, Recommended: YES, Action: restart, \n");
        else
            run.Console.Out($"   * {update.Label}\n\t{update.Title} ({update.Version}), {update.Size}K [recommended] [restart]\n");
        return 0;
    }

    /// <summary>Whether Apple's server can be reached; says so where not.</summary>
    public static bool IsConnected(ToolRun run)
    {
        if (!run.Mac.IsOnline) run.Console.ErrorLine(Messages.NotConnected);
        return run.Mac.IsOnline;
    }

    /// <summary>What there is of the kinds that are asked for: all there ever is is macOS.</summary>
    public static AvailableUpdate? Offered(ToolRun run, UpdateRequest request) =>
        request.Has("safari-only") || (request.Value("product-types") is { } types && !types.Split(',').Contains("macOS")) ? null : AvailableUpdate.For(run.Mac);
}
