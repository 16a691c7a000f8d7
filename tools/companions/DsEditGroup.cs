using System.Globalization;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>Makes, changes, reads and deletes groups, and tells whether somebody is a member (dossier companions, 1).</summary>
internal static class DsEditGroup
{
    public static readonly Companion Companion = new("dseditgroup", Run)
    {
        IsSecret = Secrets,
    };

    private const string Letters = "LT:o:pqvn:m:u:P:a:d:t:i:g:r:k:c:s:S:f:?h";
    private const int Failed = 64;
    private const int NotMember = 67;
    private const int Refused = 73;
    private const int RecordUnknown = 200; // -14136, of which the shell sees the low byte

    private static readonly string[] Writing = ["edit", "create", "delete"];

    private const string Usage =
        """

        dseditgroup (11.0):: Manipulate group records with the Open Directory API.

        Usage: dseditgroup [-pqv] -o edit [-n nodename] [-u username] [-P password]
                           [-r realname] [-c comment] [-s timetolive]
                           [-k keyword] [-i gid] [-g uuid] [-S sid] [-a recordname]
                           [-d recordname] [-t recordtype] [-T grouptype] [-L] groupname
        Usage: dseditgroup [-pqv] -o create [-n nodename] [-u username] [-P password]
                           [-r realname] [-c comment] [-s timetolive]
                           [-k keyword] [-i gid] [-g uuid] [-S sid] [-T grouptype] [-L] groupname
        Usage: dseditgroup [-pqv] -o delete [-u username] [-P password] [-T grouptype] [-L] groupname
        Usage: dseditgroup [-qv] -o read [-T grouptype] groupname
        Usage: dseditgroup [-qv] -o checkmember [-m username] groupname

        See dseditgroup(8) man page for details.


        """;

    private static readonly (char Letter, AttributeName Attribute)[] Properties =
    [
        ('r', AttributeName.RealName), ('c', AttributeName.Comment), ('s', AttributeName.Parse("TimeToLive")), ('k', AttributeName.Parse("Keywords")),
        ('i', AttributeName.PrimaryGroupId), ('g', AttributeName.GeneratedUid), ('S', AttributeName.Parse("SMBSID")),
    ];

    private static int Run(ToolRun run)
    {
        if (run.Arguments.Count == 0)
        {
            run.Console.Out(Usage);
            return 0;
        }
        if (run.Arguments[0] == "-appleversion") throw new NotEmulatedException("dseditgroup -appleversion");
        var options = Options.Read(run.Arguments, Letters);
        if (options.Problem is { } problem) run.Console.ErrorLine($"dseditgroup: {problem}");
        if (options.Problem is not null || options.Has('h') || options.Has('?'))
        {
            run.Console.Out(Usage);
            return Failed;
        }
        foreach (var letter in "vfL")
            if (options.Has(letter)) throw new NotEmulatedException($"dseditgroup -{letter}");
        if (options.Value('T')?.ToLowerInvariant() is "user" or "computer" or "computergroup")
            throw new NotEmulatedException($"dseditgroup -T {options.Value('T')}");
        if (options.Value('i') is { } gid && (gid.Length == 0 || !gid.All(char.IsAsciiDigit))) return Told(run, "GID contains non-numeric characters");
        if (options.Value('g') is { } uuid && !Guid.TryParseExact(uuid, "D", out _)) return Told(run, "GUID provided is not a valid UUID");
        if (options.Rest is not [{ Length: > 0 } group, ..]) return Fail(run, "No group name provided");
        if (options.Value('n') is { } node && !IsLocal(node)) return Fail(run, "Error locating specified node.");
        return options.Value('o')?.ToLowerInvariant() switch
        {
            "checkmember" => CheckMember(run, options, group),
            "create" => Create(run, options, group),
            "edit" => Edit(run, options, group),
            "delete" => Delete(run, options, group),
            _ => Read(run, group),
        };
    }

