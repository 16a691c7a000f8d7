using MacToolHost;

namespace Companions;

/// <summary>A new UUID, in upper case as on a Mac; of a seeded machine from its sequence.</summary>
internal static class UuidGen
{
    public static readonly Companion Companion = new("uuidgen", Run)
    {
        IsLinuxs = Options.AreLong,
    };

    private static int Run(ToolRun run)
    {
        if (run.Arguments.Count > 0)
        {
            if (run.Arguments[0] == "-hdr") throw new NotEmulatedException("uuidgen -hdr");
            run.Console.Error("usage: uuidgen [-hdr]\n");
            return 1;
        }
        run.Console.OutLine(run.Mac.Random.Uuid());
        return 0;
    }
}
