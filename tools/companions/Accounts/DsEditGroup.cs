using System.Globalization;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>
/// Makes, changes, reads and deletes groups, and tells whether somebody is a member (dossier companions, 1). What isn't kept apart here
/// isn't there either: of several <c>-a</c> the last counts.
/// </summary>
internal static class DsEditGroup
{
    public static readonly Companion Companion = new("dseditgroup", Run)
    {
        IsSecret = DsEditGroupRequest.Secrets,
    };

    private const int Failed = 64;
    private const int NotMember = 67;
    private const int Refused = 73;
    private const int MemberUnknown = 75;
    private const int RecordUnknown = 200; // -14136, of which the shell sees the low byte

    private static readonly AttributeName Sid = AttributeName.Parse("SMBSID");

    // In the order in which they are set; a companion computer list takes only some.
    private static readonly (char Letter, AttributeName Attribute, string Label, bool OfList)[] Properties =
    [
        ('S', Sid, "SID", false), ('r', AttributeName.RealName, "full name", true), ('k', AttributeName.Parse("Keywords"), "Keyword", true),
        ('c', AttributeName.Comment, "Comment", true), ('s', AttributeName.Parse("TimeToLive"), "TTL", true),
    ];

    // The record that a run is about, and the computer list that -L keeps along with a computer group.
    private sealed record Target(ToolRun Run, DsEditGroupRequest Request, DirectorySession Session, DirectoryRecord? Group, DirectoryRecord? List);

    private static int Run(ToolRun run)
    {
        if (run.Arguments.Count == 0)
        {
            run.Console.Out(DsEditGroupRequest.Usage);
            return 0;
        }
        if (run.Arguments[0] == "-appleversion") throw new NotEmulatedException("dseditgroup -appleversion");
        var options = Options.Read(run.Arguments, DsEditGroupRequest.Letters);
        foreach (var (letter, value) in options.All)
        {
            if (letter == 'i' && !DsEditGroupRequest.IsNumber(value)) return Told(run, "GID contains non-numeric characters");
            if (letter == 'g' && !(Guid.TryParseExact(value, "D", out var uuid) && uuid != Guid.Empty)) return Told(run, "GUID provided is not a valid UUID");
            if (letter is 'h' or '?') return Told(run, DsEditGroupRequest.Usage[..^1]);
        }
        if (options.Problem is { } problem)
        {
            run.Console.ErrorLine($"dseditgroup: {problem}");
            return Told(run, DsEditGroupRequest.Usage[..^1]);
        }
        if (options.Rest is not [{ Length: > 0 } name, ..]) return Fail(run, "No group name provided");
        var request = new DsEditGroupRequest(options, name, run.User);
        if (request.IsVerbose) run.Console.Out(request.Description);
        return Do(run, request);
    }

    private static int Do(ToolRun run, DsEditGroupRequest request)
    {
        var password = request.AsksPassword ? Ask(run) : request.Password;
        if (request.Node is { } node && !IsLocal(node)) return Fail(run, "Error locating specified node.");
        var group = Find(run, request.GroupType, request.Group);
        if (group is null && request.Operation != GroupOperation.Create) return Fail(run, "Group not found.");
        var list = request.KeepsComputerList ? Find(run, RecordType.ComputerLists, request.Group) : null;
        var session = run.Mac.DirectoryAs(new DirectoryCaller(run.User));
        if (run.IsRoot && password is null)
        {
            if (request.IsVerbose) run.Console.OutLine("Skipping authentication because user has effective ID 0");
        }
        else if (request.Operation is GroupOperation.Create or GroupOperation.Edit or GroupOperation.Delete)
        {
            if (password is null) return Fail(run, "Username and password must be provided.");
            Guarded(run, request, "Failed to set credentials.", () => session.AuthenticateSession(request.User, password));
        }
        var target = new Target(run, request, session, group, list);
        return request.Operation switch
        {
            GroupOperation.CheckMember => CheckMember(target),
            GroupOperation.Create => Create(target),
            GroupOperation.Edit => Change(target, group!),
            GroupOperation.Delete => Delete(target),
            _ => Read(target),
        };
    }

    private static string Ask(ToolRun run)
    {
        var answer = run.AskSecret("Please enter user password:", takesPipe: true);
        if (!run.Console.IsInputTerminal) run.Console.Error("\n"); // a terminal has ended the line itself
        return answer;
    }

