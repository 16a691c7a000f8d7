namespace MacEmu;

/// <summary>Removes the links of <see cref="Install"/> and nothing else.</summary>
internal static class Uninstall
{
    public static Verb Define()
    {
        var prefix = Verb.Valued("--prefix", "DIR", "remove the links below this directory (/ if left out)");
        return new Verb("uninstall", "remove the links that 'macemu install' made", "macemu uninstall --prefix /tmp/mac", run => Run(run, run.Value(prefix) ?? "/")) { prefix };
    }

    private static int Run(Invocation run, string prefix)
    {
        if (prefix.Length == 0) throw new MacEmuException("uninstall: --prefix is empty");
        var tools = ToolLinks.ToolsDirectory(run.Console);
        var removed = 0;
        foreach (var (link, tool) in ToolLinks.Everywhere(Path.GetFullPath(prefix), tools))
        {
            if (ToolLinks.TargetOf(link) != tool) continue;
            File.Delete(link);
            removed++;
        }
        run.Console.OutLine($"{removed} links under {Path.GetFullPath(prefix)} removed");
        return Status.Good;
    }
}
