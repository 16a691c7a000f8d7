using System.Globalization;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>Identities and memberships as the membership service sees them (dossier companions, 2).</summary>
internal static class DsMemberUtil
{
    public static readonly Companion Companion = new("dsmemberutil", Run);

    private const int Unknown = 1;
    private const int UnknownCommand = 3;
    private const int NoUuid = 5;
    private const int NotFound = 7;
    private const int BadUse = 22;
    private const int Stopped = -1; // getopt's own refusal of a letter ends the run at once
    private const int LongestName = 255;

    // What UUIDs without a record begin with: the service makes them up from numbers.
    private const string UserUuids = "FFFFEEEE-DDDD-CCCC-BBBB-AAAA";
    private const string GroupUuids = "ABCDEFAB-CDEF-ABCD-EFAB-CDEF";

    private const string Usage =
        """
        Usage: dsmemberutil [flags] <command> [options]
        flags:
            -v               verbose mode
            -h               this usage output
        commands:
            getuuid          [-ugUGsS] value
            getid            [-UGsSX] value
            getsid           [-ugUGX] value
            checkmembership  [-uUxs] value [-gGXS] value
            flushcache
            dumpstate
            statistics       [-f]

        """;

    // One flag with its value; Kind is the letter.
    private sealed record Identity(char Kind, string Value)
    {
        public bool IsUser => char.IsLower(Kind) ? Kind != 'g' : Kind == 'U';
    }

    private static int Run(ToolRun run)
    {
        if (run.Arguments.Count == 0) return Fail(run, Usage, 0);
        var flags = Options.Read(run.Arguments, "vh");
        if (flags.Has('h')) return Fail(run, Usage, 0);
        if (flags.Problem is { } problem) return Fail(run, $"dsmemberutil: {problem}\n{Usage}", BadUse);
        if (flags.Rest.Count == 0) return Fail(run, Usage, UnknownCommand);
        var arguments = flags.Rest.Skip(1).ToList();
        var say = new Narrator(run, flags.Has('v'));
        return flags.Rest[0].ToLowerInvariant() switch
        {
            "getuuid" => GetUuid(run, arguments, say),
            "getid" => GetId(run, arguments, say),
            "checkmembership" => CheckMembership(run, arguments, say),
            "flushcache" => 0,
            "getsid" => GetSid(run, arguments),
            "dumpstate" or "statistics" => throw new NotEmulatedException($"dsmemberutil {flags.Rest[0]}"),
            _ => Fail(run, Usage, UnknownCommand),
        };
    }

    private static int CheckMembership(ToolRun run, List<string> arguments, Narrator say)
    {
        var status = TakeIdentity(run, arguments, "uUxs", out var user);
        string? userUuid = null, groupUuid = null;
        if (status == 0)
        {
            (status, userUuid) = UuidOf(run, user!, say);
            if (status == 0 && (status = TakeIdentity(run, arguments, "gGXS", out var group)) == 0) (_, groupUuid) = UuidOf(run, group!, say);
        }
        if (status == BadUse) return Fail(run, "Usage: dsmemberutil checkmembership missing appropriate options\n    checkmembership  [-uUx] value [-GX] value\n", BadUse);
        if (status == Stopped) return BadUse;
        if (userUuid is null || groupUuid is null)
        {
            run.Console.OutLine(userUuid is null ? "User not found" : "Group not found");
            return NotFound;
        }
        run.Console.OutLine(IsMember(run, userUuid, groupUuid) ? "user is a member of the group" : "user is not a member of the group");
        return 0;
    }

    private static int GetUuid(ToolRun run, List<string> arguments, Narrator say)
    {
        var status = TakeIdentity(run, arguments, "uUgGsS", out var identity);
        if (status == Stopped) return BadUse;
        if (status != 0 || arguments.Count > 0) return Fail(run, "Usage: dsmemberutil getuuid must have one flag and parameter\n", BadUse);
        var (kind, value) = (identity!.Kind, identity.Value);
        if (kind is 's' or 'S') throw new NotEmulatedException($"dsmemberutil getuuid -{kind}");
        if (kind is 'U' or 'G')
        {
            if (value.Length > LongestName) return Fail(run, $"Names cannot be longer than {LongestName} characters\n", Unknown);
            say.Line($"Attempting to convert {(kind == 'U' ? "username" : "groupname")} to UUID");
        }
        else
        {
            say.Line($"Attempting to convert the {(kind == 'u' ? "uid" : "gid")} to a UUID");
        }
        if (Find(run, identity) is not { } uuid)
        {
            run.Console.OutLine($"There is no uuid for {(kind == 'U' ? "user" : "group")} {value}");
            return NoUuid;
        }
        say.Line("Conversion successful");
        say.Line("Attempting to convert the UUID to a string");
        run.Console.OutLine(uuid);
        return 0;
    }

    private static int GetId(ToolRun run, List<string> arguments, Narrator say)
    {
        var status = TakeIdentity(run, arguments, "UGsSxX", out var identity);
        if (status == Stopped) return BadUse;
        if (status != 0 || arguments.Count > 0) return Fail(run, "Usage: dsmemberutil getid must have one flag and parameter\n", BadUse);
        if (UuidOf(run, identity!, say) is not (0, { } uuid))
        {
            run.Console.OutLine("id not found");
            return 0;
        }
        say.Line("Attempting to find the id for the UUID");
        if (IdOf(run, uuid) is not { } id) return Fail(run, "There was an unknown error.\n", Unknown);
        say.Line("id was found");
        run.Console.OutLine($"{(id.IsUser ? "uid" : "gid")}: {Account.Signed(id.Number)}");
        return 0;
    }