    private static int CheckMember(ToolRun run, Options options, string name)
    {
        if (Account.GroupNamed(run.Mac, name) is not { } group) return Fail(run, "Group not found.");
        var member = options.Value('m') ?? run.User;
        if (Find(run, RecordType.Users, member) is not { } user) return Fail(run, "Unable to find the user record");
        var isMember = Memberships.IsMember(run.Mac.Directory, user, group);
        run.Console.OutLine(isMember ? $"yes {member} is a member of {name}" : $"no {member} is NOT a member of {name}");
        return isMember ? 0 : NotMember;
    }

    private static int Read(ToolRun run, string name)
    {
        if (Account.GroupNamed(run.Mac, name) is not { } group) return Fail(run, "Group not found.");
        Dump(run, group);
        return 0;
    }

    private static int Create(ToolRun run, Options options, string name)
    {
        var existing = Account.GroupNamed(run.Mac, name);
        if (existing is not null && !options.Has('q'))
        {
            run.Console.Out("Create called on existing record - do you want to overwrite, y or n : ");
            run.Console.FlushOutput();
            var answer = run.Mac.Pause(run.Console.ReadLine);
            run.Console.OutLine();
            if (answer is not (['y' or 'Y', ..])) return Fail(run, "Operation cancelled because record could not be replaced", Refused);
            existing = Account.GroupNamed(run.Mac, name); // others may have been at work meanwhile
        }
        if (Authorize(run, options) is not { } session) return Failed;
        return Guarded(run, "Could not create record.", () =>
        {
            if (existing is not null) session.DeleteRecord(existing);
            if (IsGidTaken(run, options)) throw Undone(run, "GID already exists");
            // A longer name is cut off by nobody: the record just isn't made.
            if (!session.CreateRecord(RecordType.Groups, name) || Account.GroupNamed(run.Mac, name) is not { } group) throw Undone(run, "Could not create record.");
            session.SetValues(group, AttributeName.GeneratedUid, [run.Mac.Random.Uuid()]);
            session.SetValues(group, AttributeName.PrimaryGroupId, [options.Value('i') ?? Memberships.NextGid(run.Mac.Directory).ToString(CultureInfo.InvariantCulture)]);
            SetProperties(session, group, options);
        });
    }

    private static int Edit(ToolRun run, Options options, string name)
    {
        if (Account.GroupNamed(run.Mac, name) is not { } group) return Fail(run, "Group not found.");
        if (Authorize(run, options) is not { } session) return Failed;
        if (IsGidTaken(run, options)) return Fail(run, "GID already exists");
        var memberType = MemberType(options);
        foreach (var (letter, value) in options.All)
        {
            if (letter is not ('a' or 'd')) continue;
            if (Find(run, memberType, value) is not { } member) return Fail(run, "Record was not found.", RecordUnknown);
            if (letter == 'a') Guarded(run, "Could not add member to group.", () => Add(session, group, member));
            else Guarded(run, "Could not remove member from group.", () => Remove(session, group, member));
        }
        return Guarded(run, "Could not change record.", () => SetProperties(session, group, options));
    }

    private static int Delete(ToolRun run, Options options, string name)
    {
        if (Account.GroupNamed(run.Mac, name) is not { } group) return Fail(run, "Group not found.");
        if (Authorize(run, options) is not { } session) return Failed;
        return Guarded(run, "Could not delete record.", () =>
        {
            run.Console.ErrorLine("Group record below will be deleted:");
            Dump(run, group);
            session.DeleteRecord(group);
        });
    }

    /// <summary>The session that may write, as root or with the credentials given; says so and gives null where there is none.</summary>
    private static DirectorySession? Authorize(ToolRun run, Options options)
    {
        var session = run.Mac.DirectoryAs(new DirectoryCaller(run.User));
        var user = options.Value('u');
        var password = options.Value('P');
        if (password is null && !options.Has('q') && (user is not null || options.Has('p')))
            password = run.AskSecret("Please enter user password:");
        if (run.IsRoot && (user is null || password is null)) return session;
        if (password is null)
        {
            run.Console.ErrorLine("Username and password must be provided.");
            return null;
        }
        try
        {
            session.AuthenticateSession(user ?? run.User, password);
            return session;
        }
        catch (DirectoryException)
        {
            run.Console.ErrorLine("Failed to set credentials.");
            return null;
        }
    }

