using MacToolHost;

namespace Fdesetup;

/// <summary>The tool for FileVault (dossier fdesetup).</summary>
public static class FdesetupTool
{
    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("fdesetup", Run, arguments => CommandLine.Read(arguments).IsSecret) { Declare = Declared.Declare };

    private static int Run(ToolRun run)
    {
        var line = CommandLine.Read(run.Arguments);
        var call = new Call(run, line);
        if (run.Arguments.Count == 0)
        {
            Help.Run(call);
            throw new CommandFailedException(Status.BadCommand);
        }
        if (line.Verb is not { } verb) throw call.Refused(Messages.UnknownVerb(run.Arguments[0]));
        if (line.ProblemFor(run.Mac.System.Version) is { } problem) throw call.Refused(problem);
        if (verb.NeedsRoot && !run.IsRoot) throw call.Refused(Messages.NeedsRoot);
        return verb.Run(call);
    }
}
