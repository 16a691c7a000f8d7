using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>Identities and memberships as the membership service sees them (dossier companions, 2).</summary>
internal static class DsMemberUtil
{
    public static readonly Companion Companion = new("dsmemberutil", Run);

    private const int UnknownCommand = 3;
    private const int NoUuid = 5;
    private const int NotFound = 7;
    private const int BadUse = 22;
    private const string Forms =
        "getuuid -ugUGsS value\ngetid -UGsSxX value\ngetsid -ugUGxX value\ncheckmembership -uUxs param -gGXS param\nflushcache\ndumpstate\nstatistics\n";
    private const string Usage = "Usage: dsmemberutil [-h] [-v] command [options]\n" + Forms;

    private static int Run(ToolRun run)
    {
        var arguments = run.Arguments.SkipWhile(argument => argument == "-v").ToList();
        switch (arguments)
        {
            case [] or ["-h", ..]:
                run.Console.Error(Usage);
                return 0;
            case ["getuuid", .. var rest]:
                return GetUuid(run, rest);
            case ["getid", .. var rest]:
                return GetId(run, rest);
            case ["checkmembership", .. var rest]:
                return CheckMembership(run, rest);
            case ["flushcache", ..]:
                return 0;
            case ["getsid", .. var rest]:
                return GetSid(run, rest);
            case ["dumpstate" or "statistics", ..]:
                throw new NotEmulatedException($"dsmemberutil {arguments[0]}");
            default:
                run.Console.Error(Usage);
                return UnknownCommand;
        }
    }

    private static int CheckMembership(ToolRun run, List<string> rest)
    {
        const string form = "checkmembership -uUxs param -gGXS param";
        if (rest is not [['-', 'u' or 'U' or 'x' or 's'], var userText, ['-', 'g' or 'G' or 'X' or 'S'], var groupText])
            return Misused(run, "checkmembership missing appropriate options", form);
        if (rest[0] == "-s" || rest[2] == "-S") throw new NotEmulatedException($"dsmemberutil checkmembership {(rest[0] == "-s" ? "-s" : "-S")}");
        if ((rest[0] == "-u" && Account.TryNumber(userText) is null) || (rest[2] == "-g" && Account.TryNumber(groupText) is null))
            return NoNumber(run, form);
        if (FindUser(run, rest[0][1], userText) is not { } user)
        {
            run.Console.OutLine("User not found");
            return Unknown(run, $"The user {userText} cannot be found");
        }
        if (FindGroup(run, rest[2][1], groupText) is not { } group)
        {
            run.Console.OutLine("Group not found");
            return Unknown(run, $"The group {groupText} cannot be found");
        }
        run.Console.OutLine(Memberships.IsMember(run.Mac.Nodes.InSearchOrder, user, group) ? "user is a member of the group" : "user is not a member of the group");
        return 0;
    }

    private static int GetUuid(ToolRun run, List<string> rest)
    {
        const string form = "getuuid -ugUGsS value";
        if (rest is not [['-', 'u' or 'g' or 'U' or 'G' or 's' or 'S'], var value])
            return Misused(run, "getuuid must have one flag and parameter", form);
        if (rest[0] is "-s" or "-S") throw new NotEmulatedException($"dsmemberutil getuuid {rest[0]}");
        var isUser = rest[0] is "-u" or "-U";
        uint number = 0;
        if (rest[0] is "-u" or "-g")
        {
            if (Account.TryNumber(value) is not { } id) return NoNumber(run, form);
            number = id;
        }
        var record = isUser ? FindUser(run, rest[0][1], value) : FindGroup(run, rest[0][1], value);
        if (record?.Text(AttributeName.GeneratedUid) is { } uuid)
        {
            run.Console.OutLine(uuid.ToUpperInvariant());
            return 0;
        }
        if (rest[0] is "-u" or "-g")
        {
            // The service makes up a UUID for numbers that nobody has.
            run.Console.OutLine(isUser ? $"FFFFEEEE-DDDD-CCCC-BBBB-AAAA{number:X8}" : $"ABCDEFAB-CDEF-ABCD-EFAB-CDEF{number:X8}");
            return 0;
        }
        run.Console.ErrorLine($"There is no uuid for {(isUser ? "user" : "group")} {value}");
        return NoUuid;
    }

    private static int GetId(ToolRun run, List<string> rest)
    {
        if (rest is not [['-', 'U' or 'G' or 's' or 'S' or 'x' or 'X'], var value])
            return Misused(run, "getid must have one flag and parameter", "getid -UGsSxX value");
        if (rest[0] is "-s" or "-S") throw new NotEmulatedException($"dsmemberutil getid {rest[0]}");
        var isUser = rest[0] is "-U" or "-x";
        var record = isUser ? FindUser(run, rest[0][1], value) : FindGroup(run, rest[0][1], value);
        if (record is not null && Account.Number(record, isUser ? AttributeName.UniqueId : AttributeName.PrimaryGroupId) is { } id)
        {
            run.Console.OutLine($"{(isUser ? "uid" : "gid")}: {Account.Signed(id)}");
            return 0;
        }
        if (rest[0] is "-U" or "-G") Unknown(run, $"The {(isUser ? "user" : "group")} {value} cannot be found");
        run.Console.OutLine("id not found");
        return 0;
    }

    // A record of its own SID (Windows' accounts, those of Active Directory) tells that; the others' are made of the Mac's and their number.
    private static int GetSid(ToolRun run, List<string> rest)
    {
        const string form = "getsid -ugUGxX value";
        if (rest is not [['-', 'u' or 'g' or 'U' or 'G' or 'x' or 'X'], var value]) return Misused(run, "getsid must have one flag and parameter", form);
        if (rest[0] is "-u" or "-g" && Account.TryNumber(value) is null) return NoNumber(run, form);
        var isUser = rest[0] is "-u" or "-U" or "-x";
        var record = isUser ? FindUser(run, rest[0][1], value) : FindGroup(run, rest[0][1], value);
        if (record is not null && Sid.Of(run.Mac, record) is { } sid)
        {
            run.Console.OutLine(sid);
            return 0;
        }
        run.Console.ErrorLine($"There is no sid for {(isUser ? "user" : "group")} {value}");
        return NoUuid;
    }

    private static DirectoryRecord? FindUser(ToolRun run, char kind, string value) => kind switch
    {
        'u' => Account.Numbered(run.Mac, Account.TryNumber(value)!.Value)?.Record,
        'U' => Account.Named(run.Mac, value)?.Record,
        _ => Account.InSearchOrder(run.Mac, node => node.FindByValue(RecordType.Users, AttributeName.GeneratedUid, value)),
    };

    private static DirectoryRecord? FindGroup(ToolRun run, char kind, string value) => kind switch
    {
        'g' => Account.Group(run.Mac, Account.TryNumber(value)!.Value),
        'G' => Account.GroupNamed(run.Mac, value),
        _ => Account.InSearchOrder(run.Mac, node => node.FindByValue(RecordType.Groups, AttributeName.GeneratedUid, value)),
    };

    private static int Unknown(ToolRun run, string message)
    {
        run.Console.Error($"{message}\nThere was an unknown error.\n");
        return NotFound;
    }

    private static int NoNumber(ToolRun run, string form)
    {
        run.Console.Error($"ID supplied was not a number\nUsage: dsmemberutil {form}\n");
        return BadUse;
    }

    private static int Misused(ToolRun run, string what, string form)
    {
        run.Console.Error($"Usage: dsmemberutil {what}\n{form}\n");
        return BadUse;
    }
}
