using MacToolHost;

namespace Dscl;

/// <summary>The directory service command line (dossier dscl).</summary>
public static class DsclTool
{
    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("dscl", Run, arguments => new bool[arguments.Count]);

    private static int Run(ToolRun run) => throw new NotEmulatedException("dscl");
}
