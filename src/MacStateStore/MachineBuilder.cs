using System.Globalization;
using MacStateStore.DeviceManagement;
using MacStateStore.Disks;
using MacStateStore.FileVault;
using MacStateStore.Lifecycle;
using MacStateStore.LocalPolicy;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore;

/// <summary>Makes a machine file out of a description.</summary>
internal static class MachineBuilder
{
    private const string SerialAlphabet = "0123456789CDFGHJKLMNPQRTVWXY";
    private const int SerialLength = 10;
    private const int HardwareKeySize = 32;

    /// <summary>Makes the file beside its place first, so that it is there whole or not at all.</summary>
    public static string? Create(
        string path, MachineSpecification specification, bool replace, TimeProvider host, Func<Database, TimeProvider, Mac> open)
    {
        if (!replace && File.Exists(path))
            throw new MachineFileException($"machine file {path}: it exists already. Use --force to replace it, or name another.", MachineFileProblem.NotWritable);
        var unfinished = $"{path}.{Environment.ProcessId}.part";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            File.Delete(unfinished);
            string? recoveryKey = null;
            Fill(MachineFile.Create(unfinished), specification, host, open, key => recoveryKey = key).Dispose();
            // What a killed process left of the replaced machine would otherwise be played back into the new one.
            if (replace) File.Delete(path + "-journal");
            File.Move(unfinished, path, overwrite: replace);
            return recoveryKey;
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            // Another process was quicker; a machine is there, which is all that the default one needs.
            throw new MachineFileException($"machine file {path}: another process has just made it.", MachineFileProblem.NotWritable);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MachineFileException($"machine file {path}: it can't be written ({error.Message}).", MachineFileProblem.NotWritable, error);
        }
        finally
        {
            try { File.Delete(unfinished); }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException) { /* what failed above is the news */ }
        }
    }

    /// <summary>Makes a machine that is gone when it is disposed of.</summary>
    public static Mac CreateInMemory(MachineSpecification specification, TimeProvider host, Func<Database, TimeProvider, Mac> open) =>
        Fill(MachineFile.Create(":memory:"), specification, host, open, _ => { });

    private static Mac Fill(Database database, MachineSpecification specification, TimeProvider host, Func<Database, TimeProvider, Mac> open, Action<string?> tellRecoveryKey)
    {
        var mac = open(database, host);
        try
        {
            database.Execute("BEGIN IMMEDIATE");
            tellRecoveryKey(Build(database, mac, specification));
            database.Execute("COMMIT");
            return mac;
        }
        catch
        {
            mac.Dispose();
            throw;
        }
    }

    private static string? Build(Database database, Mac mac, MachineSpecification specification)
    {
        var (release, model) = ChooseSystem(specification);
        CheckBoot(specification, model);
        var build = specification.Build ?? release.Build;
        database.Execute("INSERT INTO chance (id, seed, clock_offset, stepped_clock) VALUES (1, $1, 0, $2)",
            specification.Seed, specification.Seed is null ? null : MachineClock.ToMicroseconds(specification.Clock ?? MachineClock.SeededStart));
        if (specification.Seed is null && specification.Clock is { } clock) mac.Clock.Set(clock);
        MakeMachine(database, mac.Random, specification, model);
        FileVaultBuilder.MakeSupport(database, specification.FileVault, model);
        MakeSystem(database, mac.Random, specification, release, build, model);
        if (specification.InstallUser is { } installUser) SystemsBuilder.MakeInstallUser(database, mac, specification, installUser);
        ManagementBuilder.Enroll(database, mac, specification.Mdm);

        BuiltInRecords.Fill(mac.Directory, release.Version);
        mac.LoginHistory.Started();
        foreach (var (name, value) in specification.HostSettings) mac.HostSettings[name] = value;
        foreach (var answer in specification.Dialogs) mac.Dialogs.Add(answer);
        Bind(mac, specification);
        if (mac.Settings.IsOn(HostSwitch.GuestAccount)) mac.Settings.Turn(HostSwitch.GuestAccount, on: true);
        var holder = MakeUsers(mac, specification);
        MakeGroups(mac, specification);
        MakeRecords(mac, specification);
        if (specification.Setup is { } setup)
            Refused("machine.setup", () => mac.Power.SetUp(setup.Name, setup.Password, setup.FullName, enrolls: false));
        holder ??= HolderOf(mac, specification.Setup);
        ManagementBuilder.MakeBootstrapToken(mac, specification.Mdm, holder);
        var recoveryKey = FileVaultBuilder.MakeRecoveryKeys(mac, specification.FileVault, holder);
        for (var i = 0; i < specification.Profiles.Count; i++) MakeProfile(mac, specification.Profiles[i], $"profiles.{i + 1}");
        if (specification.ConsoleUser is { } consoleUser) PutAtConsole(database, mac, consoleUser);
        MakeDisks(mac, database, specification, model);
        foreach (var fault in specification.Faults) mac.Faults.Add(fault);
        FileVaultBuilder.Finish(mac, specification.FileVault);
        foreach (var further in specification.FurtherSystems) SystemsBuilder.Make(database, mac, specification, further);
        database.Execute("UPDATE boot SET environment = $1, running = $2", specification.BootEnvironment, specification.IsRunning);
        SecurityBuilder.Make(database, mac, specification.Security);
        foreach (var further in specification.FurtherSystems) SecurityBuilder.MakePolicy(mac, mac.Systems.First(system => system.Name == further.Name), further.Security);
        mac.Forget();
        return recoveryKey;
    }

    internal static (MacOSRelease Release, HardwareModel Model) ChooseSystem(MachineSpecification specification)
    {
        var release = specification.Os is null ? MacOSRelease.Newest : FindRelease(specification.Os);
        if (specification.Model is { } identifier)
        {
            var model = HardwareModel.Find(identifier) ?? throw new SpecificationException("machine.model", $"no Mac model {identifier} is known; models look like Mac14,2");
            if (specification.Chip is { } said && said != model.Chip)
                throw new SpecificationException("machine.chip", $"{identifier} is {Describe(model.Chip)}, not {Describe(said)}");
            if (!model.Runs(release.Version))
                throw new SpecificationException("machine.os", $"{identifier} doesn't run macOS {release.Version} (it runs {model.First} to {model.LastRelease ?? "the newest"})");
            return (release, model);
        }
        if (specification.Chip is { } chip)
            return (release, HardwareModel.For(chip, release.Version)
                ?? throw new SpecificationException("machine.chip", $"no Mac with {Describe(chip)} runs macOS {release.Version}"));
        return (release, HardwareModel.For(Chip.Apple, release.Version) ?? HardwareModel.For(Chip.T2, release.Version)!);
    }

    private static void CheckBoot(MachineSpecification specification, HardwareModel model)
    {
        if (specification.BootEnvironment == BootState.OneTrueRecovery && model.Chip != Chip.Apple)
            throw new SpecificationException("boot.environment", $"1TR exists on Apple silicon only, and {model.Identifier} is {Describe(model.Chip)}; use recoveryos");
        if (specification.ConsoleUser is not null && (!specification.IsRunning || specification.BootEnvironment != BootState.MacOS))
            throw new SpecificationException("consoleUser", "nobody is at the console of a Mac that is off or in recoveryOS");
    }

    internal static MacOSRelease FindRelease(string os, string place = "machine.os")
    {
        if (MacOSRelease.Find(os) is { } exact) return exact;
        // A bare release (14, 10.15) that never came out under that very number means its newest version.
        return MacOSRelease.All.LastOrDefault(release => release.Version.Release == os)
            ?? throw new SpecificationException(place,
                $"no macOS {os} is known; the releases are {string.Join(", ", MacOSRelease.All.Select(release => release.Version.Release).Distinct())}, each with its patch levels");
    }

    private static string Describe(Chip chip) => chip switch
    {
        Chip.Apple => "Apple silicon",
        Chip.T2 => "a T2 chip",
        _ => "Intel without a T2 chip",
    };

    private static void MakeMachine(Database database, RandomSource random, MachineSpecification specification, HardwareModel model) =>
        database.Execute(
            """
            INSERT INTO machine (id, model, chip, serial, hardware_uuid, ecid, board_id, chip_id, hardware_key, local_kdc, kdf_iterations, full_disk_access)
            VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            model.Identifier, model.Chip.ToString().ToLowerInvariant(),
            specification.Serial ?? "C" + random.Characters(SerialAlphabet, SerialLength - 1),
            specification.HardwareUuid?.ToUpperInvariant() ?? random.Uuid(),
            BitConverter.ToInt64(random.Bytes(8)) & 0x001F_FFFF_FFFF_FFFF, model.BoardId, model.ChipId,
            model.HasSecureEnclave ? random.Bytes(HardwareKeySize) : null,
            Convert.ToHexString(random.Bytes(20)), specification.KdfIterations, specification.HasFullDiskAccess);

    private static void MakeSystem(
        Database database, RandomSource random, MachineSpecification specification, MacOSRelease release, string build, HardwareModel model)
    {
        var root = specification.Disks?.Root;
        var volumeGroup = specification.VolumeGroup?.ToUpperInvariant() ?? specification.Disks?.VolumeGroup ?? root?.KeysUuid ?? random.Uuid();
        var hasOwners = model.HasSecureEnclave && release.Version.Has(Capability.HasVolumeOwners);
        new VolumeKeys(database, random, volumeGroup).Create(hasOwners ? OwnerIdentityKey.Create(database, random) : null);
        database.Execute("INSERT INTO installed_system (name, os, build, volume_group, setup_done) VALUES ($1, $2, $3, $4, $5)",
            root is { Name.Length: > 0 } && specification.SystemName == MachineSpecification.UsualSystemName ? root.Name : specification.SystemName,
            release.Version.ToString(), build, volumeGroup,
            specification.IsSetUp ?? (specification.Setup is null && specification.Users.Count > 0));
        var system = database.LastInsertId;
        database.Execute("INSERT INTO od_node (system_id, name) VALUES ($1, $2)", system, LocalNode.DefaultName);
        database.Execute("INSERT INTO boot (id, environment, system_id, running) VALUES (1, $1, $2, 1)", BootState.MacOS, system);
    }

    private static (DirectoryRecord User, string Password)? HolderOf(Mac mac, SetupUser? setup) =>
        setup is not null && mac.Directory.Find(RecordType.Users, setup.Name) is { } user && mac.SecureTokens.Has(user) ? (user, setup.Password) : null;

    private static void Bind(Mac mac, MachineSpecification specification)
    {
        foreach (var node in specification.Directory)
        {
            var place = $"directory.{node.Name}";
            if (mac.Nodes.Find(node.Address) is not null) throw new SpecificationException(place, $"{node.Address.Name} stands here a second time");
            try
            {
                mac.Nodes.Bind(node);
            }
            catch (SpecificationException error)
            {
                throw new SpecificationException($"{place}.{error.Place}", error.Problem);
            }
        }
    }

    // What isn't said of a mobile account is as the server has it.
    private static UserSpecification AsOnServer(Mac mac, MachineSpecification specification, UserSpecification user, NodeAddress address)
    {
        if (mac.Nodes.Find(address)?.Records.FindNamed(RecordType.Users, user.Account.Name) is not { } original) return user;
        var account = user.Account;
        return user with
        {
            Password = user.Password ?? specification.Directory.First(node => node.Address == address).Users
                .First(known => known.Account.Name.Equals(account.Name, StringComparison.OrdinalIgnoreCase)).Password,
            Account = account with
            {
                Uid = account.Uid ?? Number(AttributeName.UniqueId),
                Gid = account.Gid ?? Number(AttributeName.PrimaryGroupId),
                GeneratedUid = account.GeneratedUid ?? original.Text(AttributeName.GeneratedUid),
                FullName = account.FullName ?? original.Text(AttributeName.RealName),
            },
        };

        int? Number(AttributeName attribute) =>
            int.TryParse(original.Text(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static void MakeMobile(Mac mac, DirectoryRecord record, NodeAddress address, string? domain)
    {
        var server = mac.Nodes.Find(address);
        MobileAccount.Make(record, address, address.IsActiveDirectory ? server?.Domain ?? domain ?? address.UsualDomain : null,
            server?.Records.FindNamed(RecordType.Users, record.Name), mac.Clock.Now);
    }

    internal static (DirectoryRecord User, string Password)? MakeUsers(Mac mac, MachineSpecification specification, string parent = "users")
    {
        (DirectoryRecord, string)? holder = null;
        var said = specification.Users.Select(user => user.Account.Uid).OfType<int>().ToHashSet();
        foreach (var described in specification.Users)
        {
            var place = $"{parent}.{described.Account.Name}";
            if (described.IsAbsent)
            {
                LeaveOut(mac, RecordType.Users, described.Account.Name, place);
                continue;
            }
            (NodeAddress Address, string? Domain)? mobile = described.MobileNode is not { } node ? null
                : NodeAddress.Parse(node) ?? throw new SpecificationException($"{place}.mobile.node", $"{node} is no name of a node");
            var user = mobile is var (onServer, _) ? AsOnServer(mac, specification, described, onServer) : described;
            if (user.Account.Uid is null && mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, user.Account.Name) is null)
                user = user with { Account = user.Account with { Uid = mac.Accounts.NextUid(said) } };
            var record = Refused(place, () => mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, user.Account.Name) is { IsBuiltIn: true } builtIn
                ? Change(mac, builtIn, user.Account) : mac.Accounts.Create(user.Account));
            if (user.DisabledTags.Count > 0)
                record.Append(AttributeName.AuthenticationAuthority, $";DisabledTags;{string.Join(';', user.DisabledTags)}");
            var session = mac.DirectoryAs(DirectoryCaller.Root);
            if (user.Password is { } password)
            {
                session.SetPassword(record, password, anyQuality: true);
                mac.Accounts.CreateHomeFolder(record);
            }
            if (mobile is var (address, domain)) MakeMobile(mac, record, address, domain);
            if (user.HasSecureToken)
            {
                if (user.Password is null) throw new SpecificationException($"{place}.secureToken", "a token needs a password (an empty one will do)");
                if (!mac.SecureTokens.GrantAsDescribed(record, user.Password, holder))
                    throw new SpecificationException($"{place}.secureToken", "the token can't be made");
                holder ??= (record, user.Password);
            }
            if (user.SmartCard is { } hash) record.Append(AttributeName.AuthenticationAuthority, $";tokenidentity;{hash}");
            user.LinkedIdentity?.LinkTo(record, mac.Random, mac.Clock.Now);
            if (user.IsDisabled) AuthenticationAuthorities.Disable(record);
            if (user.IsVolumeOwner is { } owner && owner != mac.Accounts.Describe(record).IsVolumeOwner)
                throw new SpecificationException($"{place}.volumeOwner",
                    owner ? "an owner holds a secure token, on a Mac with a Secure Enclave and macOS 11 or later" : "whoever holds a secure token on this Mac owns the volume");
            Apply(record, user.Attributes);
        }
        return holder;
    }

    // An account that macOS brings, root say, keeps what isn't said of it.
    private static DirectoryRecord Change(Mac mac, DirectoryRecord user, NewAccount account)
    {
        if ((account.Uid is { } uid && mac.Directory.IsTaken(RecordType.Users, AttributeName.UniqueId, Text(uid), user))
            || (account.GeneratedUid is { } uuid && mac.Directory.IsTaken(RecordType.Users, AttributeName.GeneratedUid, uuid, user)))
            throw new DirectoryException(DirectoryStatus.RecordAlreadyExists);
        (AttributeName Attribute, string? Value)[] said =
        [
            (AttributeName.UniqueId, account.Uid is { } id ? Text(id) : null), (AttributeName.PrimaryGroupId, account.Gid is { } gid ? Text(gid) : null),
            (AttributeName.GeneratedUid, account.GeneratedUid), (AttributeName.RealName, account.FullName), (AttributeName.HomeDirectory, account.Home),
            (AttributeName.UserShell, account.Shell), (AttributeName.AuthenticationHint, account.Hint), (AttributeName.IsHidden, account.IsHidden ? "1" : null),
        ];
        foreach (var (attribute, value) in said)
            if (value is not null) user.Set(attribute, value);
        if (account.IsAdmin) mac.Accounts.Join(mac.Directory.Find(RecordType.Groups, "admin")!, user);
        return user;
    }

    private static void MakeGroups(Mac mac, MachineSpecification specification)
    {
        var node = mac.Directory;
        foreach (var group in specification.Groups)
        {
            var place = $"groups.{group.Name}";
            if (group.IsAbsent)
            {
                LeaveOut(mac, RecordType.Groups, group.Name, place);
                continue;
            }
            var record = node.FindByValue(RecordType.Groups, AttributeName.RecordName, group.Name);
            if (record is null)
            {
                record = node.Create(RecordType.Groups, group.Name);
                record.Set(AttributeName.GeneratedUid, mac.Random.Uuid());
                record.Set(AttributeName.PrimaryGroupId, Text(Memberships.NextGid(node)));
                mac.DirectoryAs(DirectoryCaller.Root).Touch(record);
            }
            if (group.Gid is { } gid) SetUnique(record, AttributeName.PrimaryGroupId, Text(gid), $"{place}.gid");
            if (group.GeneratedUid is { } uuid) SetUnique(record, AttributeName.GeneratedUid, uuid, $"{place}.generatedUID");
            foreach (var member in group.Members)
            {
                record.Merge(AttributeName.GroupMembership, member);
                if (node.Find(RecordType.Users, member)?.Text(AttributeName.GeneratedUid) is { } memberUuid)
                    record.Merge(AttributeName.GroupMembers, memberUuid);
            }
            foreach (var member in group.MemberUuids) record.Merge(AttributeName.GroupMembers, member);
            foreach (var nested in group.NestedGroups)
                record.Merge(AttributeName.NestedGroups, Guid.TryParse(nested, out _) ? nested.ToUpperInvariant()
                    : node.Find(RecordType.Groups, nested)?.Text(AttributeName.GeneratedUid)
                        ?? throw new SpecificationException($"{place}.nestedGroups", $"there is no group {nested}"));
            Apply(record, group.Attributes);
        }

        void SetUnique(DirectoryRecord record, AttributeName attribute, string value, string place)
        {
            if (node.IsTaken(RecordType.Groups, attribute, value, record)) throw new SpecificationException(place, $"{value} belongs to another group");
            record.Set(attribute, value);
        }
    }

    private static void MakeRecords(Mac mac, MachineSpecification specification)
    {
        foreach (var wanted in specification.Records)
        {
            if (wanted.IsAbsent)
            {
                LeaveOut(mac, wanted.Type, wanted.Name, "records");
                continue;
            }
            var record = mac.Directory.FindByValue(wanted.Type, AttributeName.RecordName, wanted.Name) ?? mac.Directory.Create(wanted.Type, wanted.Name);
            Apply(record, wanted.Attributes);
        }
    }

    private static void MakeProfile(Mac mac, ProfileSpecification wanted, string place)
    {
        if (wanted.User is { } user && mac.Directory.Find(RecordType.Users, user)?.Name != user) throw new SpecificationException($"{place}.scope", $"there is no user {user}");
        try
        {
            mac.Profiles.InstallAsDescribed(wanted);
        }
        catch (ConfigurationProfileException error)
        {
            throw new SpecificationException(place, error.Message);
        }
    }

    private static void Apply(DirectoryRecord record, IReadOnlyList<AttributeSpecification> attributes)
    {
        foreach (var (name, values) in attributes)
            record.Set(AttributeName.Parse(name), values);
    }

    private static void LeaveOut(Mac mac, RecordType type, string name, string place)
    {
        if (mac.Directory.FindByValue(type, AttributeName.RecordName, name) is not { } record)
            throw new SpecificationException(place, $"there would be no {name} anyway");
        record.Delete();
    }

    // A logical volume lies somewhere, and has UUIDs.
    private static Disk Completed(Disk disk, DiskLayout layout, RandomSource random)
    {
        if (disk.Kind != DiskKind.Logical) return disk;
        var store = layout.Disks.SelectMany(other => other.Partitions).FirstOrDefault(partition => partition.Content == DiskContent.CoreStorage)?.Identifier;
        if ((disk.LogicalVolume?.Store ?? store) is not { } on) return disk;
        var made = MacDisks.NewLogicalVolume(on, disk.Partitions is [{ VolumeName: { } name }, ..] ? name : "", random);
        return disk with
        {
            LogicalVolume = disk.LogicalVolume is not { } said ? made : new LogicalVolume(on)
            {
                GroupUuid = Said(said.GroupUuid, made.GroupUuid),
                PhysicalUuid = Said(said.PhysicalUuid, made.PhysicalUuid),
                FamilyUuid = Said(said.FamilyUuid, made.FamilyUuid),
                Uuid = Said(said.Uuid, made.Uuid),
                Name = Said(said.Name, made.Name),
            },
        };

        static string Said(string said, string made) => said.Length > 0 ? said : made;
    }

    // Last of all, so that what comes out of a seed before them stays what it was.
    private static void MakeDisks(Mac mac, Database database, MachineSpecification specification, HardwareModel model)
    {
        var system = mac.System;
        var layout = specification.Disks
            ?? new DefaultLayouts(mac.Random, system.Version, model.Chip).Make(specification.DiskLayoutName ?? DefaultLayouts.NameFor(model.Chip), system.Name, system.VolumeGroup);
        foreach (var disk in layout.Disks) DiskStore.Add(database, Completed(disk, layout, mac.Random));
        foreach (var (keysUuid, user) in layout.CryptoUsers) Describe(keysUuid, user);
        foreach (var user in specification.CryptoUsers ?? []) Describe(system.VolumeGroup, user);
        foreach (var keysUuid in layout.Protected) Keys(keysUuid).Protect();
        mac.Forget();
        // A layout that is written out says itself what is mounted.
        if (specification.Disks is null && specification.BootEnvironment != BootState.MacOS) mac.Disks.MountAtStart(specification.BootEnvironment);

        VolumeKeys Keys(string uuid)
        {
            var keys = new VolumeKeys(database, mac.Random, uuid);
            if (!keys.Exist) keys.Create(null);
            return keys;
        }

        void Describe(string keysUuid, CryptoUserSpecification user) => Keys(keysUuid).Describe(user.Uuid, user.Type, user.Hint, user.IsVolumeOwner);
    }

    private static void PutAtConsole(Database database, Mac mac, string name)
    {
        if (mac.Directory.Find(RecordType.Users, name) is not { } user)
            throw new SpecificationException("consoleUser", $"there is no user {name}");
        database.Execute("INSERT INTO session (user, on_console, since) VALUES ($1, 1, $2)", user.Name, MachineClock.ToMicroseconds(mac.Clock.Now));
        mac.LoginHistory.LoggedIn(user.Name);
        mac.Accounts.CreateHomeFolder(user);
    }

    private static void Refused(string place, Action action) => Refused(place, () => { action(); return 0; });

    private static T Refused<T>(string place, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (DirectoryException error) when (error.Status == DirectoryStatus.RecordAlreadyExists)
        {
            throw new SpecificationException(place, "its UID or UUID belongs to another record");
        }
        catch (LifecycleException error)
        {
            throw new SpecificationException(place, error.Message);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
