using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>The kernel and the hardware by short names (source: FreeBSD's options; which kernel is whose: see Darwin).</summary>
internal static class UName
{
    public static readonly Companion Companion = new("uname", Run) { IsLinuxs = Options.AreLong };

    private const string Order = "snrvmp";

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "amnoprsv");
        if (options.Problem is { } problem || options.Rest.Count > 0)
        {
            run.Console.Error($"uname: {options.Problem ?? "extra operand"}\nusage: uname [-amnoprsv]\n".Replace("uname: extra operand\n", "", StringComparison.Ordinal));
            return 1;
        }
        var isApple = run.Mac.Machine.Chip == Chip.Apple;
        var wanted = options.Has('a') ? "snrvm" : string.Concat(Order.Where(letter => options.Has(letter) || (letter == 's' && options.Has('o'))));
        if (wanted.Length == 0) wanted = "s";
        run.Console.OutLine(string.Join(' ', wanted.Select(letter => letter switch
        {
            's' => "Darwin",
            'n' => HostName.Of(run),
            'r' => Darwin.Version(run.Mac.System.Build),
            'v' => Darwin.Description(run.Mac),
            'm' => isApple ? "arm64" : "x86_64",
            _ => isApple ? "arm" : "i386",
        })));
        return 0;
    }
}
