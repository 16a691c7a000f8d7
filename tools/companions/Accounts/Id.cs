using MacStateStore.OpenDirectory;
using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>Who a user is and which groups it belongs to, and the two commands that are <c>id</c> under other names (dossier companions, 3).</summary>
internal static class Id
{
    public static readonly Companion Companion = new("id", Run) { IsLinuxs = IsLinuxOnly };

    public static readonly Companion Groups = new("groups", RunGroups) { IsLinuxs = IsLinuxOnly };

    public static readonly Companion WhoAmI = new("whoami", RunWhoAmI) { IsLinuxs = IsLinuxOnly };

    private const string Usage =
        "usage: id [user]\n       id -A\n       id -F [user]\n       id -G [-n] [user]\n       id -P [user]\n" +
        "       id -g [-nr] [user]\n       id -p [user]\n       id -u [-nr] [user]\n";

    private const string Selectors = "AFGPgpu";

    /// <summary>Long options and SELinux contexts: a Mac has neither.</summary>
    internal static bool IsLinuxOnly(IReadOnlyList<string> arguments) =>
        arguments.TakeWhile(argument => argument != "--").Any(argument => argument.StartsWith("--", StringComparison.Ordinal) || argument is "-Z" or "-z");

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "AFGPagnpru");
        var selectors = options.All.Select(option => option.Letter).Where(letter => Selectors.Contains(letter)).Distinct().ToList();
        if (options.Problem is { } problem) return Fail(run, $"id: {problem}\n{Usage}");
        if (selectors.Count > 1 || options.Rest.Count > 1) return Fail(run, Usage);
        var needsNumber = options.Has('r') || options.Has('n');
        if (selectors.Count == 0 && needsNumber) return Fail(run, Usage);
        if (selectors is ['A'])
            return options.Rest.Count > 0 ? Fail(run, Usage) : throw new NotEmulatedException("id -A");
        if (options.Rest.Count == 0 && Account.Caller(run) is null) return Unknown(run, selectors);
        if (FindUser(run, options.Rest) is not { } user) return 1;
        var names = options.Has('n');
        run.Console.OutLine(selectors.Count == 0 ? Whole(run, user) : selectors[0] switch
        {
            'u' => names ? user.Name : $"{user.Uid}",
            'g' => names ? GroupName(run, user.Gid) ?? $"{user.Gid}" : $"{user.Gid}",
            'G' => GroupLine(run, user, names),
            'F' => user.FullName,
            'P' => user.PasswdLine,
            _ => $"uid\t{user.Name}\ngroups\t{GroupLine(run, user, names: true)}",
        });
        return 0;
    }

    /// <summary>A process whose user the directory doesn't know still has its numbers.</summary>
    private static int Unknown(ToolRun run, List<char> selectors)
    {
        var (uid, gid) = (ProcessImage.EffectiveUserId, ProcessImage.EffectiveGroupId);
        run.Console.OutLine(selectors switch
        {
            [] => $"uid={uid} gid={Numbered(gid, GroupName(run, gid))} groups={Numbered(gid, GroupName(run, gid))}",
            ['u'] => $"{uid}",
            ['g' or 'G'] => $"{gid}",
            _ => throw new NotEmulatedException($"id -{selectors[0]} of a user without a record"),
        });
        return 0;
    }

    private static int RunGroups(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "");
        if (options.Problem is { } problem) return Fail(run, $"groups: {problem}\nusage: groups [user]\n");
        if (options.Rest.Count > 1) return Fail(run, "usage: groups [user]\n");
        if (FindUser(run, options.Rest) is not { } user) return 1;
        run.Console.OutLine(GroupLine(run, user, names: true));
        return 0;
    }

    private static int RunWhoAmI(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "");
        if (options.Problem is { } problem) return Fail(run, $"whoami: {problem}\nusage: whoami\n");
        if (options.Rest.Count > 0) return Fail(run, "usage: whoami\n");
        run.Console.OutLine(Account.Caller(run)?.Name ?? run.User);
        return 0;
    }

    /// <summary>The user that is asked about, or the caller; says so where there is none.</summary>
    private static Account? FindUser(ToolRun run, IReadOnlyList<string> operands)
    {
        var name = operands.Count > 0 ? operands[0] : run.User;
        var user = Account.Find(run.Mac, name);
        if (user is null) run.Console.ErrorLine($"{run.Tool}: {name}: no such user");
        return user;
    }

    private static string Whole(ToolRun run, Account user) =>
        $"uid={user.Uid}({user.Name}) gid={Numbered(user.Gid, GroupName(run, user.Gid))} groups="
        + string.Join(',', GroupsOf(run, user).Select(group => Numbered(group.Gid, group.Name)));

    private static string Numbered(uint number, string? name) => name is null ? $"{number}" : $"{number}({name})";

    private static string GroupLine(ToolRun run, Account user, bool names) =>
        string.Join(' ', GroupsOf(run, user).Select(group => names ? group.Name ?? $"{group.Gid}" : $"{group.Gid}"));

    // The primary group counts also where it has no record.
    private static IEnumerable<(uint Gid, string? Name)> GroupsOf(ToolRun run, Account user) =>
        Memberships.GroupsOf(run.Mac.Nodes.InSearchOrder, user.Record)
            .Select(group => (Gid: Account.Number(group, AttributeName.PrimaryGroupId), group.Name))
            .Where(group => group.Gid is { } gid && gid != user.Gid)
            .Select(group => (group.Gid!.Value, (string?)group.Name))
            .Prepend((user.Gid, GroupName(run, user.Gid)));

    private static string? GroupName(ToolRun run, uint gid) => Account.Group(run.Mac, gid)?.Name;

    private static int Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        return 1;
    }
}