    private static int CheckMember(Target target)
    {
        var (run, request) = (target.Run, target.Request);
        if (Find(run, RecordType.Users, request.Member) is not { } user) return Fail(run, "Unable to find the user record");
        var isMember = Memberships.IsMember(run.Mac.Directory, user, target.Group!)
            || (request.GroupType != RecordType.Groups && target.Group!.Has(AttributeName.GroupMembership, user.Name));
        run.Console.OutLine(isMember ? $"yes {request.Member} is a member of {request.Group}" : $"no {request.Member} is NOT a member of {request.Group}");
        return isMember ? 0 : NotMember;
    }

    private static int Read(Target target)
    {
        Dump(target.Run, target.Group!);
        return 0;
    }

    private static int Delete(Target target)
    {
        target.Run.Console.ErrorLine("Group record below will be deleted:");
        Dump(target.Run, target.Group!);
        Remove(target, "Unable to delete record");
        return 0;
    }

    private static int Create(Target target)
    {
        var (run, request) = (target.Run, target.Request);
        if ((target.Group ?? target.List) is not null)
        {
            if (!request.IsQuiet)
            {
                run.Console.Out("Create called on existing record - do you want to overwrite, y or n : ");
                run.Console.FlushOutput();
                var answer = run.Mac.Pause(run.Console.ReadLine);
                run.Console.OutLine();
                if (answer is not (['y' or 'Y', ..])) return Fail(run, "Operation cancelled because record could not be replaced", Refused);
                // Others may have been at work meanwhile.
                target = target with { Group = Find(run, request.GroupType, request.Group), List = target.List is null ? null : Find(run, RecordType.ComputerLists, request.Group) };
            }
            Remove(target, "Unable to replace the record");
        }
        var group = Make(target, request.GroupType) ?? throw Undone(run, "Unable to create the record");
        var list = request.KeepsComputerList ? Make(target, RecordType.ComputerLists) : null;
        return Change(target with { Group = group, List = list }, group);
    }

    // A name that is too long makes no record, and nobody says so but us.
    private static DirectoryRecord? Make(Target target, RecordType type)
    {
        var (run, request) = (target.Run, target.Request);
        Guarded(run, request, "Unable to create the record", () => target.Session.CreateRecord(type, request.Group));
        if (Find(run, type, request.Group) is not { } record) return null;
        Guarded(run, request, "Unable to create the record", () => target.Session.SetValues(record, AttributeName.GeneratedUid, [run.Mac.Random.Uuid()]));
        return record;
    }

    private static void Remove(Target target, string refusal) => Guarded(target.Run, target.Request, refusal, () =>
    {
        if (target.Group is { } group) target.Session.DeleteRecord(group);
        if (target.List is { } list) target.Session.DeleteRecord(list);
    });

    /// <summary>What create and edit have in common, in the order in which it is done.</summary>
    private static int Change(Target target, DirectoryRecord group)
    {
        var (run, request) = (target.Run, target.Request);
        if (request.Format is { } format && !Convert(target, group, format))
        {
            // What else was asked for is forgotten then.
            if (request.IsVerbose) run.Console.ErrorLine("Group is already in that format");
            return 0;
        }
        if (request.Added is { } added) ChangeMember(target, group, added, "Could not add member to group.", Memberships.AddMember);
        if (request.Removed is { } removed) ChangeMember(target, group, removed, "Could not remove member from group.", Memberships.RemoveMember);
        SetNumber(target, group);
        if (!SetProperties(target, group)) return 0;
        if (request.IsVerbose)
        {
            run.Console.ErrorLine($"\nGroup record {(request.Operation == GroupOperation.Create ? "created" : "edited")}.\n");
            run.Console.ErrorLine("=======================\n");
            Dump(run, group);
        }
        return 0;
    }

    private static void ChangeMember(Target target, DirectoryRecord group, string name, string refusal, Action<DirectorySession, DirectoryRecord, DirectoryRecord> change)
    {
        var (run, request) = (target.Run, target.Request);
        if (Find(run, request.MemberType, name) is not { } member)
        {
            Fail(run, "Record was not found.", RecordUnknown);
            return;
        }
        Guarded(run, request, refusal, () =>
        {
            if (group.Type == RecordType.Users) throw new DirectoryException(DirectoryStatus.InvalidRecordType);
            change(target.Session, group, member);
            if (target.List is { } list) change(target.Session, list, member);
        });
    }

