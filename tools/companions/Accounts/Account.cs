using System.Globalization;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>A user of the emulated Mac as getpwnam(3) gives it.</summary>
/// <param name="Record">The directory's record.</param>
/// <param name="Uid">The UID; the negative ones of macOS as unsigned numbers.</param>
/// <param name="Gid">The primary group's GID, likewise.</param>
internal sealed record Account(DirectoryRecord Record, uint Uid, uint Gid)
{
    /// <summary>The short name.</summary>
    public string Name => Record.Name;

    /// <summary>The full name.</summary>
    public string FullName => Record.Text(AttributeName.RealName) ?? "";

    /// <summary>The home.</summary>
    public string Home => Record.Text(AttributeName.HomeDirectory) ?? "";

    /// <summary>The login shell.</summary>
    public string Shell => Record.Text(AttributeName.UserShell) ?? "";

    /// <summary>The password field: stars for a hash that can't be seen, one star for none.</summary>
    public string Password => AuthenticationAuthorities.HasShadowHash(Record) || !Record.Node.IsLocal ? "********" : "*";

    /// <summary>The user as a line of passwd(5) with master.passwd's fields.</summary>
    public string PasswdLine => $"{Name}:{Password}:{Signed(Uid)}:{Signed(Gid)}::0:0:{FullName}:{Home}:{Shell}";

    /// <summary>The user of that short name or alias, of the Mac's own or of a directory server.</summary>
    public static Account? Named(Mac mac, string name) => InSearchOrder(mac, node => node.FindNamed(RecordType.Users, name)) is { } record ? Of(record) : null;

    /// <summary>The user of that UID.</summary>
    public static Account? Numbered(Mac mac, uint uid) => ByNumber(mac, RecordType.Users, AttributeName.UniqueId, uid) is { } record ? Of(record) : null;

    /// <summary>A user by short name, or else by UID.</summary>
    public static Account? Find(Mac mac, string nameOrUid) =>
        Named(mac, nameOrUid) ?? (TryNumber(nameOrUid) is { } uid ? Numbered(mac, uid) : null);

    /// <summary>Who runs the command; null where the directory doesn't know that user.</summary>
    public static Account? Caller(ToolRun run) => Named(run.Mac, run.User);

    /// <summary>The record of a user; null where it has no UID, as no program can see it then.</summary>
    public static Account? Of(DirectoryRecord record) =>
        Number(record, AttributeName.UniqueId) is { } uid ? new Account(record, uid, Number(record, AttributeName.PrimaryGroupId) ?? Nobody) : null;

    /// <summary>The group with that GID.</summary>
    public static DirectoryRecord? Group(Mac mac, uint gid) => ByNumber(mac, RecordType.Groups, AttributeName.PrimaryGroupId, gid);

    /// <summary>A group by its short name or alias.</summary>
    public static DirectoryRecord? GroupNamed(Mac mac, string name) => InSearchOrder(mac, node => node.FindNamed(RecordType.Groups, name));

    /// <summary>The first that any node of the search path gives; the Mac's own is asked first, and mostly knows.</summary>
    public static T? InSearchOrder<T>(Mac mac, Func<LocalNode, T?> find) where T : class
    {
        if (find(mac.Directory) is { } found) return found;
        foreach (var node in mac.Nodes.Network)
            if (find(node) is { } there) return there;
        return null;
    }

    /// <summary>A number attribute (a UID, a GID) as the kernel has it.</summary>
    public static uint? Number(DirectoryRecord record, AttributeName attribute) =>
        record.Text(attribute) is { } text ? TryNumber(text) : null;

    /// <summary>The number that a text is, if it is one.</summary>
    public static uint? TryNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= int.MinValue and <= uint.MaxValue
            ? unchecked((uint)number) : null;

    /// <summary>A UID or GID as tools print it that count with signed numbers.</summary>
    public static int Signed(uint id) => unchecked((int)id);

    // What a record without a primary group counts with.
    private const uint Nobody = unchecked((uint)-2);

    private static DirectoryRecord? ByNumber(Mac mac, RecordType type, AttributeName attribute, uint number) =>
        First(mac, type, attribute, Signed(number).ToString(CultureInfo.InvariantCulture))
        ?? (number > int.MaxValue ? First(mac, type, attribute, number.ToString(CultureInfo.InvariantCulture)) : null);

    private static DirectoryRecord? First(Mac mac, RecordType type, AttributeName attribute, string text) =>
        InSearchOrder(mac, node => node.Search(type, attribute, text) is [var first, ..] ? first : null);
}
