namespace MacEmu;

/// <summary>Links at the tools' macOS paths, for machines where no namespace is to be had.</summary>
internal static class Install
{
    public static Verb Define()
    {
        var prefix = Verb.Valued("--prefix", "DIR", "make the links below this directory (/ if left out)");
        return new Verb("install", "link the tools at their macOS paths (/usr/bin/dscl, …); never overwrites anything", "macemu install --prefix /tmp/mac",
            run => Run(run, run.Value(prefix) ?? "/"))
        { prefix };
    }

    private static int Run(Invocation run, string prefix)
    {
        if (prefix.Length == 0) throw new MacEmuException("install: --prefix is empty");
        var tools = ToolLinks.ToolsDirectory(run.Console);
        var links = ToolLinks.Under(Path.GetFullPath(prefix), tools).ToList();
        if (links.Count == 0) throw new MacEmuException($"install: there are no tools in {tools}; build them with 'make tools' or set MACEMU_TOOLS", MacToolHost.ExitStatus.NotEmulated);
        var skipped = new List<string>();
        foreach (var (link, tool) in links)
        {
            if (ToolLinks.TargetOf(link) == tool) continue;
            if (ToolLinks.IsTaken(link))
            {
                skipped.Add(link);
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, tool);
        }
        run.Console.OutLine($"{links.Count - skipped.Count} links under {Path.GetFullPath(prefix)} lead to {tools}");
        foreach (var link in skipped) run.Console.OutLine($"skipped {link}: something else is there");
        return skipped.Count == 0 ? Status.Good : Status.CheckFailed;
    }
}
