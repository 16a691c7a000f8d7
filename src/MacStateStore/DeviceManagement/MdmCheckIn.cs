using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace MacStateStore.DeviceManagement;

/// <summary>The check-in messages of the device channel (dossier profiles, 9).</summary>
internal static class MdmCheckIn
{
    public static PlistDictionary Authenticate(Mac mac, Enrollment enrollment) => Message(mac, "Authenticate", new()
    {
        ["BuildVersion"] = mac.System.Build,
        ["DeviceName"] = DeviceAnswers.NameOf(mac),
        ["Model"] = mac.Machine.Model,
        ["ModelName"] = HardwareModel.Find(mac.Machine.Model)?.Name ?? "Mac",
        ["OSVersion"] = mac.System.Version.ToString(),
        ["ProductName"] = mac.Machine.Model,
        ["SerialNumber"] = mac.Machine.Serial,
        ["Topic"] = enrollment.Topic,
    });

    public static PlistDictionary TokenUpdate(Mac mac, Enrollment enrollment) => Message(mac, "TokenUpdate", new()
    {
        ["AwaitingConfiguration"] = enrollment.IsAwaitingConfiguration,
        ["PushMagic"] = enrollment.Push!.Magic,
        ["Token"] = new PlistData(enrollment.Push.Token),
        ["Topic"] = enrollment.Topic,
    });

    /// <summary>The token to keep; null to forget it.</summary>
    public static PlistDictionary SetBootstrapToken(Mac mac, Enrollment enrollment, byte[]? token)
    {
        var message = Message(mac, "SetBootstrapToken", new() { ["AwaitingConfiguration"] = enrollment.IsAwaitingConfiguration });
        if (token is not null) message["BootstrapToken"] = new PlistData(token);
        return message;
    }

    public static PlistDictionary GetBootstrapToken(Mac mac, Enrollment enrollment) =>
        Message(mac, "GetBootstrapToken", new() { ["AwaitingConfiguration"] = enrollment.IsAwaitingConfiguration });

    public static PlistDictionary CheckOut(Mac mac, Enrollment enrollment) => Message(mac, "CheckOut", new() { ["Topic"] = enrollment.Topic });

    private static PlistDictionary Message(Mac mac, string type, PlistDictionary content)
    {
        content["MessageType"] = type;
        content["UDID"] = mac.Machine.HardwareUuid;
        return content;
    }
}
