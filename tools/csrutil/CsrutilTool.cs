using MacStateStore.Releases;
using MacToolHost;

namespace Csrutil;

/// <summary>The tool for System Integrity Protection (dossier csrutil).</summary>
public static class CsrutilTool
{
    private static readonly Verb[] Verbs =
    [
        new("clear", Clear.Run), new("disable", Disable.Run), new("enable", Enable.Run), new("status", Status.Run),
        new("authenticated-root", AuthenticatedRoot.Run) { Since = Capability.HasAuthenticatedRoot },
        new("allow-research-guests", ResearchGuests.Run) { Since = Capability.HasResearchGuests, IsForAppleSilicon = true },
        new("netboot", NetBoot.Run),
        new("report", Report.Run),
    ];

    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("csrutil", Run, arguments => new bool[arguments.Count]);

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