    private static void Add(DirectorySession session, DirectoryRecord group, DirectoryRecord member)
    {
        var uuid = member.Text(AttributeName.GeneratedUid);
        if (member.Type == RecordType.Groups)
        {
            if (uuid is not null) session.MergeValues(group, AttributeName.NestedGroups, [uuid]);
            return;
        }
        session.MergeValues(group, AttributeName.GroupMembership, [member.Name]);
        if (uuid is not null) session.MergeValues(group, AttributeName.GroupMembers, [uuid]);
    }

    // Who isn't a member can be removed all the same.
    private static void Remove(DirectorySession session, DirectoryRecord group, DirectoryRecord member)
    {
        var uuid = member.Text(AttributeName.GeneratedUid);
        if (member.Type == RecordType.Groups)
        {
            Drop(AttributeName.NestedGroups, uuid);
            return;
        }
        Drop(AttributeName.GroupMembership, member.Name);
        Drop(AttributeName.GroupMembers, uuid);

        void Drop(AttributeName attribute, string? value)
        {
            if (value is not null) session.DeleteValues(group, attribute, group.Has(attribute, value) ? [value] : []);
        }
    }

    private static void SetProperties(DirectorySession session, DirectoryRecord group, Options options)
    {
        foreach (var (letter, attribute) in Properties)
            if (options.Value(letter) is { } value) session.SetValues(group, attribute, [letter == 'g' ? value.ToUpperInvariant() : value]);
    }

    private static void Dump(ToolRun run, DirectoryRecord group)
    {
        foreach (var (name, values) in group.AllAttributes())
        {
            run.Console.OutLine($"{name.FullName} -");
            foreach (var value in values) run.Console.OutLine($"\t\t{value}");
        }
    }

    private static RecordType MemberType(Options options) => options.Value('t')?.ToLowerInvariant() switch
    {
        "group" => RecordType.Groups,
        "computer" or "computergroup" => throw new NotEmulatedException($"dseditgroup -t {options.Value('t')}"),
        _ => RecordType.Users,
    };

    private static DirectoryRecord? Find(ToolRun run, RecordType type, string name) =>
        run.Mac.Directory.FindByValue(type, AttributeName.RecordName, name);

    private static bool IsGidTaken(ToolRun run, Options options) =>
        options.Value('i') is { } gid && run.Mac.Directory.Search(RecordType.Groups, AttributeName.PrimaryGroupId, gid).Count > 0;

    private static bool IsLocal(string node) =>
        node.StartsWith('.') || node is "/Local/Default" or "/Local/Default/" or "/Search" or "/Local";

    /// <summary>Does it; where the directory refuses, says so and undoes all.</summary>
    private static int Guarded(ToolRun run, string refusal, Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (DirectoryException)
        {
            throw Undone(run, refusal);
        }
    }

    private static CommandFailedException Undone(ToolRun run, string message)
    {
        run.Console.ErrorLine(message);
        return new CommandFailedException(Failed);
    }

    private static int Fail(ToolRun run, string message, int status = Failed)
    {
        run.Console.ErrorLine(message);
        throw new CommandFailedException(status);
    }

    private static int Told(ToolRun run, string message)
    {
        run.Console.OutLine(message);
        return Failed;
    }

    private static bool[] Secrets(IReadOnlyList<string> arguments) =>
        [.. arguments.Select((argument, i) => (i > 0 && IsPasswordOption(arguments[i - 1])) || (argument.Length > 2 && IsPasswordOption(argument[..2])))];

    // Also the last of letters written together.
    private static bool IsPasswordOption(string argument) => argument is ['-', not '-', ..] && argument[^1] == 'P' && argument[1..^1].All("Lpqv".Contains);
}
