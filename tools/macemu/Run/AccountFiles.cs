namespace MacEmu.Run;

/// <summary>Lines for <see cref="ScriptEnvironment.PasswdText"/> and <see cref="ScriptEnvironment.GroupText"/>.</summary>
public static class AccountFiles
{
    /// <summary>A line of /etc/passwd. The negative IDs of macOS (nobody is -2) become the unsigned numbers Linux reads.</summary>
    public static string PasswdLine(string name, int userId, int groupId, string fullName, string home, string shell) =>
        $"{name}:*:{unchecked((uint)userId)}:{unchecked((uint)groupId)}:{fullName.Replace(':', ' ')}:{home}:{shell}\n";

    /// <summary>A line of /etc/group.</summary>
    public static string GroupLine(string name, int groupId, IEnumerable<string> members) =>
        $"{name}:*:{unchecked((uint)groupId)}:{string.Join(',', members)}\n";
}
