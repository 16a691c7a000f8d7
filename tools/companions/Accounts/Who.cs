using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>Who is logged in: <c>who</c> and <c>users</c> (dossier companions, 9). Every login of an emulated Mac is one at its screen.</summary>
internal static class Who
{
    public static readonly Companion Companion = new("who", Run) { IsLinuxs = Options.AreLong };

    public static readonly Companion Users = new("users", RunUsers) { IsLinuxs = Options.AreLong };

    private static int Run(ToolRun run)
    {
        if (run.Arguments.Count > 0) throw new NotEmulatedException($"who {string.Join(' ', run.Arguments)}");
        var wide = run.Mac.System.Version.Has(Capability.WhoPrintsWideColumns);
        foreach (var session in run.Mac.Sessions.All)
            run.Console.OutLine($"{Column(session.User, wide ? 16 : 8)} {Column("console", wide ? 12 : 8)} {session.Since:MMM} {session.Since.Day,2} {session.Since:HH:mm} ");
        return 0;
    }

    private static int RunUsers(ToolRun run)
    {
        var names = run.Mac.Sessions.All.Select(session => session.User).Distinct().Order(StringComparer.Ordinal).ToList();
        if (names.Count > 0) run.Console.OutLine(string.Join(' ', names));
        return 0;
    }

    private static string Column(string text, int width) => (text.Length > width ? text[..width] : text).PadRight(width);
}
