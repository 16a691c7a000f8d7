using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;

namespace Sysadminctl;

/// <summary>One call of sysadminctl: the arguments as read, the Mac, and the means to speak and ask.</summary>
internal sealed class Call(ToolRun run, CommandLine line, string target)
{
    /// <summary>The exit status of successes and of nearly all failures (dossier sysadminctl, 4).</summary>
    public const int Done = 0;
    /// <summary>The exit status for callers who may not do it; the number is a guess.</summary>
    public const int NotAuthorized = 255;

    public CommandLine Line => line;

    /// <summary>What the verb works on, most often a user's name.</summary>
    public string Target => target;

    public Mac Mac => run.Mac;

    public MacOSVersion Os => Mac.System.Version;

    public bool IsRoot => run.IsRoot;

    /// <summary>The short name of the caller.</summary>
    public string Caller => run.User;

    /// <summary>Says a line on standard error, as everything.</summary>
    public void Say(string message) => run.Log(message);

    /// <summary>Says a line that another framework prints by itself, without the log's prefix.</summary>
    public void SayPlain(string message) => run.Console.ErrorLine(message);

    /// <summary>What is to be done once the call has succeeded and its changes stand.</summary>
    public void Afterwards(Action action) => run.Afterwards = () =>
    {
        action();
        return Done;
    };

    /// <summary>Asks for a password.</summary>
    public string Ask(string prompt) => run.AskSecret(prompt, takesPipe: true);

    /// <summary>The password that an option gives, asked for where that is <c>-</c>; empty where it isn't given.</summary>
    public string Password(string option, string prompt) =>
        Line.Value(option) is not { } password ? "" : password == Grammar.Prompt ? Ask(prompt) : password;

    /// <summary>The local user of a name or full name; null, and said, where there is none.</summary>
    public DirectoryRecord? FindUser(string name)
    {
        if (Mac.Directory.Find(RecordType.Users, name) is { } user) return user;
        Say(Messages.UnknownUser(name));
        return null;
    }

    /// <summary>How prompts and answers name a user: in full.</summary>
    public static string FullName(DirectoryRecord user) => user.Text(AttributeName.RealName) is { Length: > 0 } name ? name : user.Name;

    /// <summary>Ends a call that failed midway: what it has done is undone, what it has said stands, and it counts as no failure.</summary>
    public static CommandFailedException Undone() => new(Done);
}
