using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;

namespace Diskutil;

/// <summary>The crypto users of a volume: everybody and everything that can open it (dossier diskutil, 8).</summary>
internal static class ListUsers
{
    public static int Run(Call call)
    {
        if (call.Others is not [var name]) throw call.UsageFailure();
        var place = call.FindVolume(name);
        var users = call.Disks.KeysOf(place.Volume!)?.Users ?? [];
        return call.WantsPlist ? call.Print(Plist(call, users)) : call.Print(Text(call, place.Identifier, users));
    }

    private static IEnumerable<string> Text(Call call, string device, IReadOnlyList<CryptoUser> users)
    {
        yield return users.Count switch
        {
            0 => $"No cryptographic users for {device}",
            1 => $"Cryptographic user for {device} (1 found)",
            _ => $"Cryptographic users for {device} ({users.Count} found)",
        };
        for (var i = 0; i < users.Count; i++)
        {
            var user = users[i];
            var margin = i < users.Count - 1 ? "|   " : "    ";
            yield return "|";
            yield return $"+-- {user.Uuid}";
            yield return $"{margin}Type: {Messages.TypeOf(user.Type)}";
            if (call.Has(Capability.DiskutilNotesICloudUsers) && Messages.NoteOf(user.Type) is { } note) yield return $"{margin}Note: {note}";
            if (user.Hint is { } hint) yield return $"{margin}Hint: {hint}";
            if (call.Has(Capability.HasVolumeOwners)) yield return $"{margin}Volume Owner: {(user.IsVolumeOwner ? "Yes" : "No")}";
        }
    }

    private static PlistDictionary Plist(Call call, IReadOnlyList<CryptoUser> users) => new()
    {
        {
            "Users",
            new PlistArray(users.Select(user =>
            {
                var entry = new PlistDictionary { { "APFSCryptoUserType", TypeOf(user.Type) }, { "APFSCryptoUserUUID", user.Uuid } };
                if (user.Hint is { } hint) entry.Add("APFSCryptoUserHint", hint);
                if (call.Has(Capability.HasVolumeOwners)) entry.Add("VolumeOwner", user.IsVolumeOwner);
                return entry;
            }))
        },
    };

    // An Install User is listed as the account that it was copied from (cross-check 5).
    private static string TypeOf(CryptoUserType type) => (type == CryptoUserType.InstallUser ? CryptoUserType.LocalOpenDirectory : type).ToString();
}
