using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;

namespace MacEmu.Description;

/// <summary>
/// Reads the description of a Mac that is to be made (design section 6): the shape of <c>show --json</c> and what a state needs beyond
/// it. Each table below lists the keys of one mapping with what they do to the specification.
/// </summary>
internal static class MacDescription
{
    private sealed record Draft(MachineSpecification Mac, DocumentNode? Owners = null, DocumentNode? OsOfSystem = null, bool SystemIsNamed = false);

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> Machine = new()
    {
        ["os"] = (draft, node) => draft with { Mac = draft.Mac with { Os = node.AsName() } },
        ["build"] = (draft, node) => draft with { Mac = draft.Mac with { Build = node.AsName() } },
        ["chip"] = (draft, node) => draft with { Mac = draft.Mac with { Chip = Enum.Parse<Chip>(node.AsOneOf("apple", "t2", "intel"), ignoreCase: true) } },
        ["model"] = (draft, node) => draft with { Mac = draft.Mac with { Model = node.AsName() } },
        ["serial"] = (draft, node) => draft with { Mac = draft.Mac with { Serial = node.AsName() } },
        ["hardwareUUID"] = (draft, node) => draft with { Mac = draft.Mac with { HardwareUuid = node.AsUuid() } },
        ["clock"] = (draft, node) => draft with { Mac = draft.Mac with { Clock = ClockCommand.Parse(node.AsText()) ?? throw node.Expected("a time like 2026-03-01T08:30:00Z") } },
        ["setup"] = SetUp,
        ["appleInternal"] = OnlyBoolean(false),
    };

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> Boot = new()
    {
        ["environment"] = (draft, node) => draft with { Mac = draft.Mac with { BootEnvironment = node.AsOneOf(BootState.MacOS, BootState.RecoveryOS, BootState.OneTrueRecovery) } },
        ["system"] = (draft, node) => Name(draft, node, node.AsName()),
        ["running"] = (draft, node) => draft with { Mac = draft.Mac with { IsRunning = node.AsBoolean() } },
    };

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> Permissions = new()
    {
        ["fullDiskAccess"] = (draft, node) => draft with { Mac = draft.Mac with { HasFullDiskAccess = node.AsBoolean() } },
    };

    private static readonly Dictionary<string, Func<SetupUser, DocumentNode, SetupUser>> SetupKeys = new()
    {
        ["user"] = (setup, node) => setup with { Name = AccountName(node, node.AsText()) },
        ["password"] = (setup, node) => setup with { Password = node.AsText() },
        ["fullName"] = (setup, node) => setup with { FullName = node.AsTextOrNull() },
    };

    private static readonly Dictionary<string, Func<UserSpecification, DocumentNode, UserSpecification>> UserKeys = new()
    {
        ["uid"] = (user, node) => user with { Account = user.Account with { Uid = node.IsNull ? null : node.AsNumber() } },
        ["gid"] = (user, node) => user with { Account = user.Account with { Gid = node.AsNumber() } },
        ["fullName"] = (user, node) => user with { Account = user.Account with { FullName = node.AsTextOrNull() } },
        ["generatedUID"] = (user, node) => user with { Account = user.Account with { GeneratedUid = node.IsNull ? null : node.AsUuid() } },
        ["admin"] = (user, node) => user with { Account = user.Account with { IsAdmin = node.AsBoolean() } },
        ["hidden"] = (user, node) => user with { Account = user.Account with { IsHidden = node.AsBoolean() } },
        ["secureToken"] = (user, node) => user with { HasSecureToken = node.AsBoolean() },
        ["volumeOwner"] = (user, node) => user with { IsVolumeOwner = node.AsBoolean() },
        ["disabledTags"] = (user, node) => user with { DisabledTags = [.. node.AsList().Select(Tag)] },
        ["home"] = (user, node) => user with { Account = user.Account with { Home = node.AsTextOrNull() } },
        ["shell"] = (user, node) => user with { Account = user.Account with { Shell = node.AsTextOrNull() } },
        ["password"] = (user, node) => user with { Password = node.AsText() },
        ["hint"] = (user, node) => user with { Account = user.Account with { Hint = node.AsText() } },
        ["disabled"] = (user, node) => user with { IsDisabled = node.AsBoolean() },
        ["attributes"] = (user, node) => user with { Attributes = Attributes(node) },
        ["mobile"] = NotEmulated,
        ["linkedIdentity"] = NotEmulated,
        ["smartcard"] = NotEmulated,
    };

