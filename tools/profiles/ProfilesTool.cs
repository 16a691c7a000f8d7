using MacToolHost;

namespace Profiles;

/// <summary>The tool for configuration profiles, enrolment and the bootstrap token (dossier profiles).</summary>
public static class ProfilesTool
{
    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("profiles", Run, arguments => CommandLine.Read(arguments).IsSecret) { Declare = Declared.Declare };

    private static int Run(ToolRun run)
    {
        var line = CommandLine.Read(run.Arguments);
        if (run.Arguments.Count == 0) return Help.Print(run);
        if (line.ProblemFor(run.Mac.System.Version) is { } problem) return Fail(run, problem);
        var call = new Call(run, line);
        if (call.Type is null) return Fail(run, Messages.UnknownType(line.Value(Grammar.Type) ?? "startup"));
        if (!line.Verb!.Types.Contains(call.Type.Value)) return Fail(run, Messages.WrongType(line.Verb.Name, line.Value(Grammar.Type) ?? "configuration"));
        run.Mac.MdmConnection.Transport = MdmHttp.For(run.Console);
        if (line.IsVerbose && line.IsLetters) run.Console.OutLine(Messages.VerboseModeOn);
        return line.Verb.Run(call);
    }

    private static int Fail(ToolRun run, string message)
    {
        run.Console.ErrorLine(message);
        return Call.Failed;
    }
}
