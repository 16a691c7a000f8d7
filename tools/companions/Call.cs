using System.Text;
using MacToolHost;

namespace Companions;

/// <summary>Finds out as which command this executable was called, and runs that.</summary>
internal static class Call
{
    private const int Usage = 64;

    /// <summary>The name that the process was started under: the first word of its command line, which .NET doesn't tell.</summary>
    public static string NameOfProcess() => Path.GetFileName(PathOfProcess());

    /// <summary>The same with the folders that it was called with.</summary>
    public static string PathOfProcess()
    {
        var line = File.ReadAllBytes("/proc/self/cmdline");
        var end = Array.IndexOf(line, (byte)0);
        return Encoding.UTF8.GetString(line, 0, end < 0 ? line.Length : end);
    }

    /// <summary>Runs the command of that name, or, where it names none, the one that the first argument names.</summary>
    public static int Run(string calledAs, IReadOnlyList<string> arguments, ToolConsole console)
    {
        if (CompanionTable.Find(calledAs) is { } named) return named.Start(arguments, console);
        if (arguments is ["--list"])
        {
            foreach (var name in CompanionTable.Names) console.OutLine(name);
            console.FlushOutput();
            return 0;
        }
        if (arguments is ["--forms"])
        {
            foreach (var (command, form, how) in ServedForms.All) console.OutLine($"{command}\t{form}\t{how}");
            console.FlushOutput();
            return 0;
        }
        if (arguments.Count > 0 && CompanionTable.Find(arguments[0]) is { } chosen) return chosen.Start([.. arguments.Skip(1)], console);
        console.ErrorLine(arguments.Count > 0
            ? $"companions: no command is named {arguments[0]}; 'companions --list' prints the names"
            : "companions: many small macOS commands in one executable; call it by the name of one (through a link), as 'companions NAME ARGUMENT…', or as 'companions --list'");
        return Usage;
    }
}
