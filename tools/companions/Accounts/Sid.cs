using System.Globalization;
using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Companions;

/// <summary>Windows' identifiers of users and groups (dossier companions, 2; how macOS makes those that no record has is memory).</summary>
internal static class Sid
{
    private const int UserOffset = 1000;
    private const int GroupOffset = 1001;

    /// <summary>A record's SID: its own, or one made of the Mac's and the UID or GID; null where it has no number.</summary>
    public static string? Of(Mac mac, DirectoryRecord record)
    {
        if (record.Text(AttributeName.Parse("SMBSID")) is { Length: > 0 } own) return own;
        var isUser = record.Type == RecordType.Users;
        if (!long.TryParse(record.Text(isUser ? AttributeName.UniqueId : AttributeName.PrimaryGroupId), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)) return null;
        var relative = unchecked((uint)(2 * id + (isUser ? UserOffset : GroupOffset)));
        return $"{OfMac(mac)}-{relative}";
    }

    // A Mac makes its own at random; here it is the hardware's UUID, so that it stays the same.
    private static string OfMac(Mac mac)
    {
        var uuid = Guid.Parse(mac.Machine.HardwareUuid).ToByteArray();
        return $"S-1-5-21-{BitConverter.ToUInt32(uuid, 0)}-{BitConverter.ToUInt32(uuid, 4)}-{BitConverter.ToUInt32(uuid, 8)}";
    }
}
