using MacToolHost;

namespace Companions;

/// <summary>The binding to Active Directory. The emulated Mac has none, which <c>-show</c> tells by printing nothing.</summary>
internal static class DsConfigAd
{
    public static readonly Companion Companion = new("dsconfigad", Run)
    {
        IsSecret = arguments => [.. arguments.Select((_, i) => i > 0 && arguments[i - 1] is "-p" or "-password" or "-lp" or "-localpassword")],
    };

    private static int Run(ToolRun run) =>
        run.Arguments is ["-show"] ? 0 : throw new NotEmulatedException(run.Arguments.Count > 0 ? $"dsconfigad {run.Arguments[0]}" : "dsconfigad");
}
