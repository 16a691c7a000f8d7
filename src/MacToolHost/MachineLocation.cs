using MacStateStore;
using MacStateStore.Storage;

namespace MacToolHost;

/// <summary>Where the machine file is and who runs a command (design section 6).</summary>
public static class MachineLocation
{
    /// <summary>Names the machine file.</summary>
    public const string MachineVariable = "MACEMU_MACHINE";
    /// <summary>Names the emulated user who runs a command.</summary>
    public const string UserVariable = "MACEMU_USER";
    /// <summary>The id that all commands of one <c>macemu run</c> share.</summary>
    public const string RunVariable = "MACEMU_RUN";
    /// <summary>Set to 1, <c>sleep</c> passes at once and the Mac's clock moves on.</summary>
    public const string NoSleepVariable = "MACEMU_NO_SLEEP";

    /// <summary>The default machine: <c>${XDG_STATE_HOME:-~/.local/state}/macemu/machine.db</c>.</summary>
    public static string Default(ToolConsole console) => Path.Combine(
        console.Environment("XDG_STATE_HOME") ?? Path.Combine(console.Environment("HOME") ?? "/root", ".local", "state"), "macemu", "machine.db");

    /// <summary>The machine that the environment names, or the default one.</summary>
    public static (string Path, bool IsDefault) Of(ToolConsole console) =>
        console.Environment(MachineVariable) is { } path ? (path, false) : (Default(console), true);

    /// <summary>Opens a machine; the default one is made where it is missing.</summary>
    /// <exception cref="MachineFileException">There is none, or it can't be used.</exception>
    public static Mac Open(string path, bool isDefault, TimeProvider? host = null)
    {
        if (isDefault && !File.Exists(path)) MakeDefault(path);
        return Mac.Open(path, host);
    }

    private static void MakeDefault(string path)
    {
        try
        {
            Mac.Create(path, new MachineSpecification());
        }
        catch (MachineFileException) when (File.Exists(path))
        {
            // Another tool of the same script was quicker.
        }
    }
}
