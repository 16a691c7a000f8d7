using MacStateStore.Disks;
using MacStateStore.LocalPolicy;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>A user of the started system whom an installer copies, or who only authorizes it.</summary>
/// <param name="Name">The short name.</param>
/// <param name="Password">The password.</param>
/// <param name="IsCopied">Whether the user becomes the first one of the new system.</param>
public sealed record InstallationOwner(string Name, string Password, bool IsCopied);

/// <summary>
/// Installs further systems beside the started one. On Apple silicon that takes an owner, who hands ownership on: the new system gets a
/// LocalPolicy and an Install User, which keeps the Owner Identity Key for it until its first user is there (Apple Platform Security,
/// "Ownership handoff between operating systems").
/// </summary>
public sealed class SystemInstaller
{
    private const long SystemSize = 12_564_402_176;
    private const long DataSize = 3_221_225_472;
    private const string SealOfInstaller = "com.apple.os.update-";

    private readonly Mac _mac;
    private readonly Database _database;

    internal SystemInstaller(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Installs a system; it isn't started.</summary>
    /// <param name="name">The name of its volume.</param>
    /// <param name="release">Which version.</param>
    /// <param name="isExternal">Whether on a disk of its own that is plugged in, not beside the started system.</param>
    /// <param name="owner">Who authorizes it; null for whoever sits at the Mac, which is an owner if there is one.</param>
    /// <exception cref="LifecycleException">It can't be installed, or nobody owns the Mac.</exception>
    public void Install(string name, MacOSRelease release, bool isExternal, InstallationOwner? owner)
    {
        _mac.Power.RequireRunning();
        if (_mac.Systems.Any(system => system.Name == name)) throw new LifecycleException($"a system is named {name} already; choose another name");
        if (HardwareModel.Find(_mac.Machine.Model) is { } model && !model.Runs(release.Version)) throw new LifecycleException($"{model.Identifier} doesn't run macOS {release.Version}");
        if (!release.Version.Has(Capability.HasVolumeGroups)) throw new LifecycleException($"macOS {release.Version} can't be installed beside another system here; macOS 10.15 is the first that can");
        var signer = _mac.Policies.Exist ? Authorize(owner) : null;
        var group = MakeVolumes(name, isExternal, null);
        var keys = new VolumeKeys(_database, _mac.Random, group);
        keys.Create(signer?.Key);
        var system = Add(name, release, group, signer is null ? null : owner is { IsCopied: true } ? owner.Name : "");
        if (signer is null) return;
        var (uuid, secret) = owner is { IsCopied: true } ? (UuidOf(owner.Name)!, owner.Password) : (_mac.Random.Uuid(), "");
        keys.Claim(uuid, CryptoUserType.InstallUser, secret);
        _mac.Policies.SystemAdded(system, signer);
    }

    /// <summary>Makes the volumes of a system; gives their volume group.</summary>
    /// <param name="name">The name of the system's volume.</param>
    /// <param name="isExternal">Whether on a disk of its own.</param>
    /// <param name="group">The UUID of the group; a random one where null.</param>
    internal string MakeVolumes(string name, bool isExternal, string? group) => isExternal ? AttachDisk(name) : AddVolumes(name, group ?? _mac.Random.Uuid());

    /// <summary>Notes a system that lies on its volumes, with the records that macOS brings.</summary>
    internal InstalledSystem Add(string name, MacOSRelease release, string group, string? installUser)
    {
        _database.Execute("INSERT INTO installed_system (name, os, build, volume_group, install_user) VALUES ($1, $2, $3, $4, $5)", name, release.Version.ToString(), release.Build, group, installUser);
        _database.Execute("INSERT INTO od_node (system_id, name) VALUES ($1, $2)", _database.LastInsertId, LocalNode.DefaultName);
        _mac.Forget();
        var system = _mac.Systems.First(installed => installed.Name == name);
        BuiltInRecords.Fill(_mac.OpenDirectoryOf(system), release.Version);
        return system;
    }

    /// <summary>
    /// The Install User of the started system hands ownership to the first user: a copied one with the password of then, the other kind
    /// to whoever sets the system up.
    /// </summary>
    /// <param name="name">The first user's name.</param>
    /// <param name="password">The password.</param>
    /// <returns>The UUID that the account has to have; null for any.</returns>
    /// <exception cref="LifecycleException">It is somebody else, or the password isn't the copied user's.</exception>
    internal string? RequireInstallUser(string name, string password)
    {
        if (_mac.Policies.InstallUserOf(_mac.System) is not { Length: > 0 } copied) return null;
        var install = InstallUser()!;
        if (name != copied || !_mac.SecureTokens.Keys.CanUnlock(install.Uuid, password))
            throw new LifecycleException($"Setup Assistant of {_mac.System.Name} asks for the password of {copied}, who was copied when it was installed");
        return install.Uuid;
    }

    /// <summary>The first user has an account: it becomes an owner, and the Install User is done.</summary>
    internal void HandOver(DirectoryRecord user, string password)
    {
        if (InstallUser() is not { } install) return;
        var isCopied = _mac.Policies.InstallUserOf(_mac.System) is { Length: > 0 };
        _mac.SecureTokens.GrantFrom(install.Uuid, isCopied ? password : "", user, password);
        if (!isCopied) _mac.SecureTokens.Keys.Remove(install.Uuid);
        _database.Execute("UPDATE installed_system SET install_user = NULL WHERE id = $1", _mac.System.Id);
    }

    private CryptoUser? InstallUser() => _mac.Policies.InstallUserOf(_mac.System) is null ? null : _mac.SecureTokens.Keys.Users.FirstOrDefault(user => user.Type == CryptoUserType.InstallUser);

    private PolicySigner Authorize(InstallationOwner? owner)
    {
        if (owner is null) throw new LifecycleException($"the disk has no Owner: nobody who owns {_mac.System.Name} can hand ownership to another system");
        try
        {
            return _mac.Policies.Authenticate(_mac.System, owner.Name, owner.Password, mustBeAdmin: false);
        }
        catch (PolicyException error)
        {
            throw new LifecycleException(error.Problem == PolicyProblem.PasswordRejected ? $"{owner.Name}: a wrong password"
                : $"the disk has no Owner: {owner.Name} is no owner of {_mac.System.Name}, and only an owner hands ownership to another system");
        }
    }

    private string? UuidOf(string name) => _mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, name)?.Text(AttributeName.GeneratedUid)?.ToUpperInvariant();

