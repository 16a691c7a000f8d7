using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace MacStateStore.DeviceManagement;

/// <summary>The answer to UserList: people's accounts (Apple's device-management schema).</summary>
internal static class UserList
{
    private const string TokenKey = "HasSecureToken";

    /// <summary>The answer to the command.</summary>
    public static PlistDictionary Answer(Mac mac)
    {
        var loggedIn = mac.Sessions.All.Select(session => session.User).ToHashSet(StringComparer.Ordinal);
        return new() { ["Users"] = new PlistArray(mac.Accounts.People.Select(person => Describe(mac, mac.Directory.Find(RecordType.Users, person.Name)!, loggedIn))) };
    }

    private static PlistDictionary Describe(Mac mac, DirectoryRecord user, HashSet<string> loggedIn)
    {
        var entry = new PlistDictionary
        {
            ["FullName"] = user.Text(AttributeName.RealName) ?? user.Name,
            ["IsLoggedIn"] = loggedIn.Contains(user.Name),
            ["MobileAccount"] = AuthenticationAuthorities.IsMobile(user),
            ["UserGUID"] = user.Text(AttributeName.GeneratedUid) ?? "",
            ["UserName"] = user.Name,
        };
        if (long.TryParse(user.Text(AttributeName.UniqueId), System.Globalization.CultureInfo.InvariantCulture, out var uid)) entry["UID"] = uid;
        if (DeviceAnswerVersions.Has(mac.System.Version, TokenKey)) entry[TokenKey] = mac.SecureTokens.Has(user);
        return entry;
    }
}
