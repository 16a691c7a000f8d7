using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>One of the small macOS commands that scripts call beside the seven tools.</summary>
/// <param name="Name">The name that it is called by.</param>
/// <param name="Run">What it does on the emulated Mac.</param>
internal sealed record Companion(string Name, Func<ToolRun, int> Run)
{
    /// <summary>A use that does nothing but turn into another command, which has a row in the journal of its own, or is the host's.</summary>
    public Func<IReadOnlyList<string>, bool> OnlyBecomesAnother { get; init; } = _ => false;

    /// <summary>Which arguments the journal must not see.</summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<bool>> IsSecret { get; init; } = arguments => new bool[arguments.Count];

    /// <summary>A use that the host's command of the same name is meant for; no machine is opened for it.</summary>
    public Func<IReadOnlyList<string>, bool> IsForHost { get; init; } = _ => false;

    /// <summary>
    /// A use that only Linux's command of that name knows. In a run it gets a Mac's answer; a shell of the host's that has our commands
    /// in its PATH gets the host's.
    /// </summary>
    public Func<IReadOnlyList<string>, bool> IsLinuxs { get; init; } = _ => false;

    /// <summary>What can be done without a machine: gives the exit status, or null where it takes one.</summary>
    public Func<IReadOnlyList<string>, ToolConsole, int?> WithoutMachine { get; init; } = (_, _) => null;

    /// <summary>
    /// A command of the host's whose BSD form differs: its arguments are said anew in Linux's words, and the host's program gets them.
    /// What has no such words is refused by <see cref="NotEmulatedException"/>, what a Mac refuses by <see cref="BadUseException"/>.
    /// </summary>
    public static Companion InLinuxWords(string name, Func<IReadOnlyList<string>, IReadOnlyList<string>> translate, string? hostName = null) => new(name, _ => 0)
    {
        IsLinuxs = Options.AreLong,
        WithoutMachine = (arguments, console) =>
        {
            var words = translate(arguments);
            console.FlushOutput();
            return HostCommand.Replace(hostName ?? name, words);
        },
    };

    /// <summary>Runs it and gives the exit status.</summary>
    public int Start(IReadOnlyList<string> arguments, ToolConsole console)
    {
        var isInRun = console.Environment(HostCommand.PathVariable) is not null;
        if (IsForHost(arguments) || (!isInRun && IsLinuxs(arguments))) return HostCommand.Replace(Name, arguments);
        try
        {
            if (WithoutMachine(arguments, console) is { } status)
            {
                console.FlushOutput();
                return status;
            }
        }
        catch (BadUseException wrong)
        {
            console.Error((wrong.Problem is { } problem ? $"{Name}: {problem}\n" : "") + wrong.Usage);
            return wrong.Status;
        }
        catch (NotEmulatedException missing)
        {
            // Also what needs no machine is refused in its journal, where whoever looks for silent failures finds it.
            return ToolRun.Start(new Tool(Name, _ => throw missing, IsSecret), arguments, console);
        }
        return ToolRun.Start(new Tool(Name, Run, IsSecret) { OnlyReads = OnlyBecomesAnother(arguments) }, arguments, console);
    }
}
