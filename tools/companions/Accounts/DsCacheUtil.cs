using System.Globalization;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>
/// What the directory's cache answers (dossier companions, 4). opendirectoryd has no node that tells about its cache, so the three
/// commands about the cache itself say so, as on every Mac since 10.7.
/// </summary>
internal static class DsCacheUtil
{
    public static readonly Companion Companion = new("dscacheutil", Run);

    private const int BadUsage = 64;
    private const int NotPermitted = 77;
    private const string NoCacheNode = "Unable to get details from the cache node";
    private const string Usage =
        "Usage: dscacheutil -h\n       dscacheutil -q category [-a key value]\n       dscacheutil -cachedump [-buckets] [-entries [category]]\n" +
        "       dscacheutil -configuration\n       dscacheutil -flushcache\n       dscacheutil -statistics\n";

    // Long options are single letters with the rest as their value, which is how getopt(3) sees them.
    private static int Run(ToolRun run)
    {
        string? category = null, key = null, value = null, entries = null;
        var dumps = false;
        var words = new Queue<string>(run.Arguments);
        while (words.TryPeek(out var word) && word is ['-', _, ..] && word != "--")
        {
            words.Dequeue();
            switch (word)
            {
                case "-h":
                    run.Console.Out(Usage);
                    return 0;
                case "-flushcache":
                    return 0;
                case "-configuration":
                    run.Console.Out($"DirectoryService Cache search policy:\n    {LocalNode.DefaultName}\n\n");
                    run.Console.Error($"{NoCacheNode}\nUnable to get cache configuration information\n");
                    return 0;
                case "-statistics":
                    run.Console.ErrorLine(NoCacheNode);
                    run.Console.OutLine();
                    return 0;
                case "-cachedump":
                    dumps = true;
                    break;
                case "-buckets":
                    break;
                case "-entries":
                    if (words.TryPeek(out var named) && !named.StartsWith('-')) entries = words.Dequeue();
                    break;
                case ['-', 'q' or 'a', ..]:
                    if (word.Length == 2 && words.Count == 0) return Wrong(run, $"option requires an argument -- {word[1]}");
                    var argument = word.Length > 2 ? word[2..] : words.Dequeue();
                    if (word[1] == 'q')
                    {
                        category = argument;
                        break;
                    }
                    key = argument;
                    if (!words.TryPeek(out var wanted) || wanted.StartsWith('-')) return Misused(run);
                    value = words.Dequeue();
                    break;
                case ['-', 's' or 'c' or 'f' or 'b' or 'e']: // whose value is missing or the next word, and then not one of those above
                    return words.Count == 0 ? Wrong(run, $"option requires an argument -- {word[1]}") : Misused(run);
                case ['-', 's' or 'c' or 'f' or 'b' or 'e' or 'd' or 'D', ..]:
                    return Misused(run);
                default:
                    return Wrong(run, $"illegal option -- {word[1]}");
            }
        }
        if (category is not null) return Query(run, category.ToLowerInvariant(), key?.ToLowerInvariant(), value);
        return dumps ? Dump(run, entries) : Misused(run);
    }

    private static int Dump(ToolRun run, string? category)
    {
        if (category?.Equals("host", StringComparison.OrdinalIgnoreCase) == true && !run.IsRoot
            && !(Account.Caller(run) is { } caller && Memberships.IsAdmin(run.Mac.Directory, caller.Record)))
        {
            run.Console.OutLine("Viewing host entries requires administrator privileges.");
            return NotPermitted;
        }
        run.Console.ErrorLine(NoCacheNode);
        return 0;
    }

    // What isn't found prints nothing, and that is no error; nor are unknown categories and keys.
    private static int Query(ToolRun run, string category, string? key, string? value)
    {
        switch (category)
        {
            case "user":
                foreach (var user in Find(run, RecordType.Users, AttributeName.UniqueId, "uid", key, value))
                    if (Account.Of(user) is { } account && !account.Name.StartsWith('.')) Show(run, account);
                break;
            case "group":
                foreach (var group in Find(run, RecordType.Groups, AttributeName.PrimaryGroupId, "gid", key, value)) Show(run, group);
                break;
            case "host":
                CacheHosts.Query(run, key, value);
                break;
            case "service" or "protocol" or "rpc":
                NetworkDatabase.Query(run, category, key, value);
                break;
            case "mount":
                if (run.Mac.Directory.HasRecords(RecordType.Standard("Mounts"))) throw new NotEmulatedException("dscacheutil -q mount of records in the directory");
                break; // no Mac has an fstab of its own accord
            default:
                break;
        }
        return 0;
    }

    private static void Show(ToolRun run, Account account) => run.Console.Out(
        $"name: {account.Name}\npassword: {account.Password}\nuid: {Account.Signed(account.Uid)}\ngid: {Account.Signed(account.Gid)}\n" +
        $"dir: {account.Home}\nshell: {account.Shell}\ngecos: {account.FullName}\n\n");

    private static void Show(ToolRun run, DirectoryRecord group)
    {
        if (Account.Number(group, AttributeName.PrimaryGroupId) is not { } gid) return;
        var members = group.Values(AttributeName.GroupMembership);
        run.Console.Out($"name: {group.Name}\npassword: *\ngid: {Account.Signed(gid)}\n");
        if (members.Count > 0) run.Console.OutLine("users: " + string.Concat(members.Select(member => $"{member} ")));
        run.Console.Out("\n");
    }

    private static IEnumerable<DirectoryRecord> Find(ToolRun run, RecordType type, AttributeName number, string numberKey, string? key, string? value)
    {
        if (key is null) return run.Mac.Directory.Records(type);
        if (key == "name") return Account.InSearchOrder(run.Mac, node => node.FindNamed(type, value!)) is { } named ? [named] : [];
        if (key != numberKey) return [];
        return Account.InSearchOrder(run.Mac, node => node.Search(type, number, $"{LeadingNumber(value!)}") is [var first, ..] ? first : null) is { } numbered ? [numbered] : [];
    }

    /// <summary>The number that a text begins with, as atoi(3) takes it: 0 where it begins with none.</summary>
    internal static int LeadingNumber(string text)
    {
        var trimmed = text.TrimStart();
        var length = trimmed is ['-' or '+', ..] ? 1 : 0;
        while (length < trimmed.Length && char.IsAsciiDigit(trimmed[length])) length++;
        return long.TryParse(trimmed.AsSpan(0, length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? unchecked((int)number) : 0;
    }

    private static int Wrong(ToolRun run, string problem)
    {
        run.Console.ErrorLine($"dscacheutil: {problem}");
        return BadUsage;
    }

    private static int Misused(ToolRun run)
    {
        run.Console.Out(Usage);
        return BadUsage;
    }
}
