using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MacStateStore.LocalPolicy;

/// <summary>
/// What stands for the hashes of software in a policy: of a system's manifest, of its cryptexes, of its recoveryOS. They follow from what is
/// installed, so that another version has others, and two Macs never the same.
/// </summary>
internal static class Measurements
{
    /// <summary>nsih: the manifest of macOS, personalised for this Mac.</summary>
    public static byte[] Manifest(Machine machine, InstalledSystem system) => Hash(machine, $"macOS {system.Build}");

    /// <summary>spih: the manifest of the cryptexes, which a Rapid Security Response changes alone.</summary>
    public static byte[] Cryptex(Machine machine, InstalledSystem system) => Hash(machine, $"Cryptex1 {system.Build} {system.SecurityResponse}");

    /// <summary>nsih of a recoveryOS.</summary>
    public static byte[] Recovery(Machine machine, InstalledSystem? system) => Hash(machine, $"recoveryOS {system?.Build}");

    /// <summary>kuid: the group of key encryption keys that a system belongs to.</summary>
    public static byte[] KeyGroup(Machine machine, InstalledSystem system)
    {
        var bytes = Hash(machine, $"KEK group {system.VolumeGroup}")[..PolicyFields.UuidSize];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return bytes;
    }

    /// <summary>love: the build as numbers, 23D56 as 23.4.56.0.0,0 (dossier bputil, 5.1: fits every dump).</summary>
    public static string Train(string build)
    {
        var letter = build.AsSpan().IndexOfAnyInRange('A', 'Z');
        if (letter <= 0) return $"{build}.0.0,0";
        var number = new string([.. build[(letter + 1)..].TakeWhile(char.IsAsciiDigit)]);
        return string.Create(CultureInfo.InvariantCulture, $"{build[..letter]}.{build[letter] - 'A' + 1}.{(number.Length > 0 ? number : "0")}.0.0,0");
    }

    private static byte[] Hash(Machine machine, string what) => SHA384.HashData(Encoding.UTF8.GetBytes($"{machine.HardwareUuid} {machine.Ecid:x} {what}"));
}
