using MacToolHost;

namespace Companions;

/// <summary><c>sharing -l</c>: no folder is shared; making shares isn't emulated.</summary>
internal static class Sharing
{
    public static readonly Companion Companion = new("sharing", Run);

    private static int Run(ToolRun run)
    {
        switch (run.Arguments)
        {
            case ["-l"]:
                run.Console.OutLine("List of Share Points");
                return 0;
            case ["-r", var name]:
                run.Console.ErrorLine($"sharing: {name}: share point not found");
                return 1;
            default:
                throw new NotEmulatedException($"sharing {string.Join(' ', run.Arguments)}".TrimEnd());
        }
    }
}
