using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace MacStateStore.DeviceManagement;

/// <summary>The command Settings: what a server sets on the Mac, an item each (Apple's device-management schema; dossier profiles, 8.4 and 9).</summary>
internal static class DeviceSettings
{
    // Of each item what it does; whether its value was one.
    private static readonly Dictionary<string, Func<Mac, PlistDictionary, bool>> Items = new(StringComparer.Ordinal)
    {
        ["DeviceName"] = (mac, item) => SetName(mac, item, "DeviceName", "computerName"),
        ["HostName"] = (mac, item) => SetName(mac, item, "HostName", "hostName"),
        ["MDMOptions"] = SetOptions,
    };

    /// <summary>Sets what can be set, and tells of each item whether it was; null where there are no items.</summary>
    public static PlistDictionary? Apply(Mac mac, PlistDictionary request, Func<string, PlistArray> errorChain)
    {
        if (request["Settings"] is not PlistArray { Count: > 0 } settings) return null;
        return new() { ["Settings"] = new PlistArray(settings.Select(setting => ApplyOne(mac, setting as PlistDictionary ?? [], errorChain))) };
    }

    private static PlistDictionary ApplyOne(Mac mac, PlistDictionary setting, Func<string, PlistArray> errorChain)
    {
        var item = setting.TryGetString("Item", out var name) ? name : "";
        var result = new PlistDictionary { ["Item"] = item };
        var isDone = Items.TryGetValue(item, out var apply) && apply(mac, setting);
        result["Status"] = isDone ? "Acknowledged" : "Error";
        if (!isDone) result["ErrorChain"] = errorChain(apply is null ? $"The setting {item} is not supported." : $"The value of {item} is missing or not valid.");
        return result;
    }

    private static bool SetName(Mac mac, PlistDictionary setting, string key, string hostSetting)
    {
        if (!setting.TryGetString(key, out var name) || name.Length == 0 || name.Any(char.IsControl)) return false;
        mac.HostSettings[hostSetting] = name;
        return true;
    }

    // On 10.15 the server says so whether it takes bootstrap tokens; later its enrolment profile does.
    private static bool SetOptions(Mac mac, PlistDictionary setting)
    {
        if (setting["MDMOptions"] is not PlistDictionary options || mac.Enrollments.Current is not { } enrollment) return false;
        if (!options.TryGetBoolean("BootstrapTokenAllowed", out var isAllowed)) return true;
        if (!mac.System.Version.Has(Capability.BootstrapTokenNeedsAutomatedEnrollment)) return true;
        var others = enrollment.Capabilities.Where(capability => capability != Enrollment.BootstrapTokenCapability);
        mac.Enrollments.Replace(enrollment with { Capabilities = [.. others, .. isAllowed ? (string[])[Enrollment.BootstrapTokenCapability] : []] });
        return true;
    }
}
