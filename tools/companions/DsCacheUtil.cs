using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>What the directory's cache answers about users and groups (dossier companions, 4).</summary>
internal static class DsCacheUtil
{
    public static readonly Companion Companion = new("dscacheutil", Run);

    private const int BadUsage = 64;
    private const string Usage =
        "Usage: dscacheutil -h\n       dscacheutil -q category [-a key value]\n       dscacheutil -cachedump [-buckets] [-entries [category]]\n" +
        "       dscacheutil -configuration\n       dscacheutil -flushcache\n       dscacheutil -statistics\n";

    private static int Run(ToolRun run)
    {
        switch (run.Arguments)
        {
            case ["-h"]:
                run.Console.Out(Usage);
                return 0;
            case ["-flushcache"]:
                return 0;
            case ["-q", var category]:
                return Query(run, category, null);
            case ["-q", var category, "-a", var key, var value]:
                return Query(run, category, (key, value));
            case ["-cachedump" or "-configuration" or "-statistics", ..]:
                throw new NotEmulatedException($"dscacheutil {run.Arguments[0]}");
            default:
                run.Console.Out(Usage);
                return BadUsage;
        }
    }

    // What isn't found prints nothing, and that is no error.
    private static int Query(ToolRun run, string category, (string Key, string Value)? condition)
    {
        switch (category)
        {
            case "user":
                foreach (var user in Find(run, RecordType.Users, AttributeName.UniqueId, "uid", condition))
                    if (Account.Of(user) is { } account && !account.Name.StartsWith('.'))
                        run.Console.Out(
                            $"name: {account.Name}\npassword: {account.Password}\nuid: {Account.Signed(account.Uid)}\ngid: {Account.Signed(account.Gid)}\n" +
                            $"dir: {account.Home}\nshell: {account.Shell}\ngecos: {account.FullName}\n\n");
                break;
            case "group":
                foreach (var group in Find(run, RecordType.Groups, AttributeName.PrimaryGroupId, "gid", condition))
                    if (Account.Number(group, AttributeName.PrimaryGroupId) is { } gid)
                    {
                        var members = group.Values(AttributeName.GroupMembership);
                        run.Console.Out($"name: {group.Name}\npassword: *\ngid: {Account.Signed(gid)}\n");
                        if (members.Count > 0) run.Console.OutLine("users: " + string.Concat(members.Select(member => $"{member} ")));
                        run.Console.Out("\n");
                    }
                break;
            case "host" or "mount" or "protocol" or "rpc" or "service":
                throw new NotEmulatedException($"dscacheutil -q {category}");
            default:
                break; // unknown categories print nothing either
        }
        return 0;
    }

    private static IEnumerable<DirectoryRecord> Find(ToolRun run, RecordType type, AttributeName number, string numberKey, (string Key, string Value)? condition)
    {
        if (condition is not { } wanted) return run.Mac.Directory.Records(type);
        if (wanted.Key == "name") return Account.InSearchOrder(run.Mac, node => node.FindNamed(type, wanted.Value)) is { } named ? [named] : [];
        if (wanted.Key != numberKey || Account.TryNumber(wanted.Value) is not { } id) return [];
        return Account.InSearchOrder(run.Mac, node => node.Search(type, number, $"{Account.Signed(id)}") is [var first, ..] ? first : null) is { } numbered ? [numbered] : [];
    }
}
