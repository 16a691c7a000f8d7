using MacToolHost;

namespace Companions;

/// <summary><c>systemextensionsctl list</c>: an emulated Mac has none (text memory).</summary>
internal static class SystemExtensions
{
    public static readonly Companion Companion = new("systemextensionsctl", Run);

    private static int Run(ToolRun run)
    {
        if (run.Arguments is not ["list"]) throw new NotEmulatedException($"systemextensionsctl {string.Join(' ', run.Arguments)}".TrimEnd());
        run.Console.OutLine("0 extension(s)");
        return 0;
    }
}