    // A record of its own SID (Windows' accounts, those of Active Directory) tells that; the others' are made of the Mac's and their number.
    private static int GetSid(ToolRun run, List<string> arguments)
    {
        var status = TakeIdentity(run, arguments, "uUgGxX", out var identity);
        if (status == Stopped) return BadUse;
        if (status != 0 || arguments.Count > 0) return Fail(run, "Usage: dsmemberutil getsid must have one flag and parameter\n", BadUse);
        if (RecordOf(run, identity!) is { } record && Sid.Of(run.Mac, record) is { } sid)
        {
            run.Console.OutLine(sid);
            return 0;
        }
        return Fail(run, $"There is no sid for {(identity!.IsUser ? "user" : "group")} {identity.Value}\n", NoUuid);
    }

    /// <summary>Takes one flag with its value off the arguments, as getopt(3) would: what isn't a number is told and passed over.</summary>
    private static int TakeIdentity(ToolRun run, List<string> arguments, string letters, out Identity? identity)
    {
        identity = null;
        while (arguments is [['-', _, ..] word, ..] && word != "--")
        {
            arguments.RemoveAt(0);
            if (!letters.Contains(word[1], StringComparison.Ordinal)) return Fail(run, $"dsmemberutil: illegal option -- {word[1]}\n", Stopped);
            if (word.Length == 2 && arguments.Count == 0) return Fail(run, $"dsmemberutil: option requires an argument -- {word[1]}\n", Stopped);
            var value = word[2..];
            if (word.Length == 2)
            {
                value = arguments[0];
                arguments.RemoveAt(0);
            }
            if (word[1] is not ('u' or 'g') || value.Length == 0 || Account.TryNumber(value) is not null)
            {
                identity = new Identity(word[1], value);
                return 0;
            }
            run.Console.ErrorLine("ID supplied was not a number");
        }
        return BadUse;
    }

    /// <summary>The UUID that an identity means, with the status that goes with it; says what is wrong.</summary>
    private static (int Status, string? Uuid) UuidOf(ToolRun run, Identity identity, Narrator say)
    {
        switch (identity.Kind)
        {
            case 's' or 'S': throw new NotEmulatedException($"dsmemberutil with -{identity.Kind} (a SID)");
            case 'x' or 'X' when !Guid.TryParseExact(identity.Value, "D", out _):
                run.Console.OutLine("The UUID entered is not valid.");
                return (NoUuid, null);
            case 'x' or 'X': return (0, identity.Value.ToUpperInvariant());
            case 'U': say.Line("Attempting to convert username to UUID"); break;
            case 'G': say.Line("Attempting to convert the groupname to a UUID"); break;
            default: break;
        }
        if (Find(run, identity) is { } uuid)
        {
            if (identity.Kind == 'U') say.Line("Conversion successful");
            return (0, uuid);
        }
        run.Console.Error($"The {(identity.IsUser ? "user" : "group")} {identity.Value} cannot be found\nThere was an unknown error.\n");
        return (NotFound, null);
    }

    // Numbers that nobody has get a UUID all the same.
    private static string? Find(ToolRun run, Identity identity)
    {
        if (RecordOf(run, identity)?.Text(AttributeName.GeneratedUid) is { } uuid) return uuid.ToUpperInvariant();
        if (identity.Kind is not ('u' or 'g')) return null;
        return $"{(identity.IsUser ? UserUuids : GroupUuids)}{NumberOf(identity):X8}";
    }

    private static DirectoryRecord? RecordOf(ToolRun run, Identity identity) => identity.Kind switch
    {
        'u' => Account.Numbered(run.Mac, NumberOf(identity))?.Record,
        'g' => Account.Group(run.Mac, NumberOf(identity)),
        'U' => Account.Named(run.Mac, identity.Value)?.Record,
        'G' => Account.GroupNamed(run.Mac, identity.Value),
        _ => ByUuid(run, identity.IsUser ? RecordType.Users : RecordType.Groups, identity.Value),
    };

    private static uint NumberOf(Identity identity) => identity.Value.Length == 0 ? 0 : Account.TryNumber(identity.Value)!.Value;

    private static (bool IsUser, uint Number)? IdOf(ToolRun run, string uuid)
    {
        if (ByUuid(run, RecordType.Users, uuid) is { } user && Account.Number(user, AttributeName.UniqueId) is { } uid) return (true, uid);
        if (ByUuid(run, RecordType.Groups, uuid) is { } group && Account.Number(group, AttributeName.PrimaryGroupId) is { } gid) return (false, gid);
        foreach (var (beginning, isUser) in ((string, bool)[])[(UserUuids, true), (GroupUuids, false)])
            if (uuid.StartsWith(beginning, StringComparison.Ordinal)
                && uint.TryParse(uuid[beginning.Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)) return (isUser, number);
        return null;
    }

    private static bool IsMember(ToolRun run, string userUuid, string groupUuid)
    {
        if (ByUuid(run, RecordType.Users, userUuid) is not { } user || ByUuid(run, RecordType.Groups, groupUuid) is not { } group) return false;
        return Memberships.IsMember(run.Mac.Nodes.InSearchOrder, user, group);
    }

    private static DirectoryRecord? ByUuid(ToolRun run, RecordType type, string uuid) =>
        Account.InSearchOrder(run.Mac, node => node.FindByValue(type, AttributeName.GeneratedUid, uuid));

    private static int Fail(ToolRun run, string text, int status)
    {
        run.Console.Error(text);
        return status;
    }

    // What -v tells of each step, on standard output.
    private sealed record Narrator(ToolRun Run, bool IsVerbose)
    {
        public void Line(string text)
        {
            if (IsVerbose) Run.Console.OutLine(text);
        }
    }
}
