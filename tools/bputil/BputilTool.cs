using MacToolHost;

namespace Bputil;

/// <summary>The tool for LocalPolicies (dossier bputil).</summary>
public static class BputilTool
{
    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("bputil", Run, arguments => CommandLine.Read(arguments).IsSecret) { Declare = Declared.Declare };

    // In the order in which bputil checks (dossier bputil, 3).
    private static int Run(ToolRun run)
    {
        var call = new Call(run, CommandLine.Read(run.Arguments, run.Mac.System.Version));
        if (!call.Policies.Exist) throw call.Failure(Messages.NotOnIntel);
        var line = call.Line;
        if (!line.Has(Grammar.Json) || line.Problem is not null) run.Console.Out(Usage.Warning(run.Mac.System.Version));
        if (line.Has(Grammar.Help))
        {
            run.Console.Out(Usage.Of(run.Mac.System.Version));
            return 0;
        }
        if (line.Problem is { } problem) throw call.UsageFailure(problem);
        RequireSense(call);
        if (!run.IsRoot) throw call.Failure(Messages.NotRoot);
        if (line.Has(Grammar.Debug)) run.Console.Complain(Messages.NoLog);
        if (line.Has(Grammar.DisplayAll)) return DisplayAll.Run(call);
        if (line.Has(Grammar.Display)) return Display.Run(call);
        if (line.Has(Grammar.Remove) || line.Has(Grammar.CleanUp)) return Remove.Run(call);
        return Write.Run(call);
    }

    private static void RequireSense(Call call)
    {
        var line = call.Line;
        var displays = line.Has(Grammar.Display) || line.Has(Grammar.DisplayAll);
        var downgrade = Grammar.Downgrades.FirstOrDefault(line.Has);
        if (line.Has(Grammar.Json) && !displays) throw call.UsageFailure(Messages.Together("-j", "-d or -e"));
        if (line.Has(Grammar.User) != line.Has(Grammar.Password))
            throw call.UsageFailure(line.Has(Grammar.User) ? Messages.Together("-u", "-p") : Messages.Together("-p", "-u"));
        if (line.Has(Grammar.Full) && downgrade is not null) throw call.UsageFailure(Messages.Contradiction("-f", downgrade.Display));
        if (line.Has(Grammar.Reduced) && line.HasAny([Grammar.Permissive, Grammar.NoCtrr, Grammar.BootArgs, Grammar.NoSeal]))
            throw call.UsageFailure(Messages.Contradiction("-g", Grammar.Downgrades.First(option => option != Grammar.Reduced && option != Grammar.Mdm && option != Grammar.Kexts && line.Has(option)).Display));
        if (!displays && downgrade is null && !line.Has(Grammar.Full) && !line.Has(Grammar.Remove) && !line.Has(Grammar.CleanUp)) throw call.UsageFailure();
    }
}
