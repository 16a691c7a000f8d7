using MacToolHost;

namespace Companions;

/// <summary>The old name of diskutil, which only says so (dossier diskutil, 1).</summary>
internal static class DiskTool
{
    public static readonly Companion Companion = new("disktool", Run);

    private static int Run(ToolRun run)
    {
        run.Console.ErrorLine("diskutil: please use diskutil(8) instead of disktool");
        run.Console.ErrorLine($"diskutil: did not recognize \"disktool{string.Concat(run.Arguments.Select(argument => " " + argument))}\"");
        throw new CommandFailedException(1);
    }
}
