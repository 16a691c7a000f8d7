using MacToolHost;

namespace Sysadminctl;

/// <summary>The tool for local users, passwords and secure tokens (dossier sysadminctl).</summary>
public static class SysadminctlTool
{
    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("sysadminctl", Run, arguments => CommandLine.Read(arguments).IsSecret) { Declare = Declared.Declare };

    private static int Run(ToolRun run)
    {
        var line = CommandLine.Read(run.Arguments);
        var os = run.Mac.System.Version;
        var usage = new Call(run, line, "");
        if (line.Has(Grammar.Help) || line.HasUnknown(os)) return Usage.Print(usage);
        var verbs = line.Verbs(os);
        if (verbs.Count == 0) return Usage.Print(usage);
        if (verbs.Count > 1) throw new NotEmulatedException($"sysadminctl with {string.Join(" and ", verbs.Select(verb => verb.Word.Name))} in one call");
        // A value that is missing, and a user name that looks like an option, are as good as a wrong word.
        var asksFor = verbs[0].AsksFor?.Name;
        if (line.LacksValue(asksFor) || verbs[0].Required(os).Any(option => option.Name != asksFor && !line.TryGet(option.Name, out _))) return Usage.Print(usage);
        var target = line.Value(verbs[0].Word.Name) ?? "";
        var namesUser = !verbs[0].Word.IsSecret;
        return namesUser && (target.Length == 0 || target[0] == '-') ? Usage.Print(usage) : verbs[0].Run(new Call(run, line, target));
    }
}
