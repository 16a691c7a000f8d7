using MacToolHost;

namespace Fdesetup;

/// <summary>The tool's own version, whose form nobody has recorded (dossier fdesetup, 5.9).</summary>
internal static class Version
{
    public static int Run(Call call) => throw new NotEmulatedException($"fdesetup {call.Run.Arguments[0]}");
}
