using MacEmu.Coverage;

namespace MacEmu.Manual;

/// <summary>Prints manual pages, made from the tree of commands and from what the tools declare.</summary>
internal static class ManualCommand
{
    public static Verb Define()
    {
        var tool = Verb.Optional("TOOL", $"one of {string.Join(", ", ToolManual.Names)}; macemu if left out");
        var section = Verb.Flag("--section", "print the number of its section instead");
        return new Verb("manual", "print a manual page (roff) of macemu or a tool", "macemu manual dscl | man -l -", run => Run(run, run.Said(tool) ?? "macemu", run.Value(section))) { tool, section };
    }

    private static int Run(Invocation run, string name, bool section)
    {
        var isTool = ToolManual.Names.Contains(name);
        if (!isTool && name != "macemu") throw new MacEmuException($"manual: '{name}' is not macemu or one of {string.Join(", ", ToolManual.Names)}");
        if (section) run.Console.OutLine(isTool ? $"{ToolManual.SectionOf(name)}" : "1");
        else run.Console.Out(isTool ? ToolManual.Of(DeclaredCoverage.Ask(run, name)) : ProgramManual.Page());
        return Status.Good;
    }
}