    private static readonly Dictionary<string, Func<GroupSpecification, DocumentNode, GroupSpecification>> GroupKeys = new()
    {
        ["gid"] = (group, node) => group with { Gid = node.AsNumber() },
        ["generatedUID"] = (group, node) => group with { GeneratedUid = node.AsUuid() },
        ["members"] = (group, node) => group with { Members = [.. node.AsList().Select(item => item.AsName())] },
        ["memberUUIDs"] = (group, node) => group with { MemberUuids = [.. node.AsList().Select(item => item.AsUuid())] },
        ["nestedGroups"] = (group, node) => group with { NestedGroups = [.. node.AsList().Select(item => item.AsName())] },
        ["attributes"] = (group, node) => group with { Attributes = Attributes(node) },
    };

    private static readonly Dictionary<string, Func<IReadOnlyList<AttributeSpecification>, DocumentNode, IReadOnlyList<AttributeSpecification>>> RecordKeys = new()
    {
        ["attributes"] = (_, node) => Attributes(node),
    };

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> SystemKeys = new()
    {
        ["volumeGroup"] = (draft, node) => draft with { Mac = draft.Mac with { VolumeGroup = node.AsUuid() } },
        ["os"] = (draft, node) => draft with { OsOfSystem = node, Mac = draft.Mac with { Os = draft.Mac.Os ?? node.AsName() } },
        ["securityMode"] = OnlyWord("full", "reduced", "permissive"),
        ["owners"] = (draft, node) => draft with { Owners = node.AsTexts() is var _ ? node : null },
        ["installUser"] = (draft, node) => node.IsNull ? draft : NotEmulated(draft, node),
        ["localPolicy"] = OnlyEmptyMapping,
        ["pairing"] = NotEmulated,
    };

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> Keys = new()
    {
        ["machine"] = (draft, node) => node.Read(draft, Machine),
        ["boot"] = (draft, node) => node.Read(draft, Boot),
        ["consoleUser"] = (draft, node) => draft with { Mac = draft.Mac with { ConsoleUser = node.AsTextOrNull() } },
        ["users"] = (draft, node) => draft with { Mac = draft.Mac with { Users = [.. Named(node).Select(User)] } },
        ["groups"] = (draft, node) => draft with { Mac = draft.Mac with { Groups = [.. Named(node).Select(Group)] } },
        ["records"] = (draft, node) => draft with { Mac = draft.Mac with { Records = [.. node.AsMapping().Select(field => Record(node, field))] } },
        ["hostSettings"] = (draft, node) => draft with { Mac = draft.Mac with { HostSettings = HostSettings(node) } },
        ["permissions"] = (draft, node) => node.Read(draft, Permissions),
        ["fileVault"] = (draft, node) => node is { Kind: NodeKind.Scalar, Text: "on" }
            ? draft with { Mac = draft.Mac with { HasFileVault = true } } : OnlyWord("off", "on", "encrypting", "decrypting")(draft, node),
        ["recoveryKeys"] = Only(IsFalse, "personal", "institutional"),
        ["deferral"] = Deferral,
        ["bootstrapToken"] = Only(IsFalse, "supported", "created", "escrowed"),
        ["mdm"] = Mdm,
        ["profiles"] = OnlyEmptyList,
        ["sip"] = OnlyWord("enabled", "disabled", "custom"),
        ["authenticatedRoot"] = OnlyBoolean(true),
        ["systems"] = Systems,
        ["findMy"] = OnlyWord("off", "on", "lost"),
        ["activated"] = OnlyBoolean(true),
        ["directory"] = OnlyEmptyMapping,
        ["authRestartSupported"] = NotEmulated,
        ["fileVaultMasterKeychain"] = OnlyBoolean(false),
        ["disks"] = (draft, node) => draft with
        {
            Mac = DiskDescription.Name(node) is { } layout ? draft.Mac with { DiskLayoutName = layout } : draft.Mac with { Disks = DiskDescription.Read(node) },
        },
        ["cryptoUsers"] = (draft, node) => draft with { Mac = draft.Mac with { CryptoUsers = DiskDescription.CryptoUsers(node) } },
        ["nvram"] = OnlyEmptyMapping,
        ["network"] = OnlyWord("online", "offline"),
        ["faults"] = OnlyEmptyList,
    };

    /// <summary>Reads a description.</summary>
    /// <exception cref="DescriptionException">It can't be understood, or contradicts itself.</exception>
    /// <exception cref="NotEmulatedException">It asks for what isn't emulated yet.</exception>
    public static MachineSpecification Read(DocumentNode document)
    {
        var draft = document.Read(new Draft(new MachineSpecification()), Keys);
        if (draft.OsOfSystem is { } os && os.Text != draft.Mac.Os)
            throw os.Problem($"is {os.Text}, but machine.os is {draft.Mac.Os}; the one system of this Mac has one version");
        return draft.Owners is { } owners ? WithOwners(draft.Mac, owners) : draft.Mac;
    }

