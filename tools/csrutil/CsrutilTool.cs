using MacStateStore.Releases;
using MacToolHost;

namespace Csrutil;

/// <summary>The tool for System Integrity Protection (dossier csrutil).</summary>
public static class CsrutilTool
{
    /// <summary>The verbs.</summary>
    internal static readonly Verb[] Verbs =
    [
        new("clear", Clear.Run), new("disable", Disable.Run) { Words = [Request.With, Request.NoInternal] },
        new("enable", Enable.Run) { Words = [Request.Without, Request.NoInternal] }, new("status", Status.Run),
        new("authenticated-root", AuthenticatedRoot.Run) { Since = Capability.HasAuthenticatedRoot, Words = Switch },
        new("allow-research-guests", ResearchGuests.Run) { Since = Capability.HasResearchGuests, IsForAppleSilicon = true, Words = Switch },
        new("netboot", NetBoot.Run) { Words = ["add", "remove", "list"] },
        new("report", Report.Run),
    ];

    // What sets a protection that is either on or off.
    private static string[] Switch => ["status", "enable", "disable"];

    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("csrutil", Run, arguments => new bool[arguments.Count]) { Declare = Declared.Declare };

    private static int Run(ToolRun run)
    {
        var call = new Call(run);
        if (run.Arguments.Count == 0) throw call.UsageFailure();
        var verb = Verbs.FirstOrDefault(verb => verb.Name == run.Arguments[0]);
        if (verb is null || (verb.Since is { } since && !call.Has(since)) || (verb.IsForAppleSilicon && !call.IsAppleSilicon))
            throw call.UsageFailure(Messages.InvalidCommand(run.Arguments[0]));
        return verb.Run(call);
    }
}
