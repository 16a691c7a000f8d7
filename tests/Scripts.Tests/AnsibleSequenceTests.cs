namespace Scripts.Tests;

/// <summary>
/// What Ansible's user and group modules do on a Mac, command by command, with what they expect of output and status. The sequence is
/// theirs; the words are ours.
/// </summary>
public sealed class AnsibleSequenceTests : IDisposable
{
    private const string LoginWindow = "/Library/Preferences/com.apple.loginwindow.plist";

    private static readonly Ended Silent = new(0, "", "");

    private readonly Rehearsal _mac = new("{machine: {os: '14.5'}, users: {alice: {admin: true, password: alice-pw, secureToken: true}}}");

    public void Dispose() => _mac.Dispose();

    [SkippableFact]
    public void A_user_is_made_changed_and_removed()
    {
        Assert.NotEqual(0, _mac.Run("dscl", ".", "-read", "/Users/dave", "UniqueID").Status);
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-create", "/Users/dave"));
        var uid = NextUid();
        Assert.Equal("502", uid);
        foreach (var (key, value) in ((string, string)[])[("RealName", "Dave D"), ("NFSHomeDirectory", "/Users/dave"), ("UserShell", "/bin/bash"), ("UniqueID", uid), ("PrimaryGroupID", GroupNumber("staff"))])
            Assert.Equal(Silent, _mac.Run("dscl", ".", "-create", "/Users/dave", key, value));
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-passwd", "/Users/dave", "dave's pw"));
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-authonly", "dave", "dave's pw"));
        foreach (var (key, value) in ((string, string?)[])[("RealName", "Dave D"), ("UniqueID", "502"), ("PrimaryGroupID", "20"), ("UserShell", "/bin/bash"), ("IsHidden", null)])
            Assert.Equal(value, Property("dave", key));

        // Groups: those that list the name, against those that are wanted.
        Assert.Empty(GroupsOf("dave"));
        foreach (var group in (string[])["admin", "_developer"]) Assert.Equal(Silent, _mac.Run("dseditgroup", "-o", "edit", "-a", "dave", "-t", "user", group));
        Assert.Equal(["_developer", "admin"], GroupsOf("dave").Order(StringComparer.Ordinal));
        Assert.True(_mac.Account("dave")!.IsAdmin);
        Assert.Equal(Silent, _mac.Run("dseditgroup", "-o", "edit", "-d", "dave", "-t", "user", "admin"));
        Assert.Equal(["_developer"], GroupsOf("dave"));
        Assert.Equal(64, _mac.Run("dseditgroup", "-o", "edit", "-a", "dave", "-t", "user", "nosuch").Status);

        // A second play finds nothing to do, a third one another shell.
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-create", "/Users/dave", "UserShell", "/bin/zsh"));
        Assert.Equal("/bin/zsh", Property("dave", "UserShell"));
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-create", "/Users/dave", "Password", "*"));

        Assert.Equal(Silent, _mac.Run("dscl", ".", "-delete", "/Users/dave"));
        Assert.NotEqual(0, _mac.Run("dscl", ".", "-read", "/Users/dave", "UniqueID").Status);
        Assert.Equal(["_developer"], GroupsOf("dave")); // dscl leaves memberships behind
    }

    [SkippableFact]
    public void A_system_user_is_hidden_at_the_login_window()
    {
        var missing = _mac.Run("defaults", "read", LoginWindow, "HiddenUsersList");
        Assert.Equal((1, ""), (missing.Status, missing.Output));
        Assert.Empty(Hidden(missing.Output));
        foreach (var name in (string[])["_svc", "agent"]) Assert.Equal(Silent, _mac.Run("defaults", "write", LoginWindow, "HiddenUsersList", "-array-add", name));
        Assert.Equal(["_svc", "agent"], Hidden(_mac.Run("defaults", "read", LoginWindow, "HiddenUsersList").Output));
        Assert.Equal(Silent, _mac.Run("defaults", "write", LoginWindow, "HiddenUsersList", "-array", "agent"));
        Assert.Equal(["agent"], Hidden(_mac.Run("defaults", "read", LoginWindow, "HiddenUsersList").Output));
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-create", "/Users/agent"));
        Assert.Equal(Silent, _mac.Run("dscl", ".", "-create", "/Users/agent", "IsHidden", "1"));
        Assert.Equal("1", Property("agent", "IsHidden"));
    }

    [SkippableFact]
    public void A_group_is_made_renumbered_and_removed()
    {
        Assert.Equal(Silent, _mac.Run("dseditgroup", "-o", "create", "-L", "crew"));
        Assert.Equal("501", GroupNumber("crew"));
        Assert.Equal(Silent, _mac.Run("dseditgroup", "-o", "edit", "-i", "1750", "-L", "crew"));
        Assert.Equal("1750", GroupNumber("crew"));
        Assert.Equal(64, _mac.Run("dseditgroup", "-o", "create", "-i", "80", "-L", "other").Status);
        Assert.Null(_mac.Attribute("Groups/other", "RecordName"));

        // A system group gets the number after the highest below 500.
        var highest = _mac.Run("dscl", "/Local/Default", "-list", "/Groups", "PrimaryGroupID").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line.Split(' ')[^1])).Where(gid => gid < 500).Max();
        Assert.InRange(highest, 200, 498);
        Assert.Equal(Silent, _mac.Run("dseditgroup", "-o", "create", "-i", $"{highest + 1}", "-L", "system"));

        var gone = _mac.Run("dseditgroup", "-o", "delete", "-L", "crew");
        Assert.Equal((0, "Group record below will be deleted:\n"), (gone.Status, gone.Error));
        Assert.Equal("", GroupNumber("crew"));
        Assert.Equal(64, _mac.Run("dseditgroup", "-o", "delete", "-L", "crew").Status);
    }

    // The highest number that is taken, and one more.
    private string NextUid() => $"{_mac.Run("dscl", ".", "-list", "/Users", "UniqueID").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line.Split(' ')[^1])).Max() + 1}";

    // The module asks the C library, which under `macemu run` reads the directory's view.
    private string GroupNumber(string name) => _mac.Run("macemu", "run", "--", "bash", "-c", $"PATH=$MACEMU_HOST_PATH getent group {name} | cut -d: -f3").Output.TrimEnd('\n');

    private string? Property(string user, string key)
    {
        var ended = _mac.Run("dscl", ".", "-read", $"/Users/{user}", key);
        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ended.Status != 0 ? null : lines switch
        {
            [var one] => one.Split(": ")[1],
            [_, var two] => two.Trim(),
            [_, var two, .. var more] => string.Join('\n', [two.Trim(), .. more]),
            _ => null,
        };
    }

    private List<string> GroupsOf(string user) =>
        [.. _mac.Run("dscl", ".", "-search", "/Groups", "GroupMembership", user).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] is not (' ' or ')')).Select(line => line.Split((char[])[' ', '\t'])[0])];

    private static List<string> Hidden(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length < 2 ? [] : [.. lines[1..^1].Select(line => line.Contains('"', StringComparison.Ordinal) ? line.Split('"')[1] : line.Trim())];
    }
}