    // The system's owners are its users who own it; both ways of saying it must agree.
    private static MachineSpecification WithOwners(MachineSpecification mac, DocumentNode owners)
    {
        var names = owners.AsTexts();
        foreach (var item in owners.Items)
            if (item.Text != mac.Setup?.Name && mac.Users.All(user => user.Account.Name != item.Text)) throw item.Problem($"there is no user {item.Text}");
        foreach (var user in mac.Users)
            if (user.IsVolumeOwner is { } said && said != names.Contains(user.Account.Name))
                throw owners.Problem($"{(said ? "lacks" : "has")} {user.Account.Name}, but users.{user.Account.Name}.volumeOwner is {(said ? "true" : "false")}");
        return mac with { Users = [.. mac.Users.Select(user => user with { IsVolumeOwner = names.Contains(user.Account.Name) })] };
    }

    private static Draft SetUp(Draft draft, DocumentNode node)
    {
        if (node is { Kind: NodeKind.Scalar, Text: "none" }) return draft with { Mac = draft.Mac with { IsSetUp = false } };
        if (node.Kind != NodeKind.Mapping) throw node.Expected("none, or a mapping of user, password and fullName");
        foreach (var key in (string[])["user", "password"])
            if (node[key] is null) throw node.Problem($"lacks {key}");
        return draft with { Mac = draft.Mac with { Setup = node.Read(new SetupUser("", ""), SetupKeys) } };
    }

    private static Draft Name(Draft draft, DocumentNode at, string name)
    {
        if (draft.SystemIsNamed && draft.Mac.SystemName != name) throw at.Problem($"the one system of this Mac can't be both {draft.Mac.SystemName} and {name}");
        return draft with { SystemIsNamed = true, Mac = draft.Mac with { SystemName = name } };
    }

    private static Draft Systems(Draft draft, DocumentNode node)
    {
        var fields = node.AsMapping();
        if (fields.Count > 1) throw Missing(node.Path + " (more than one)", node.File, fields[1].Line, fields[1].Column);
        foreach (var field in fields)
        {
            if (field.Key.Length == 0) throw field.Value.Problem("a system's name is not empty");
            draft = field.Value.Read(Name(draft, field.Value, field.Key), SystemKeys);
        }
        return draft;
    }

    private static Draft Mdm(Draft draft, DocumentNode node)
    {
        foreach (var field in node.AsMapping())
        {
            if (field.Key == "enrollment") OnlyWord("none", "user-approved", "ade")(draft, field.Value);
            else if (field.Key == "supervised") OnlyBoolean(false)(draft, field.Value);
            else if (field.Key is not ("server" or "depAssigned" or "online" or "bootstrapToken" or "depRecord" or "enrollmentHosts"))
                throw node.UnknownKey(field, ["enrollment", "server", "supervised", "depAssigned", "online", "bootstrapToken", "depRecord", "enrollmentHosts"]);
            else if (field.Key != "server" || !field.Value.IsNull) NotEmulated(draft, field.Value);
        }
        return draft;
    }

    private static Draft Deferral(Draft draft, DocumentNode node)
    {
        foreach (var field in node.AsMapping())
        {
            if (field.Key == "active") OnlyBoolean(false)(draft, field.Value);
            else NotEmulated(draft, field.Value);
        }
        return draft;
    }

