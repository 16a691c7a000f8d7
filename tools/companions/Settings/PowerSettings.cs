using System.Globalization;
using MacStateStore;
using MacStateStore.Releases;

namespace Companions;

/// <summary>Sleep and power by source, as <c>pmset</c> and <c>systemsetup</c> show and set them; kept as <c>power.SOURCE.KEY</c> (usual values memory).</summary>
internal static class PowerSettings
{
    public const string Mains = "ac";
    public const string Battery = "battery";

    // Key, on mains, on battery; -1: not there.
    private static readonly (string Key, int Mains, int Battery)[] Usual =
    [
        ("Sleep On Power Button", 1, 1), ("autorestart", 0, -1), ("powernap", 1, 1), ("networkoversleep", 0, 0), ("disksleep", 10, 10), ("sleep", 1, 1), ("hibernatemode", 3, 3), ("ttyskeepawake", 1, 1),
        ("displaysleep", 10, 2), ("tcpkeepalive", 1, 1), ("womp", 1, 0), ("lowpowermode", 0, 0), ("lessbright", -1, 1), ("standby", 1, 1),
    ];

    private static readonly string[] Known =
        ["autopoweroff", "autopoweroffdelay", "standbydelay", "standbydelaylow", "standbydelayhigh", "highstandbythreshold", "gpuswitch", "proximitywake", "acwake", "lidwake", "halfdim", "hibernatefile", "sms", "destroyfvkeyonstandby", "ring", "powermode"];

    /// <summary>The sources that a Mac has.</summary>
    public static IReadOnlyList<string> Sources(Mac mac) => HardwareFacts.Of(mac.Machine).IsPortable ? [Battery, Mains] : [Mains];

    /// <summary>The keys that are shown, with their values.</summary>
    public static IEnumerable<(string Key, long Value)> Of(Mac mac, string source)
    {
        foreach (var (key, _, _) in Usual)
            if (Value(mac, source, key) is >= 0 and var value) yield return (key, value);
        foreach (var key in Known)
            if (mac.HostSettings[$"power.{source}.{key}"] is { } text && long.TryParse(text, out var value)) yield return (key, value);
    }

    /// <summary>A value; -1 where there is none.</summary>
    public static long Value(Mac mac, string source, string key)
    {
        if ((mac.HostSettings[$"power.{source}.{key}"] ?? mac.HostSettings[$"power.{key}"]) is { } text && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)) return value;
        var row = Array.Find(Usual, row => row.Key == key);
        return row.Key is null ? -1 : source == Mains ? row.Mains : row.Battery;
    }

    /// <summary>Whether <c>pmset</c> takes a key.</summary>
    public static bool Takes(string key) => key != "Sleep On Power Button" && (Known.Contains(key) || Array.Exists(Usual, row => row.Key == key));

    /// <summary>Sets a value.</summary>
    public static void Set(Mac mac, string source, string key, long value)
    {
        mac.HostSettings[$"power.{key}"] = null;
        mac.HostSettings[$"power.{source}.{key}"] = value.ToString(CultureInfo.InvariantCulture);
    }
}