    private string AttachDisk(string name)
    {
        var before = _mac.Disks.All.Select(disk => disk.Number).ToHashSet();
        _mac.Disks.AttachExternal(name);
        var system = _mac.Disks.All.Where(disk => !before.Contains(disk.Number)).SelectMany(disk => disk.Volumes).First(volume => volume.Is("System"));
        // Once started, its volumes lie where those of any macOS do.
        _database.Execute("UPDATE volume SET usual_mount_point = '/System/Volumes/Data' WHERE volume_group = $1 AND roles = 'Data'", system.Group);
        if (system.Snapshots.Count > 0) _database.Execute("UPDATE volume_snapshot SET usual_mount_point = '/' WHERE disk = $1 AND slice = $2", system.Disk, system.Slice);
        else _database.Execute("UPDATE volume SET usual_mount_point = '/' WHERE disk = $1 AND slice = $2", system.Disk, system.Slice);
        return system.Group!;
    }

    // The container of the started system gets another pair of volumes; Preboot, Recovery and VM serve both.
    private string AddVolumes(string name, string group)
    {
        var container = _mac.Disks.All.FirstOrDefault(disk => disk.Volumes.Any(volume => volume.KeysUuid == _mac.System.VolumeGroup && volume.Group is not null))
            ?? throw new LifecycleException($"{_mac.System.Name} lies in no APFS container; install with --disk external");
        if (container.Free < SystemSize + DataSize) throw new LifecycleException($"the container {container.Identifier} has no room for another macOS");
        var slice = container.Volumes.Max(volume => volume.Slice);
        DiskStore.Add(_database, new Volume(container.Number, slice + 1)
        {
            Name = name,
            Roles = ["System"],
            InUse = SystemSize,
            Uuid = _mac.Random.Uuid(),
            Group = group,
            Sealed = "Yes",
            Snapshots = [new Snapshot(SealOfInstaller + Convert.ToHexString(_mac.Random.Bytes(PolicyFields.UuidSize * 2))) { Number = 1, Uuid = _mac.Random.Uuid(), Xid = "3", Sealed = "Yes", LimitsShrink = true, UsualMountPoint = "/" }],
        });
        DiskStore.Add(_database, new Volume(container.Number, slice + 2)
        {
            Name = $"{name} - Data",
            Roles = ["Data"],
            InUse = DataSize,
            Uuid = group,
            Group = group,
            MountPoint = _mac.Disks.FreeMountPoint($"{name} - Data"),
            UsualMountPoint = "/System/Volumes/Data",
        });
        return group;
    }
}
