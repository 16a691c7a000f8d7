using MacToolHost;

namespace Sysadminctl;

/// <summary>The tool for local users, passwords and secure tokens (dossier sysadminctl).</summary>
public static class SysadminctlTool
{
    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("sysadminctl", Run, arguments => new bool[arguments.Count]);

    private static int Run(ToolRun run) => throw new NotEmulatedException("sysadminctl");
}
