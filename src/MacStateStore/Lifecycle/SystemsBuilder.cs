using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>Makes described systems beside the started one, and Install Users.</summary>
internal static class SystemsBuilder
{
    /// <summary>The started system is as an installer has left it: nobody has set it up.</summary>
    public static void MakeInstallUser(Database database, Mac mac, MachineSpecification specification, InstallUserSpecification wanted)
    {
        var place = $"systems.{mac.System.Name}.installUser";
        if (mac.System.IsSetUp) throw new SpecificationException(place, "there is no Install User on a system that somebody has set up");
        Claim(database, mac, mac.System, place, wanted, mac.Random.Uuid(), wanted.Password);
    }

    /// <summary>Makes one system.</summary>
    public static void Make(Database database, Mac mac, MachineSpecification specification, FurtherSystemSpecification wanted)
    {
        var place = $"systems.{wanted.Name}";
        if (mac.Systems.Any(system => system.Name == wanted.Name)) throw new SpecificationException(place, "another system has that name");
        var started = mac.System;
        var release = wanted.Os is { } os ? MachineBuilder.FindRelease(os, $"{place}.os") : new MacOSRelease(started.Version, started.Build);
        if (HardwareModel.Find(mac.Machine.Model) is { } model && !model.Runs(release.Version)) throw new SpecificationException($"{place}.os", $"{model.Identifier} doesn't run macOS {release.Version}");
        if (!release.Version.Has(Capability.HasVolumeGroups)) throw new SpecificationException($"{place}.os", $"macOS {release.Version} can't lie beside another system here; macOS 10.15 is the first that can");
        var isThere = wanted.VolumeGroup is { } said && mac.Disks.All.Any(disk => disk.Volumes.Any(volume => volume.KeysUuid == said));
        if (wanted is { IsExternal: true, VolumeGroup: not null } && !isThere) throw new SpecificationException($"{place}.volumeGroup", "an external disk that isn't described draws its own");
        var group = isThere ? wanted.VolumeGroup! : Refused(place, () => mac.Installer.MakeVolumes(wanted.Name, wanted.IsExternal, wanted.VolumeGroup));
        var keys = new VolumeKeys(database, mac.Random, group);
        var described = specification.Disks?.CryptoUsers.Where(user => user.Keys == group).Select(user => user.User).ToList() ?? [];
        var isProtected = keys.Exist && keys.IsProtected;
        if (keys.Exist) keys.Destroy(); // those of the described volumes open for nobody
        keys.Create(mac.Policies.Exist && release.Version.Has(Capability.HasVolumeOwners) ? OwnerIdentityKey.Sealed(database) ?? OwnerIdentityKey.Create(database, mac.Random) : null);
        mac.Installer.Add(wanted.Name, release, group, null);
        var system = mac.Systems.First(installed => installed.Name == wanted.Name);
        if (wanted.Users.Count > 0) MakeUsers(database, mac, specification, wanted, system);
        else if (wanted.InstallUser is not null || mac.Policies.Exist)
        {
            var user = wanted.InstallUser ?? new InstallUserSpecification("");
            var original = specification.Users.FirstOrDefault(known => known.Account.Name == user.Name);
            Claim(database, mac, system, $"{place}.installUser", user,
                mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, user.Name)?.Text(AttributeName.GeneratedUid)?.ToUpperInvariant()
                    ?? described.FirstOrDefault(known => known.Type == CryptoUserType.InstallUser)?.Uuid ?? mac.Random.Uuid(), user.Password ?? original?.Password);
        }
        // A volume that is written out has its crypto users in their order.
        foreach (var user in described) keys.Describe(user.Uuid, user.Type, user.Hint, user.IsVolumeOwner);
        if (isProtected) keys.Protect();
        mac.Forget();
    }

    private static void Claim(Database database, Mac mac, InstalledSystem system, string place, InstallUserSpecification user, string uuid, string? password)
    {
        if (!mac.Policies.Exist || !system.Version.Has(Capability.HasVolumeOwners)) throw new SpecificationException(place, "only Macs with Apple silicon have Install Users");
        var secret = user.Name.Length == 0 ? "" : password ?? throw new SpecificationException(place, $"lacks the password of {user.Name}: {{user: {user.Name}, password: …}}");
        new VolumeKeys(database, mac.Random, system.VolumeGroup).Claim(uuid, CryptoUserType.InstallUser, secret);
        database.Execute("UPDATE installed_system SET install_user = $2 WHERE id = $1", system.Id, user.Name);
    }

    // Accounts are made on the started system; for so long it is this one.
    private static void MakeUsers(Database database, Mac mac, MachineSpecification specification, FurtherSystemSpecification wanted, InstalledSystem system)
    {
        var place = $"systems.{wanted.Name}";
        if (wanted.InstallUser is not null) throw new SpecificationException($"{place}.installUser", "there is no Install User on a system that has users");
        var started = mac.System.Id;
        // Whoever is there under the same name is the same person: an installer copies the UUID, too.
        var users = wanted.Users.Select(user => user with
        {
            Account = user.Account with { GeneratedUid = user.Account.GeneratedUid ?? mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, user.Account.Name)?.Text(AttributeName.GeneratedUid) },
        }).ToList();
        database.Execute("UPDATE boot SET system_id = $1", system.Id);
        database.Execute("UPDATE installed_system SET setup_done = 1 WHERE id = $1", system.Id);
        mac.Forget();
        MachineBuilder.MakeUsers(mac, specification with { Users = users, Directory = [] }, $"{place}.users");
        database.Execute("UPDATE boot SET system_id = $1", started);
        mac.Forget();
    }

    private static T Refused<T>(string place, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (LifecycleException error)
        {
            throw new SpecificationException(place, error.Message);
        }
    }
}
