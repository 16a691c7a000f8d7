using MacStateStore;
using MacStateStore.Disks;
using MacStateStore.Lifecycle;
using MacStateStore.LocalPolicy;

namespace MacEmu.Report;

/// <summary>Something of a Mac that has a name and a value.</summary>
internal sealed record Fact(string Name, string Value);

/// <summary>An account and what it may do.</summary>
/// <param name="Name">The short name.</param>
/// <param name="Described">Full name, UID and what is special.</param>
/// <param name="IsAdmin">Whether it is an administrator's.</param>
/// <param name="HasToken">Whether it holds a secure token.</param>
/// <param name="IsOwner">Whether it is a volume owner's.</param>
/// <param name="Unlocks">Whether it unlocks the Mac at its start; null while FileVault is off.</param>
internal sealed record ReportedUser(string Name, string Described, bool IsAdmin, bool HasToken, bool IsOwner, bool? Unlocks);

/// <summary>An installed system and its LocalPolicy.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Described">Version, security mode and owners.</param>
/// <param name="HasPolicy">Whether a Mac of this kind has LocalPolicies.</param>
/// <param name="IsPolicyMade">Whether anything has asked for the policy yet; else it is still the factory's.</param>
/// <param name="Fields">The values by field.</param>
internal sealed record ReportedSystem(string Name, string Described, bool HasPolicy, bool IsPolicyMade, IReadOnlyDictionary<string, string> Fields);

/// <summary>A part of a disk that isn't in a container: a partition.</summary>
/// <param name="Device">Its device.</param>
/// <param name="Content">Its type, and the name of what is on it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Leads">The container whose store it is; null for none.</param>
internal sealed record ReportedPartition(string Device, string Content, long Size, string? Leads);

/// <summary>A disk with a map.</summary>
internal sealed record ReportedDisk(string Device, string Name, long Size, IReadOnlyList<ReportedPartition> Partitions);

/// <summary>A volume of a container.</summary>
internal sealed record ReportedVolume(string Device, string Uuid, string Name, string Roles, long InUse, string Protection, bool IsEncrypted, bool IsLocked, string MountPoint, string? Group);

/// <summary>An APFS container.</summary>
internal sealed record ReportedContainer(string Device, string Stores, long Size, long Free, IReadOnlyList<ReportedVolume> Volumes);