    /// <summary>Makes UUIDs of the names of members (n), or leaves the names alone (l); false where that is so already.</summary>
    private static bool Convert(Target target, DirectoryRecord group, string format)
    {
        var (run, request) = (target.Run, target.Request);
        var names = group.Values(AttributeName.GroupMembership);
        var isLegacy = names.Count > 0 && group.Values(AttributeName.GroupMembers).Count == 0;
        if (format.StartsWith('n') && isLegacy)
        {
            var uuids = new List<DirectoryValue>();
            foreach (var name in names)
            {
                if (Account.Named(run.Mac, $"{name}")?.Record.Text(AttributeName.GeneratedUid) is { } uuid) uuids.Add(uuid);
                else Fail(run, DsEditGroupRequest.UnknownMember($"{name}"), MemberUnknown);
            }
            Guarded(run, request, "Failed to set the UUID based membership", () => target.Session.SetValues(group, AttributeName.GroupMembers, uuids));
            return true;
        }
        if (!format.StartsWith('l') || isLegacy) return false;
        Guarded(run, request, "Error removing GUIDs from the group", () => target.Session.DeleteAttribute(group, AttributeName.GroupMembers));
        return true;
    }

    private static void SetNumber(Target target, DirectoryRecord group)
    {
        var (run, request) = (target.Run, target.Request);
        if (request.Gid is { } gid)
        {
            if (run.Mac.Directory.Search(RecordType.Groups, AttributeName.PrimaryGroupId, gid).Count > 0) Fail(run, "GID already exists");
            Guarded(run, request, "Error attempting to set GID attribute", () => target.Session.SetValues(group, AttributeName.PrimaryGroupId, [gid]));
            if (request.IsVerbose) run.Console.ErrorLine("GID attribute was set");
        }
        else if (request.Operation == GroupOperation.Create)
        {
            var next = Memberships.NextGid(run.Mac.Directory).ToString(CultureInfo.InvariantCulture);
            Guarded(run, request, "Unable to create query for PrimaryGroupID", () => target.Session.SetValues(group, AttributeName.PrimaryGroupId, [next]));
        }
    }

    // These failures are told and then forgotten; only that of the UUID ends the work. False where it did.
    private static bool SetProperties(Target target, DirectoryRecord group)
    {
        if (target.Request.Uuid is { } uuid && !TrySet(target, group, AttributeName.GeneratedUid, uuid.ToUpperInvariant(), "GUID")) return false;
        foreach (var (letter, attribute, label, ofList) in Properties)
        {
            if (target.Request.Value(letter) is not { } value) continue;
            if (TrySet(target, group, attribute, value, label) && ofList && target.List is { } list) target.Session.SetValues(list, attribute, [value]);
        }
        return true;
    }

    private static bool TrySet(Target target, DirectoryRecord group, AttributeName attribute, string value, string label)
    {
        try
        {
            target.Session.SetValues(group, attribute, [value]);
        }
        catch (DirectoryException error)
        {
            if (target.Request.IsVerbose) throw Untold(error);
            target.Run.Console.ErrorLine($"Add {label} value - FAILED");
            return false;
        }
        if (target.Request.IsVerbose) target.Run.Console.ErrorLine($"Add {label} value - SUCCESS");
        return true;
    }

    // The tool asks the directory for standard attributes only.
    private static void Dump(ToolRun run, DirectoryRecord group)
    {
        foreach (var (name, values) in group.AllAttributes())
        {
            if (!name.FullName.StartsWith(AttributeName.StandardPrefix, StringComparison.Ordinal)) continue;
            run.Console.OutLine($"{name.FullName} -");
            foreach (var value in values) run.Console.OutLine($"\t\t{value}");
        }
    }

    private static DirectoryRecord? Find(ToolRun run, RecordType type, string name) =>
        run.Mac.Directory.FindByValue(type, AttributeName.RecordName, name);

    private static bool IsLocal(string node) =>
        node.StartsWith('.') || node is "/Local/Default" or "/Local/Default/" or "/Search" or "/Local";

    /// <summary>Does it; where the directory refuses, says so and undoes all.</summary>
    private static void Guarded(ToolRun run, DsEditGroupRequest request, string refusal, Action action)
    {
        try
        {
            action();
        }
        catch (DirectoryException error)
        {
            throw request.IsVerbose ? Untold(error) : Undone(run, refusal);
        }
    }

    // With -v the framework's own words are printed.
    private static NotEmulatedException Untold(DirectoryException error) =>
        new($"dseditgroup -v: the framework's description of a failure (here {error.Status}, {DirectoryStatus.NameOf(error.Status)}) isn't known");

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
}
