using MacStateStore;
using MacStateStore.Releases;
using MacToolHost;

namespace Profiles;

/// <summary>One call of profiles: the arguments as read, the Mac, and the means to speak and ask.</summary>
internal sealed class Call(ToolRun run, CommandLine line)
{
    /// <summary>The exit status of success.</summary>
    public const int Done = 0;
    /// <summary>The exit status of every failure (dossier profiles, 2).</summary>
    public const int Failed = 1;

    public ToolRun Run => run;

    public CommandLine Line => line;

    public Mac Mac => run.Mac;

    public MacOSVersion Os => Mac.System.Version;

    public bool IsRoot => run.IsRoot;

    /// <summary>The short name of the caller.</summary>
    public string Caller => run.User;

    /// <summary>What the verb works on; null where the release has nothing of that name.</summary>
    public ProfileType? Type => line.TypeFor(Os);

    public string? Value(Option option) => line.Value(option);

    public bool Has(Option option) => line.Has(option);

    /// <summary>Says a line on standard output, where most of what goes wrong is said, too.</summary>
    public void Say(string text) => run.Console.OutLine(text);

    /// <summary>Says a line on standard error.</summary>
    public void Complain(string text) => run.Console.ErrorLine(text);

    /// <summary>Says what went wrong on standard error and fails.</summary>
    public int Fail(string text)
    {
        Complain(text);
        return Failed;
    }

    /// <summary>Says what went wrong on standard output and fails; what the call has done so far is undone.</summary>
    public CommandFailedException Undone(string text)
    {
        Say(text);
        return new CommandFailedException(Failed);
    }

    /// <summary>An admin's name and password: from the options, else asked for (dossier profiles, 8.3).</summary>
    public (string Name, string Password) AskAdmin()
    {
        var name = Value(Grammar.User) ?? run.Ask(Messages.AskAdminName);
        return (name, Value(Grammar.Password) ?? run.AskSecret(Messages.AskAdminPassword(name)));
    }

    /// <summary>Where a file of the Mac lies on the host.</summary>
    public string Locate(string path) => MachineFolder.Locate(Mac.Path, path);
}
