using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// A server's user whom the Mac keeps a copy of, so that logging in works away from the server (dossier dscl, 12.4 and 12.5; which
/// attributes there are, from tools that turn such accounts into local ones).
/// </summary>
internal static class MobileAccount
{
    private const string Mark = ";LocalCachedUser;";

    // What a mobile account's hash entry says; captured on a Mac bound to Active Directory.
    private const string ShadowHashEntry = ";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>";

    private static readonly AttributeName OriginalNodeName = AttributeName.Parse("OriginalNodeName");

    // What of the server's record is kept as it is.
    private static readonly string[] Copied =
        ["AppleMetaRecordName", "EMailAddress", "FirstName", "JobTitle", "LastName", "PhoneNumber", "PrimaryNTDomain", "SMBGroupRID", "SMBPasswordLastSet", "SMBPrimaryGroupSID", "SMBSID"];

    /// <summary>The node that an account is a copy from, as its authorities say; null for any other account.</summary>
    public static string? NodeOf(DirectoryRecord user)
    {
        foreach (var value in user.Values(AttributeName.AuthenticationAuthority))
            if (value.Text is { } text && text.StartsWith(Mark, StringComparison.Ordinal)
                && text[Mark.Length..] is var rest && rest.IndexOf(':', StringComparison.Ordinal) is > 0 and var end) return rest[..end];
        return null;
    }

    /// <summary>Makes a mobile account of a local one.</summary>
    /// <param name="user">The account, its password set.</param>
    /// <param name="address">Which server it is from.</param>
    /// <param name="domain">Of Active Directory: the domain.</param>
    /// <param name="original">The server's record; null where the Mac isn't bound to it, or it has none.</param>
    /// <param name="now">When it was copied.</param>
    public static void Make(DirectoryRecord user, NodeAddress address, string? domain, DirectoryRecord? original, DateTimeOffset now)
    {
        var uuid = user.Text(AttributeName.GeneratedUid);
        var node = BoundNode.LocationOf(address, domain);
        List<DirectoryValue> authorities = [$"{Mark}{node}:{user.Name}:{uuid}"];
        if (domain is not null) authorities.Add(AuthenticationAuthorities.Kerberos(user.Name, domain.ToUpperInvariant()));
        if (user.Values(AttributeName.ShadowHashData).Count > 0) authorities.Add(ShadowHashEntry);
        authorities.AddRange(user.Values(AttributeName.AuthenticationAuthority)
            .Where(value => value.Text?.StartsWith(";DisabledTags;", StringComparison.Ordinal) == true));
        user.Set(AttributeName.AuthenticationAuthority, authorities);
        user.Set(OriginalNodeName, node);
        foreach (var name in Copied.Select(AttributeName.Parse))
            if (original?.Values(name) is { Count: > 0 } values) user.Set(name, values);
        if (domain is not null && original is null)
        {
            user.Set(AttributeName.Parse("AppleMetaRecordName"), ServerRecords.DistinguishedName(user.Name, domain));
            user.Set(AttributeName.Parse("PrimaryNTDomain"), address.Server);
        }
        user.Set(AttributeName.Parse("OriginalAuthenticationAuthority"), original?.Values(AttributeName.AuthenticationAuthority)
            ?? (domain is null ? [] : [AuthenticationAuthorities.Kerberos(user.Name, domain.ToUpperInvariant()), $";NetLogon;{user.Name};{address.Server}"]));
        user.Set(AttributeName.Parse("CopyTimestamp"), now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        user.Set(AttributeName.Parse("dsAttrTypeNative:account_instance"), uuid!);
        user.Set(AttributeName.Parse("dsAttrTypeNative:cached_auth_policy"), Xml(new PlistDictionary()));
        user.Set(AttributeName.Parse("dsAttrTypeNative:cached_groups"), Xml(new PlistArray(GroupsOf(original).Select(group => new PlistString(group)))));
        user.Set(AttributeName.Parse("dsAttrTypeNative:original_realname"), user.Values(AttributeName.RealName));
        user.Set(AttributeName.Parse("dsAttrTypeNative:original_shell"), user.Values(AttributeName.UserShell));
    }

    private static IEnumerable<string> GroupsOf(DirectoryRecord? original) => original?.Text(AttributeName.GeneratedUid) is { } uuid
        ? original.Node.Search(RecordType.Groups, AttributeName.GroupMembers, uuid).Select(group => group.Text(AttributeName.GeneratedUid)).OfType<string>() : [];

    private static DirectoryValue Xml(PlistValue value) => new(Encoding.UTF8.GetString(PropertyList.ToXml(value)));
}