/// <summary>What a report tells of a Mac at one moment.</summary>
internal sealed record MacState(
    string Model, IReadOnlyList<ReportedUser> Users, IReadOnlyList<Fact> Security, IReadOnlyList<ReportedSystem> Systems,
    IReadOnlyList<ReportedDisk> Disks, IReadOnlyList<ReportedContainer> Containers)
{
    private const int ShownHexDigits = 16;

    /// <summary>Looks at a Mac.</summary>
    public static MacState Of(Mac mac) => new(
        $"{mac.Machine.Model}, {Show.Chip(mac.Machine)}, serial {mac.Machine.Serial}", UsersOf(mac), SecurityOf(mac), [.. mac.Systems.Select(system => SystemOf(mac, system))],
        [.. mac.Disks.All.Where(disk => disk.Kind != DiskKind.Synthesized).Select(DiskOf)], [.. mac.Disks.Containers.Select(container => ContainerOf(mac, container))]);

    private static List<ReportedUser> UsersOf(Mac mac)
    {
        var unlockers = mac.FileVault.IsOn ? mac.FileVault.Unlockers : null;
        return [.. mac.Accounts.People.Select(user => new ReportedUser(
            user.Name, Joined(user.FullName, user.Uid is { } uid ? $"UID {uid}" : null, user.IsHidden ? "hidden" : null, user.DisabledTags.Count > 0 ? $"disabled tags {string.Join(" ", user.DisabledTags)}" : null),
            user.IsAdmin, user.HasSecureToken, user.IsVolumeOwner, unlockers?.Contains(user.Name)))];
    }

    private static List<Fact> SecurityOf(Mac mac)
    {
        var (state, token) = (mac.FileVault.State, mac.BootstrapToken);
        return
        [
            new("macOS", $"{mac.System.Version} ({mac.System.Build})"),
            new("Started", Show.Power(mac.Boot)),
            new("At the console", mac.Sessions.ConsoleUser ?? "nobody"),
            new("FileVault", state.Conversion is { } conversion ? $"{FileVaultDocument.WordFor(state)}, {Math.Round(conversion.Percent)} %" : FileVaultDocument.WordFor(state)),
            new("Personal recovery key", mac.FileVault.HasPersonalRecoveryKey ? "in use" : "none"),
            new("Institutional recovery key", mac.FileVault.HasInstitutionalRecoveryKey ? "in use" : "none"),
            new("Deferred FileVault", mac.FileVault.Deferral.Current is { } deferral ? (string.IsNullOrEmpty(deferral.User) ? "waits for a user" : $"waits for {deferral.User}") : "none"),
            new("Device management", mac.Enrollments.Current is { } enrollment ? $"{MacStateStore.DeviceManagement.Enrollments.NameOf(enrollment.Kind)}{(enrollment.IsSupervised ? ", supervised" : "")}, {enrollment.ServerUrl}" : "none"),
            new("Bootstrap token supported", YesNo(token.IsSupported)),
            new("Bootstrap token on the volume", token.Exists ? "there" : "none"),
            new("Bootstrap token escrowed", YesNo(token.IsEscrowed)),
            new("Server's copy of the bootstrap token", token.Exists || token.IsEscrowed ? token.IsServerCopyValid ? "opens the volume" : "doesn't open the volume" : "none"),
            new("Profiles", mac.Profiles.All is { Count: > 0 } profiles ? string.Join(", ", profiles.Select(installed => $"{installed.Profile.Identifier}{(installed.User is { } user ? $" ({user})" : "")}")) : "none"),
            new("System Integrity Protection", SecurityDocument.WordOf(mac)),
            new("Find My", FindMy.NameOf(mac.FindMy.State)),
            new("Activated", YesNo(mac.Activation.IsActivated)),
        ];
    }

    private static ReportedSystem SystemOf(Mac mac, InstalledSystem system)
    {
        var policy = mac.Policies.SettingsOf(system);
        var fields = PolicyFields.All.Where(field => policy[field.Code] is not null).ToDictionary(field => field.Code, field => ValueOf(policy, field));
        var mode = mac.Policies.Exist ? $"{policy.Mode} Security" : null;
        return new ReportedSystem(system.Name, Joined($"macOS {system.Version}", mode, Show.OwnersOf(mac, system)), mac.Policies.Exist, policy["CHIP"] is not null, fields);
    }

    private static string ValueOf(PolicyContents policy, PolicyField field) => field.Kind switch
    {
        PolicyFieldKind.Flag => YesNo(policy.Has(field.Code)),
        PolicyFieldKind.Number => policy.Number(field.Code) is { } number ? $"0x{number:x}" : "",
        PolicyFieldKind.Hash => policy.Hex(field.Code) is { Length: > ShownHexDigits } hash ? hash[..ShownHexDigits] + "…" : policy.Hex(field.Code) ?? "",
        PolicyFieldKind.Uuid => policy.Uuid(field.Code) ?? "",
        _ => policy.Text(field.Code) ?? "",
    };

    private static ReportedDisk DiskOf(Disk disk) => new(disk.Identifier, disk.MediaName, disk.Size,
        [.. disk.Partitions.Select(partition => new ReportedPartition(partition.Identifier, Joined(partition.Content, partition.VolumeName), partition.Size, partition.Container is { } container ? $"disk{container}" : null))]);

    private static ReportedContainer ContainerOf(Mac mac, Disk container) => new(
        container.Identifier, string.Join(" and ", mac.Disks.StoresOf(container).Select(store => store.Identifier)), container.Size, Math.Max(0, container.Free),
        [.. container.Volumes.Select(volume => VolumeOf(mac, volume))]);

    private static ReportedVolume VolumeOf(Mac mac, Volume volume)
    {
        var state = mac.Disks.StateOf(volume);
        var protection = state.IsFileVault ? "FileVault" : state.IsEncryptedAtRest ? "encrypted at rest" : "not encrypted";
        return new ReportedVolume(
            volume.Identifier, volume.Uuid, volume.Name, volume.Roles.Count > 0 ? string.Join(", ", volume.Roles) : "no role", volume.InUse,
            Joined(protection, state.IsLocked ? "locked" : state.IsFileVault ? "unlocked" : null, volume.Sealed == "Yes" ? "sealed" : volume.Sealed == "Broken" ? "seal broken" : null),
            state.IsEncrypted, state.IsLocked, volume.MountPoint ?? "not mounted", volume.Group);
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Joined(params string?[] parts) => string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
}
