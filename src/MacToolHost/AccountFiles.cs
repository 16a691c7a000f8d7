using System.Globalization;
using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;

namespace MacToolHost;

/// <summary>
/// The users and groups of the Mac as <c>/etc/passwd</c> and <c>/etc/group</c>, which is how the host's own commands see them under
/// <c>macemu run</c>. They are views: every run that changes the directory rewrites them.
/// </summary>
public static class AccountFiles
{
    /// <summary>Names the folder in which the views stand, under a run in a namespace.</summary>
    public const string FolderVariable = "MACEMU_ACCOUNT_FILES";
    /// <summary>Names the machine that they are views of; other machines may be used under the same run.</summary>
    public const string MachineVariable = "MACEMU_ACCOUNT_FILES_OF";
    /// <summary>The name of the view of users in that folder.</summary>
    public const string PasswdName = "passwd";
    /// <summary>The name of the view of groups in that folder.</summary>
    public const string GroupName = "group";

    /// <summary>A line of /etc/passwd. The negative IDs of macOS (nobody is -2) become the unsigned numbers Linux reads.</summary>
    public static string PasswdLine(string name, int userId, int groupId, string fullName, string home, string shell) =>
        $"{name}:*:{unchecked((uint)userId)}:{unchecked((uint)groupId)}:{fullName.Replace(':', ' ')}:{home}:{shell}\n";

    /// <summary>A line of /etc/group.</summary>
    public static string GroupLine(string name, int groupId, IEnumerable<string> members) =>
        $"{name}:*:{unchecked((uint)groupId)}:{string.Join(',', members)}\n";

    /// <summary>All users. One query per attribute rather than six per user.</summary>
    public static string Passwd(LocalNode node)
    {
        var gids = First(node, RecordType.Users, AttributeName.PrimaryGroupId);
        var names = First(node, RecordType.Users, AttributeName.RealName);
        var homes = First(node, RecordType.Users, AttributeName.HomeDirectory);
        var shells = First(node, RecordType.Users, AttributeName.UserShell);
        return string.Concat(
            from uid in First(node, RecordType.Users, AttributeName.UniqueId)
            where Id(uid.Value) is not null && IsPlain(uid.Key)
            select PasswdLine(
                uid.Key, (int)Id(uid.Value)!, (int)(Id(gids.GetValueOrDefault(uid.Key)) ?? 20), Plain(names.GetValueOrDefault(uid.Key) ?? ""),
                Plain(homes.GetValueOrDefault(uid.Key) ?? ""), Plain(shells.GetValueOrDefault(uid.Key) ?? "")));
    }

    /// <summary>All groups.</summary>
    public static string Groups(LocalNode node)
    {
        var members = node.List(RecordType.Groups, AttributeName.GroupMembership)
            .ToLookup(group => group.Name, group => group.Values.Select(value => value.Text ?? "").Where(IsPlain));
        return string.Concat(
            from gid in First(node, RecordType.Groups, AttributeName.PrimaryGroupId)
            where Id(gid.Value) is not null && IsPlain(gid.Key)
            select GroupLine(gid.Key, (int)Id(gid.Value)!, members[gid.Key].SelectMany(names => names)));
    }

    /// <summary>
    /// Brings the views, and the record files of /var/db/dslocal where a run has ever asked for them, up to date where the run has
    /// changed the directory. Called while the run still keeps others from writing, so
    /// that the last to change the Mac is the last to write them.
    /// </summary>
    public static void Follow(ToolConsole console, Mac mac)
    {
        FollowRecordFiles(console, mac);
        if (console.Environment(FolderVariable) is not { } folder || console.Environment(MachineVariable) is not { } machine) return;
        if (Path.GetFullPath(machine) != Path.GetFullPath(mac.Path) || !mac.HasChangedDirectory) return;
        try
        {
            Rewrite(Path.Combine(folder, PasswdName), Passwd(mac.Directory));
            Rewrite(Path.Combine(folder, GroupName), Groups(mac.Directory));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            console.Complain($"macemu: the host's commands see the users of before: {error.Message}");
        }
    }

    private static void FollowRecordFiles(ToolConsole console, Mac mac)
    {
        var view = MachineFolder.ViewOfDirectory(mac);
        if (!view.Exists || !mac.HasChangedDirectory) return;
        try
        {
            view.Follow(mac.ChangedRecords);
        }
        catch (DslocalException error)
        {
            console.Complain($"macemu: the files in {DslocalFolder.OwnPath} show the records of before: {error.Message}");
        }
    }

    // In place: what is mounted over /etc/passwd is this very file, not its name.
    private static void Rewrite(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var bytes = Encoding.UTF8.GetBytes(text);
        file.Write(bytes);
        file.SetLength(bytes.Length);
    }

    private static Dictionary<string, string?> First(LocalNode node, RecordType type, AttributeName attribute)
    {
        var first = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, values) in node.List(type, attribute)) first.TryAdd(name, values[0].Text);
        return first;
    }

    // What an ID file can hold: Linux has no others, so such a user is missing there, not garbling the next line.
    private static bool IsPlain(string name) => name.Length > 0 && !name.Any(c => c is ':' or ',' || char.IsControl(c));

    private static string Plain(string text) => string.Concat(text.Select(c => c == ':' || char.IsControl(c) ? ' ' : c));

    // Negative IDs of macOS (nobody is -2) are the unsigned numbers that Linux knows.
    private static uint? Id(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id is >= int.MinValue and < uint.MaxValue ? unchecked((uint)id) : null;
}
