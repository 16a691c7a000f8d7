using MacStateStore;
using MacStateStore.Lifecycle;
using MacToolHost;

namespace Companions;

/// <summary>What launchctl's newer verbs name: a domain, and perhaps a service in it (<c>system/LABEL</c>, <c>gui/501/LABEL</c>).</summary>
/// <param name="Name">The domain: system, gui/501 or user/501.</param>
/// <param name="Label">The service; null where the domain itself is meant.</param>
internal sealed record LaunchDomain(string Name, string? Label)
{
    /// <summary>The variable by which <c>launchctl asuser</c> tells later commands whose session they run in.</summary>
    public const string SessionVariable = "MACEMU_SESSION_UID";

    /// <summary>How messages call the domain.</summary>
    public string Description => Name == LaunchJobs.System ? "system" : Name.StartsWith("gui/", StringComparison.Ordinal) ? $"user gui: {Name[4..]}" : $"uid: {Name[5..]}";

    /// <summary>A target as it is written; null where it is none.</summary>
    public static LaunchDomain? Parse(string text)
    {
        var parts = text.Split('/', 3);
        return parts switch
        {
            ["system"] or ["system", ""] => new(LaunchJobs.System, null),
            ["system", ..] => new(LaunchJobs.System, text["system/".Length..]),
            ["gui" or "user", var uid] when IsUid(uid) => new(text, null),
            ["gui" or "user", var uid, var label] when IsUid(uid) => new($"{parts[0]}/{uid}", label.Length > 0 ? label : null),
            _ => null,
        };

        static bool IsUid(string uid) => uid.Length > 0 && uid.All(char.IsAsciiDigit);
    }

    /// <summary>The domain that the old verbs mean: the system's for root, the session's for others.</summary>
    public static string OfCaller(ToolRun run)
    {
        if (run.Console.Environment(SessionVariable) is { } uid && uid != "0") return $"gui/{uid}";
        if (run.IsRoot) return LaunchJobs.System;
        var own = Account.Caller(run)?.Uid.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "0";
        return run.Mac.Sessions.All.Any(session => session.User == run.User) ? $"gui/{own}" : $"user/{own}";
    }

    /// <summary>Whether there is such a domain: a user's at the screen while that user is logged in.</summary>
    public bool Exists(Mac mac) => !Name.StartsWith("gui/", StringComparison.Ordinal) || mac.Sessions.All.Any(session => session.User == MacProcesses.UserOf(mac, Name));

    /// <summary>Whether the caller may change it.</summary>
    public bool IsOpenTo(ToolRun run) => run.IsRoot || (Name != LaunchJobs.System && MacProcesses.UserOf(run.Mac, Name) == run.User);
}