    /// <summary>The entries of a mapping whose keys are names of records; names that differ in case only would be one record.</summary>
    private static IEnumerable<DocumentField> Named(DocumentNode node)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in node.AsMapping())
        {
            if (AccountNames.Problem(field.Key) is { } problem) throw new DescriptionException(node.File, field.Line, field.Column, $"{node.Path}: '{field.Key}': {problem}");
            if (!names.TryAdd(field.Key, field.Key))
                throw new DescriptionException(node.File, field.Line, field.Column, $"{node.Path}.{field.Key}: is the same name as {names[field.Key]} (capitals don't count)");
        }
        return node.Fields;
    }

    private static UserSpecification User(DocumentField field)
    {
        var user = field.Value.IsNull ? new UserSpecification(new NewAccount(field.Key)) : field.Value.Read(new UserSpecification(new NewAccount(field.Key)), UserKeys);
        if (user.HasSecureToken && user.Password is null) throw field.Value["secureToken"]!.Problem("a token needs a password (\"\" will do)");
        return user;
    }

    private static GroupSpecification Group(DocumentField field) =>
        field.Value.IsNull ? new GroupSpecification(field.Key) : field.Value.Read(new GroupSpecification(field.Key), GroupKeys);

    private static RecordSpecification Record(DocumentNode records, DocumentField field)
    {
        var slash = field.Key.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == field.Key.Length - 1)
            throw new DescriptionException(records.File, field.Line, field.Column, $"records: '{field.Key}' is not a type and a name like Computers/localhost");
        var (type, name) = (field.Key[..slash], field.Key[(slash + 1)..]);
        var recordType = RecordType.FromFullName(type) ?? RecordType.Standard(type);
        if (recordType == RecordType.Users || recordType == RecordType.Groups)
            throw new DescriptionException(records.File, field.Line, field.Column, $"records: {type} have a place of their own: {recordType.ShortName.ToLowerInvariant()}");
        if (!type.StartsWith("dsRecTypeNative:", StringComparison.Ordinal) && !RecordType.OfLocalNode.Contains(recordType))
            throw new DescriptionException(records.File, field.Line, field.Column, $"records: '{type}' is no type of records; a native one begins with dsRecTypeNative:");
        if (AccountNames.Problem(name) is { } problem) throw new DescriptionException(records.File, field.Line, field.Column, $"records: '{name}': {problem}");
        IReadOnlyList<AttributeSpecification> none = [];
        return new RecordSpecification(recordType, name, field.Value.IsNull ? none : field.Value.Read(none, RecordKeys));
    }

    private static AttributeSpecification[] Attributes(DocumentNode node) =>
    [
        .. node.AsMapping().Select(field =>
        {
            if (field.Key.Length == 0) throw field.Value.Problem("an attribute's name is not empty");
            IReadOnlyList<string> values = field.Value.Kind == NodeKind.Scalar ? [field.Value.AsText()] : field.Value.AsTexts();
            if (AttributeName.Parse(field.Key) == AttributeName.RecordName && (values.Count == 0 || values.Any(value => AccountNames.Problem(value) is not null)))
                throw field.Value.Problem("a record needs a name, and none of its names may be empty");
            return new AttributeSpecification(field.Key, values);
        }),
    ];

    private static Dictionary<string, string> HostSettings(DocumentNode node)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in node.AsMapping())
        {
            if (!HostSettingNames.Contains(field.Key)) throw node.UnknownKey(field, HostSettingNames);
            settings[field.Key] = SettingOf(field.Value);
        }
        return settings;
    }

    /// <summary>The settings of the host that there are.</summary>
    private static readonly string[] HostSettingNames =
    [
        "computerName", "localHostName", "hostName", "guestAccount", "afpGuestAccess", "smbGuestAccess", "screenLock", "autologin", "automaticTime",
        "networkTime", "networkTimeServer", "timeZone", "remoteLogin", "remoteDesktop", "remoteAppleEvents", "firewall", "filesystemEncryption",
    ];

    private static string SettingOf(DocumentNode node)
    {
        if (node.Kind == NodeKind.Scalar) return node.IsBoolean ? node.Text.ToLowerInvariant() : node.AsText();
        var json = new StringBuilder();
        node.WriteJson(json);
        return json.ToString();
    }

    private static string Tag(DocumentNode node) => node.AsName() is var tag && !tag.Contains(';', StringComparison.Ordinal) ? tag : throw node.Problem("a tag has no ';'");

    private static string AccountName(DocumentNode node, string name) => AccountNames.Problem(name) is { } problem ? throw node.Problem(problem) : name;

    // What follows is for parts of the shape that can't be anything else yet: their one value is taken, so that what `show` prints
    // can be fed back, and the others are refused, loudly.

    private static bool IsFalse(DocumentNode node) => !node.AsBoolean();

    private static Func<Draft, DocumentNode, Draft> OnlyWord(string only, params string[] others) => (draft, node) =>
        node.Kind == NodeKind.Mapping || node.AsOneOf([only, .. others]) != only ? NotEmulated(draft, node) : draft;

    private static Func<Draft, DocumentNode, Draft> OnlyBoolean(bool only) => (draft, node) => node.AsBoolean() == only ? draft : NotEmulated(draft, node);

    private static Func<Draft, DocumentNode, Draft> Only(Func<DocumentNode, bool> isDefault, params string[] keys) => (draft, node) =>
    {
        foreach (var field in node.AsMapping())
        {
            if (!keys.Contains(field.Key)) throw node.UnknownKey(field, keys);
            if (field.Value is { Kind: NodeKind.Scalar, IsBoolean: false, IsNull: false } || !isDefault(field.Value)) NotEmulated(draft, field.Value);
        }
        return draft;
    };

    private static Draft OnlyEmptyList(Draft draft, DocumentNode node) => node.AsList().Count == 0 ? draft : NotEmulated(draft, node);

    private static Draft OnlyEmptyMapping(Draft draft, DocumentNode node) => node.AsMapping().Count == 0 ? draft : NotEmulated(draft, node);

    private static T NotEmulated<T>(T _, DocumentNode node) => throw Missing(node.Path, node.File, node.Line, node.Column);

    private static NotEmulatedException Missing(string what, string file, int line, int column) => new($"{file}:{line}:{column}: {what}");
}
