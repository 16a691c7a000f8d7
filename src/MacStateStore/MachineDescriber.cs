using MacStateStore.OpenDirectory;

namespace MacStateStore;

/// <summary>
/// Says of a Mac what would make the same one again: the reverse of <see cref="MachineBuilder"/>. What making it would bring about by
/// itself is left out, which is found out by making it: a Mac in memory, whose records are compared.
/// </summary>
internal static class MachineDescriber
{
    private const string StandIn = "stand-in";

    // Out of a password come these; the description carries none.
    private static readonly AttributeName[] Secrets = [AttributeName.ShadowHashData, AttributeName.HeimdalSrpKey, AttributeName.KerberosKeys];

    public static MachineSpecification Describe(Mac mac)
    {
        var (machine, system, boot) = (mac.Machine, mac.System, mac.Boot);
        var plain = new MachineSpecification
        {
            Os = system.Version.ToString(),
            Build = system.Build,
            Chip = machine.Chip,
            Model = machine.Model,
            Serial = machine.Serial,
            HardwareUuid = machine.HardwareUuid,
            Clock = mac.Clock.Now,
            KdfIterations = machine.KdfIterations,
            SystemName = system.Name,
            VolumeGroup = system.VolumeGroup,
            BootEnvironment = boot.Environment,
            IsRunning = boot.IsRunning,
            IsSetUp = system.IsSetUp,
            ConsoleUser = mac.Sessions.ConsoleUser,
            FileVault = FileVault.FileVaultBuilder.Describe(mac),
            HasFullDiskAccess = machine.HasFullDiskAccess,
            HostSettings = mac.HostSettings.All.ToDictionary(setting => setting.Name, setting => setting.Value),
            Users = [.. mac.Accounts.People.Select(user => Plain(mac, user))],
            Groups = [.. mac.Directory.Records(RecordType.Groups).Where(group => !group.IsBuiltIn).OrderBy(group => group.Id).Select(group => new GroupSpecification(group.Name))],
            Records =
            [
                .. mac.Directory.Types.Where(type => type != RecordType.Users && type != RecordType.Groups)
                    .SelectMany(mac.Directory.Records).Where(record => !record.IsBuiltIn).OrderBy(record => record.Id)
                    .Select(record => new RecordSpecification(record.Type, record.Name, [])),
            ],
        };
        return WithDifferences(plain, mac);
    }

    private static UserSpecification Plain(Mac mac, UserAccount user)
    {
        var record = mac.Directory.Find(RecordType.Users, user.Name)!;
        return new UserSpecification(new NewAccount(user.Name)
        {
            Uid = user.Uid,
            FullName = user.FullName,
            GeneratedUid = Guid.TryParseExact(user.GeneratedUid, "D", out _) ? user.GeneratedUid : null,
            IsAdmin = user.IsAdmin,
            IsHidden = user.IsHidden,
            Home = user.Home,
            Shell = user.Shell,
        })
        {
            HasPassword = record.Values(AttributeName.ShadowHashData).Count > 0,
            HasSecureToken = user.HasSecureToken,
            DisabledTags = user.DisabledTags,
        };
    }

    private static MachineSpecification WithDifferences(MachineSpecification plain, Mac mac)
    {
        var withPasswords = plain with
        {
            KdfIterations = 1,
            FileVault = new(),
            Users = [.. plain.Users.Select(user => user with { Password = user.HasPassword || user.HasSecureToken ? StandIn : null })],
        };
        using var made = Mac.CreateInMemory(withPasswords);
        var differences = Differences(mac.Directory, made.Directory);
        IReadOnlyList<AttributeSpecification> Said(RecordType type, string name) => differences.Remove((type, name), out var said) ? said ?? [] : [];
        var users = plain.Users.Select(user => user with { Attributes = Said(RecordType.Users, user.Account.Name) }).ToList();
        var groups = plain.Groups.Select(group => group with { Attributes = Said(RecordType.Groups, group.Name) }).ToList();
        var records = plain.Records.Select(record => record with { Attributes = Said(record.Type, record.Name) }).ToList();
        // What is left are the records that macOS brings, or that a user brought who is there no more.
        foreach (var ((type, name), attributes) in differences)
        {
            if (type == RecordType.Users)
                users.Add(new UserSpecification(new NewAccount(name)) { Attributes = attributes ?? [], IsAbsent = attributes is null });
            else if (type == RecordType.Groups)
                groups.Add(new GroupSpecification(name) { Attributes = attributes ?? [], IsAbsent = attributes is null });
            else
                records.Add(new RecordSpecification(type, name, attributes ?? []) { IsAbsent = attributes is null });
        }
        return plain with { Users = users, Groups = groups, Records = records };
    }

    // What each record has otherwise than the one that would be made; null where it would be made and isn't there. A new user's
    // picture is drawn by lot, so that it may be the same this once.
    private static Dictionary<(RecordType, string), IReadOnlyList<AttributeSpecification>?> Differences(LocalNode node, LocalNode made)
    {
        var differences = new Dictionary<(RecordType, string), IReadOnlyList<AttributeSpecification>?>();
        foreach (var type in node.Types.Union(made.Types))
        {
            var expected = made.Records(type).ToDictionary(record => record.Name);
            foreach (var record in node.Records(type).OrderBy(record => record.Id))
            {
                var known = expected.Remove(record.Name, out var twin) ? Attributes(twin) : [];
                var attributes = Attributes(record);
                var said = attributes.Where(attribute => attribute.Key == AttributeName.Picture || !known.TryGetValue(attribute.Key, out var values) || !values.SequenceEqual(attribute.Value))
                    .Concat(known.Keys.Except(attributes.Keys).Select(name => KeyValuePair.Create(name, (IReadOnlyList<DirectoryValue>)[])))
                    .Select(attribute => new AttributeSpecification(Typed(attribute.Key), attribute.Value)).OrderBy(attribute => attribute.Name, StringComparer.Ordinal).ToList();
                if (said.Count > 0) differences.Add((type, record.Name), said);
            }
            foreach (var name in expected.Keys) differences.Add((type, name), null);
        }
        return differences;
    }

    private static Dictionary<AttributeName, IReadOnlyList<DirectoryValue>> Attributes(DirectoryRecord record) => record.AllAttributes()
        .Where(attribute => attribute.Name != AttributeName.RecordType && attribute.Name != AttributeName.MetaNodeLocation && !Secrets.Contains(attribute.Name))
        .ToDictionary(attribute => attribute.Name, attribute => attribute.Values);

    private static string Typed(AttributeName name) =>
        name.FullName.StartsWith(AttributeName.StandardPrefix, StringComparison.Ordinal) ? name.FullName[AttributeName.StandardPrefix.Length..] : name.FullName;
}
