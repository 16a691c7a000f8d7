namespace MacStateStore.OpenDirectory;

/// <summary>What the values of AuthenticationAuthority mean (dossier dscl, 12.5).</summary>
public static class AuthenticationAuthorities
{
    /// <summary>The mark of a token holder, kept by the system.</summary>
    public const string SecureToken = ";SecureToken;";

    /// <summary>What a password set in the clear leaves behind.</summary>
    public const string ShadowHash = ";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2,SRP-RFC5054-4096-SHA512-PBKDF2>";

    /// <summary>What a hash leaves behind that was made elsewhere (cross-check 3).</summary>
    public const string ImportedShadowHash = ";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>";

    private const string DisabledTags = ";DisabledTags;";
    private const string DisabledUser = ";DisabledUser;";

    /// <summary>The features that <c>;DisabledTags;…</c> values switch off, such as <c>SecureToken</c>.</summary>
    public static IReadOnlyList<string> DisabledTagsOf(DirectoryRecord user) =>
    [
        .. Texts(user).Where(text => text.StartsWith(DisabledTags, StringComparison.Ordinal))
            .SelectMany(text => text[DisabledTags.Length..].Split(';', StringSplitOptions.RemoveEmptyEntries))
            .Distinct(),
    ];

    /// <summary>Whether the account is switched off, in any of the three ways that scripts write it (cross-check 3).</summary>
    public static bool IsDisabled(DirectoryRecord user) =>
        Texts(user).Any(text => text == "DisabledUser" || text.StartsWith(DisabledUser, StringComparison.Ordinal));

    /// <summary>Switches an account off as pwpolicy does: its hash entry is marked (cross-check 3).</summary>
    internal static void Disable(DirectoryRecord user)
    {
        if (IsDisabled(user)) return;
        var values = user.Values(AttributeName.AuthenticationAuthority).ToList();
        var hash = values.FindIndex(value => value.Text?.StartsWith(";ShadowHash;", StringComparison.Ordinal) == true);
        if (hash >= 0) user.SetAt(AttributeName.AuthenticationAuthority, hash, DisabledUser + values[hash].Text);
        else user.Append(AttributeName.AuthenticationAuthority, DisabledUser);
    }

    /// <summary>Switches it on again, in whichever of the three ways it was switched off.</summary>
    internal static void Enable(DirectoryRecord user) => user.Set(AttributeName.AuthenticationAuthority,
        [.. user.Values(AttributeName.AuthenticationAuthority)
            .Select(value => value.Text?.StartsWith(DisabledUser, StringComparison.Ordinal) == true ? new DirectoryValue(value.Text[DisabledUser.Length..]) : value)
            .Where(value => value.Text is not ("" or "DisabledUser"))]);

    /// <summary>Whether the record says that its password is hashed in ShadowHashData.</summary>
    public static bool HasShadowHash(DirectoryRecord user) =>
        Texts(user).Any(text => text.Contains(";ShadowHash;", StringComparison.Ordinal));

    /// <summary>Whether the record is a local copy of a network account (dossier dscl, 12.5).</summary>
    public static bool IsMobile(DirectoryRecord user) =>
        Texts(user).Any(text => text.StartsWith(";LocalCachedUser;", StringComparison.Ordinal));

    /// <summary>The Kerberos identity that every local user has in the Mac's own realm.</summary>
    public static string LocalKerberos(string name, string localKdc) => $";Kerberosv5;;{name}@LKDC:SHA1.{localKdc};LKDC:SHA1.{localKdc};";

    /// <summary>The Kerberos identity of a directory server's user.</summary>
    internal static string Kerberos(string name, string realm) => $";Kerberosv5;;{name}@{realm};{realm};";

    private static IEnumerable<string> Texts(DirectoryRecord user) =>
        user.Values(AttributeName.AuthenticationAuthority).Select(value => value.Text ?? "");
}
