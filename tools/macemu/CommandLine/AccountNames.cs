using System.Text;

namespace MacEmu;

/// <summary>What can be the name of an account or group at all.</summary>
internal static class AccountNames
{
    private const int LongestName = 244; // bytes; opendirectoryd takes no longer one (dossier dscl, 7)

    /// <summary>Why a text can't be a record's name; null where it can.</summary>
    public static string? Problem(string name) =>
        name.Length == 0 ? "a name is not empty"
        : name.Any(char.IsControl) ? "a name has no control characters"
        : Encoding.UTF8.GetByteCount(name) > LongestName ? $"a name has at most {LongestName} bytes"
        : null;

    /// <exception cref="MacEmuException">The text can't be the name of a person's account.</exception>
    public static void Check(string where, string name)
    {
        var problem = Problem(name) ?? (name.Contains('/', StringComparison.Ordinal) || name is "." or ".." ? "a user's name is also that of the home folder, so it has no '/'" : null);
        if (problem is not null) throw new MacEmuException($"{where}: '{(name.Length > 40 ? name[..40] + "…" : name)}' can't be a user's name: {problem}");
    }
}
