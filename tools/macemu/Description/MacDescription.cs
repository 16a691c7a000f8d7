using System.Text;
using MacStateStore;
using MacStateStore.FileVault;
using MacStateStore.Lifecycle;
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
    private sealed record Draft(MachineSpecification Mac, DocumentNode? Owners = null, DocumentNode? OsOfSystem = null, DocumentNode? Started = null, DocumentNode? Systems = null);

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> Machine = new()
    {
        ["os"] = (draft, node) => draft with { Mac = draft.Mac with { Os = node.AsName() } },
        ["build"] = (draft, node) => draft with { Mac = draft.Mac with { Build = node.AsName() } },
        ["chip"] = (draft, node) => draft with { Mac = draft.Mac with { Chip = Enum.Parse<Chip>(node.AsOneOf("apple", "t2", "intel"), ignoreCase: true) } },
        ["model"] = (draft, node) => draft with { Mac = draft.Mac with { Model = node.AsName() } },
        ["serial"] = (draft, node) => draft with { Mac = draft.Mac with { Serial = node.AsName() } },
        ["hardwareUUID"] = (draft, node) => draft with { Mac = draft.Mac with { HardwareUuid = node.AsUuid() } },
        ["clock"] = (draft, node) => draft with { Mac = draft.Mac with { Clock = ClockCommand.Parse(node.AsText()) ?? throw node.Expected("a time like 2026-03-01T08:30:00Z") } },
        ["kdfIterations"] = (draft, node) => draft with { Mac = draft.Mac with { KdfIterations = Iterations(node) } },
        ["setup"] = SetUp,
        ["appleInternal"] = (draft, node) => WithSecurity(draft, security => security with { IsAppleInternal = node.AsBoolean() }),
    };

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> Boot = new()
    {
        ["environment"] = (draft, node) => draft with { Mac = draft.Mac with { BootEnvironment = node.AsOneOf(BootState.MacOS, BootState.RecoveryOS, BootState.OneTrueRecovery) } },
        ["system"] = (draft, node) => node.AsName() is var name ? draft with { Started = node, Mac = draft.Mac with { SystemName = name } } : draft,
        ["running"] = (draft, node) => draft with { Mac = draft.Mac with { IsRunning = node.AsBoolean() } },
    };

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> Permissions = new()
    {
        ["fullDiskAccess"] = (draft, node) => draft with { Mac = draft.Mac with { HasFullDiskAccess = node.AsBoolean() } },
        ["fileVault"] = (draft, node) => WithFileVault(draft, draft.Mac.FileVault with { Consents = node.AsBoolean() }),
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
        ["absent"] = (user, node) => user with { IsAbsent = node.AsBoolean() },
        ["attributes"] = (user, node) => user with { Attributes = Attributes(node) },
        ["mobile"] = (user, node) => user with { MobileNode = Mobile(node) },
        ["linkedIdentity"] = (user, node) => user with { LinkedIdentity = Linked(node) },
        ["smartcard"] = (user, node) => user with { SmartCard = Tag(node) },
    };

    // What a directory server knows of a user.
    private static readonly Dictionary<string, Func<UserSpecification, DocumentNode, UserSpecification>> NetworkUserKeys =
        UserKeys.Where(key => key.Key is "uid" or "gid" or "fullName" or "generatedUID" or "home" or "shell" or "password" or "attributes").ToDictionary();

    private static readonly Dictionary<string, Func<NodeSpecification, DocumentNode, NodeSpecification>> NodeKeys = new()
    {
        ["domain"] = Domain,
        ["online"] = (server, node) => server with { IsOnline = node.AsBoolean() },
        ["users"] = (server, node) => server with { Users = [.. Named(node).Select(field => User(field, NetworkUserKeys))] },
        ["groups"] = (server, node) => server with { Groups = [.. Named(node).Select(Group)] },
        ["records"] = (server, node) => server with { Records = [.. node.AsMapping().Select(field => Record(node, field))] },
    };

    private static readonly Dictionary<string, Func<GroupSpecification, DocumentNode, GroupSpecification>> GroupKeys = new()
    {
        ["gid"] = (group, node) => group with { Gid = node.AsNumber() },
        ["generatedUID"] = (group, node) => group with { GeneratedUid = node.AsUuid() },
        ["members"] = (group, node) => group with { Members = [.. node.AsList().Select(item => item.AsName())] },
        ["memberUUIDs"] = (group, node) => group with { MemberUuids = [.. node.AsList().Select(item => item.AsUuid())] },
        ["nestedGroups"] = (group, node) => group with { NestedGroups = [.. node.AsList().Select(item => item.AsName())] },
        ["absent"] = (group, node) => group with { IsAbsent = node.AsBoolean() },
        ["attributes"] = (group, node) => group with { Attributes = Attributes(node) },
    };

    private static readonly Dictionary<string, Func<RecordSpecification, DocumentNode, RecordSpecification>> RecordKeys = new()
    {
        ["absent"] = (record, node) => record with { IsAbsent = node.AsBoolean() },
        ["attributes"] = (record, node) => record with { Attributes = Attributes(node) },
    };

    private static readonly Dictionary<string, Func<DialogAnswer, DocumentNode, DialogAnswer>> DialogKeys = new()
    {
        ["button"] = (answer, node) => answer with { Button = node.AsText() },
        ["text"] = (answer, node) => answer with { Text = node.AsText() },
    };

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> SystemKeys = new()
    {
        ["volumeGroup"] = (draft, node) => draft with { Mac = draft.Mac with { VolumeGroup = node.AsUuid() } },
        ["os"] = (draft, node) => draft with { OsOfSystem = node, Mac = draft.Mac with { Os = draft.Mac.Os ?? node.AsName() } },
        ["securityMode"] = (draft, node) => WithSecurity(draft, security => security with { Mode = SecurityDescription.Mode(node) }),
        ["owners"] = (draft, node) => draft with { Owners = node.AsTexts() is var _ ? node : null },
        ["installUser"] = (draft, node) => draft with { Mac = draft.Mac with { InstallUser = SystemDescription.InstallUser(node) } },
        ["localPolicy"] = (draft, node) => WithSecurity(draft, security => security with { Policy = SecurityDescription.Policy(node) }),
        ["pairing"] = (draft, node) => WithSecurity(draft, security => security with { HasBrokenPairing = node.AsOneOf("valid", "invalid") == "invalid" }),
    };

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> Keys = new()
    {
        ["machine"] = (draft, node) => node.Read(draft, Machine),
        ["boot"] = (draft, node) => node.Read(draft, Boot),
        ["consoleUser"] = (draft, node) => draft with { Mac = draft.Mac with { ConsoleUser = node.AsTextOrNull() } },
        ["users"] = (draft, node) => draft with { Mac = draft.Mac with { Users = UsersOf(node) } },
        ["groups"] = (draft, node) => draft with { Mac = draft.Mac with { Groups = [.. Named(node).Select(Group)] } },
        ["records"] = (draft, node) => draft with { Mac = draft.Mac with { Records = [.. node.AsMapping().Select(field => Record(node, field))] } },
        ["hostSettings"] = (draft, node) => draft with { Mac = draft.Mac with { HostSettings = HostSettings(node) } },
        ["permissions"] = (draft, node) => node.Read(draft, Permissions),
        ["fileVault"] = (draft, node) => WithFileVault(draft, FileVaultDescription.Read(draft.Mac.FileVault, node)),
        ["recoveryKeys"] = (draft, node) => WithFileVault(draft, node.Read(draft.Mac.FileVault, FileVaultDescription.RecoveryKeyKeys)),
        ["deferral"] = (draft, node) => WithFileVault(draft, FileVaultDescription.ReadDeferral(draft.Mac.FileVault, node)),
        ["bootstrapToken"] = (draft, node) => WithMdm(draft, node.Read(draft.Mac.Mdm, ManagementDescription.BootstrapTokenKeys)),
        ["mdm"] = (draft, node) => WithMdm(draft, node.Read(draft.Mac.Mdm, ManagementDescription.MdmKeys)),
        ["profiles"] = (draft, node) => draft with { Mac = draft.Mac with { Profiles = [.. node.AsList().Select(ProfileDescription.Read)] } },
        ["sip"] = (draft, node) => WithSecurity(draft, security => security with { Integrity = SecurityDescription.Integrity(node) }),
        ["authenticatedRoot"] = (draft, node) => WithSecurity(draft, security => security with { HasAuthenticatedRoot = node.AsBoolean() }),
        ["systems"] = (draft, node) => node.AsMapping() is var _ ? draft with { Systems = node } : draft,
        ["findMy"] = (draft, node) => WithSecurity(draft, security => security with { FindMy = SecurityDescription.FindMy(node) }),
        ["activated"] = (draft, node) => WithSecurity(draft, security => security with { IsActivated = node.AsBoolean() }),
        ["directory"] = (draft, node) => draft with { Mac = draft.Mac with { Directory = [.. node.AsMapping().Select(field => Server(node, field))] } },
        ["authRestartSupported"] = (draft, node) => WithFileVault(draft, draft.Mac.FileVault with { SupportsAuthRestart = node.AsBoolean() }),
        ["fileVaultMasterKeychain"] = (draft, node) => WithFileVault(draft, draft.Mac.FileVault with { HasMasterKeychain = node.AsBoolean() }),
        ["disks"] = (draft, node) => draft with
        {
            Mac = DiskDescription.Name(node) is { } layout ? draft.Mac with { DiskLayoutName = layout } : draft.Mac with { Disks = DiskDescription.Read(node) },
        },
        ["cryptoUsers"] = (draft, node) => draft with { Mac = draft.Mac with { CryptoUsers = DiskDescription.CryptoUsers(node) } },
        ["nvram"] = (draft, node) => WithSecurity(draft, security => security with { Nvram = SecurityDescription.Nvram(node) }),
        ["network"] = (draft, node) => WithSecurity(draft, security => security with { IsOnline = node.AsOneOf("online", "offline") == "online" }),
        ["faults"] = (draft, node) => draft with { Mac = draft.Mac with { Faults = FaultCommand.Read(node) } },
        ["dialogs"] = (draft, node) => draft with { Mac = draft.Mac with { Dialogs = [.. node.AsList().Select(Dialog)] } },
    };

    /// <summary>The keys that a description can have.</summary>
    public static IEnumerable<string> AllKeys => Keys.Keys;

    /// <summary>The keys of <c>machine</c>.</summary>
    public static IEnumerable<string> MachineKeys => Machine.Keys;

    /// <summary>The keys of a user.</summary>
    public static IEnumerable<string> KeysOfUser => UserKeys.Keys;

    /// <summary>Reads a description.</summary>
    /// <exception cref="DescriptionException">It can't be understood, or contradicts itself.</exception>
    /// <exception cref="NotEmulatedException">It asks for what isn't emulated yet.</exception>
    public static MachineSpecification Read(DocumentNode document)
    {
        var draft = Systems(document.Read(new Draft(new MachineSpecification()), Keys));
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

    private static DialogAnswer Dialog(DocumentNode node) =>
        node.Kind == NodeKind.Scalar && node.AsOneOf("cancel") == "cancel" ? new DialogAnswer(Cancels: true) : node.Read(new DialogAnswer(Cancels: false), DialogKeys);

    private static Draft WithSecurity(Draft draft, Func<SecuritySpecification, SecuritySpecification> change) => draft with { Mac = draft.Mac with { Security = change(draft.Mac.Security) } };
    private static Draft WithFileVault(Draft draft, FileVaultSpecification fileVault) => draft with { Mac = draft.Mac with { FileVault = fileVault } };

    private static Draft WithMdm(Draft draft, MdmSpecification mdm) => draft with { Mac = draft.Mac with { Mdm = mdm } };

    private static Draft SetUp(Draft draft, DocumentNode node)
    {
        if (node is { Kind: NodeKind.Scalar, Text: "none" or "done" }) return draft with { Mac = draft.Mac with { IsSetUp = node.Text == "done" } };
        if (node.Kind != NodeKind.Mapping) throw node.Expected("none, done, or a mapping of user, password and fullName");
        foreach (var key in (string[])["user", "password"])
            if (node[key] is null) throw node.Problem($"lacks {key}");
        return draft with { Mac = draft.Mac with { Setup = node.Read(new SetupUser("", ""), SetupKeys) } };
    }

    // The one that boot.system names is the started one, else the first.
    private static Draft Systems(Draft draft)
    {
        if (draft.Systems is not { Fields.Count: > 0 } node) return draft;
        foreach (var field in node.Fields)
            if (field.Key.Length == 0) throw field.Value.Problem("a system's name is not empty");
        var started = node.Fields.FirstOrDefault(field => draft.Started is null || field.Key == draft.Mac.SystemName)
            ?? throw (node.Fields is [var only] ? only.Value.Problem($"the one system of this Mac can't be both {draft.Mac.SystemName} and {only.Key}")
                : draft.Started!.Problem($"no system is named {draft.Mac.SystemName}; there is {string.Join(", ", node.Fields.Select(field => field.Key))}"));
        draft = started.Value.Read(draft with { Mac = draft.Mac with { SystemName = started.Key } }, SystemKeys);
        return draft with { Mac = draft.Mac with { FurtherSystems = [.. node.Fields.Where(field => field != started).Select(field => SystemDescription.Read(field, draft.Mac))] } };
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

    /// <summary>Reads a directory server: what stands under its name in <c>directory</c>, or alone in a file of its own.</summary>
    /// <param name="document">The description.</param>
    /// <param name="server">The server.</param>
    /// <exception cref="DescriptionException">It can't be understood.</exception>
    public static NodeSpecification ReadServer(DocumentNode document, NodeSpecification server) => document.IsNull ? server : document.Read(server, NodeKeys);

    private static NodeSpecification Server(DocumentNode directory, DocumentField field)
    {
        var (address, domain) = NodeAddress.Parse(field.Key)
            ?? throw new DescriptionException(directory.File, field.Line, field.Column, $"{directory.Path}: '{field.Key}' is no name of a node; {NodeNames}");
        return ReadServer(field.Value, new NodeSpecification(field.Key, address) { Domain = domain });
    }

    /// <summary>What names of nodes look like.</summary>
    public const string NodeNames = "they look like /LDAPv3/ldap.example.com and /Active Directory/CORP/All Domains";

    private static NodeSpecification Domain(NodeSpecification server, DocumentNode node)
    {
        var domain = node.AsName();
        if (!server.Address.IsActiveDirectory) throw node.Problem("only Active Directory has a domain");
        if (server.Domain is { } said && said != domain) throw node.Problem($"is {domain}, but the node's name says {said}");
        return IsDomain(domain) ? server with { Domain = domain } : throw node.Expected("a DNS name like corp.example.com");
    }

    /// <summary>Whether a text can be the name of a domain.</summary>
    public static bool IsDomain(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && !text.Split('.').Contains("");

    private static string Mobile(DocumentNode node)
    {
        var keys = new Dictionary<string, Func<string?, DocumentNode, string?>>
        {
            ["node"] = (_, name) => NodeAddress.Parse(name.AsName()) is null ? throw name.Problem($"'{name.Text}' is no name of a node; {NodeNames}") : name.Text,
        };
        return node.Read(null, keys) ?? throw node.Problem("lacks node");
    }

    private static LinkedIdentity Linked(DocumentNode node)
    {
        var keys = new Dictionary<string, Func<LinkedIdentity, DocumentNode, LinkedIdentity>>
        {
            ["appleID"] = (identity, text) => identity with { AppleId = text.AsName() },
            ["name"] = (identity, text) => identity with { Name = text.AsName() },
        };
        return node.Read(new LinkedIdentity("", null), keys) is { AppleId.Length: > 0 } identity ? identity : throw node.Problem("lacks appleID");
    }

    /// <summary>Accounts of a system.</summary>
    public static IReadOnlyList<UserSpecification> UsersOf(DocumentNode node) => [.. Named(node).Select(field => User(field, UserKeys))];

    private static UserSpecification User(DocumentField field, Dictionary<string, Func<UserSpecification, DocumentNode, UserSpecification>> keys)
    {
        var user = field.Value.IsNull ? new UserSpecification(new NewAccount(field.Key)) : field.Value.Read(new UserSpecification(new NewAccount(field.Key)), keys);
        if (user.HasSecureToken && user.Password is null && user.MobileNode is null) throw field.Value["secureToken"]!.Problem("a token needs a password (\"\" will do)");
        if (user.IsAbsent && field.Value.Fields.Count > 1) throw field.Value["absent"]!.Problem("what isn't there has nothing else to it");
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
        var record = new RecordSpecification(recordType, name, []);
        return field.Value.IsNull ? record : field.Value.Read(record, RecordKeys);
    }

    private static AttributeSpecification[] Attributes(DocumentNode node) =>
    [
        .. node.AsMapping().Select(field =>
        {
            if (field.Key.Length == 0) throw field.Value.Problem("an attribute's name is not empty");
            IReadOnlyList<DirectoryValue> values = field.Value.Kind == NodeKind.List ? [.. field.Value.Items.Select(Value)] : [Value(field.Value)];
            if (AttributeName.Parse(field.Key) == AttributeName.RecordName && (values.Count == 0 || values.Any(value => AccountNames.Problem(value.Text ?? "") is not null)))
                throw field.Value.Problem("a record needs a name, and none of its names may be empty");
            return new AttributeSpecification(field.Key, values);
        }),
    ];

    // A text, or bytes that are none.
    private static DirectoryValue Value(DocumentNode node)
    {
        if (node.Kind != NodeKind.Mapping) return node.AsText();
        if (node.Fields is not [{ Key: "hex", Value: { Kind: NodeKind.Scalar } hex }]) throw node.Expected("a text, or bytes as {hex: ffd8ff}");
        try
        {
            return new DirectoryValue(Convert.FromHexString(hex.Text.Replace(" ", "", StringComparison.Ordinal)));
        }
        catch (FormatException)
        {
            throw hex.Expected("bytes in hex");
        }
    }

    private static Dictionary<string, string> HostSettings(DocumentNode node)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in node.AsMapping())
        {
            if (!HostSettingNames.Contains(field.Key) && !IsOfCompanions(field.Key)) throw node.UnknownKey(field, HostSettingNames);
            if (field.Key == "screenLock") AddScreenLocks(settings, field.Value);
            else settings[field.Key] = SettingOf(field.Value);
        }
        return settings;
    }

    // What pmset, networksetup and others keep, under a name of two or more words: power.ac.sleep.
    private static bool IsOfCompanions(string name) =>
        name is "gatekeeper" || (name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && name.Length > dot + 1 && name[..dot] is "power" or "network" or "gatekeeper" or "sharing" or "launchd" or "developer" or "timeMachine");

    /// <summary>The settings of the host that there are.</summary>
    private static readonly string[] HostSettingNames =
    [
        "computerName", "localHostName", "hostName", "guestAccount", "afpGuestAccess", "smbGuestAccess", "screenLock", "autologin", "automaticTime",
        "networkTime", "networkTimeServer", "purchaseProtection", "timeZone", "remoteLogin", "remoteDesktop", "remoteAppleEvents", "firewall", "filesystemEncryption",
        "rosetta", "automaticUpdateCheck", MacStateStore.Lifecycle.SoftwareUpdate.OfferSetting,
    ];

    // For everybody, or by user.
    private static void AddScreenLocks(Dictionary<string, string> settings, DocumentNode node)
    {
        if (node.Kind == NodeKind.Mapping)
            foreach (var user in node.Fields) settings[$"screenLock.{user.Key}"] = Delay(user.Value);
        else settings["screenLock"] = Delay(node);

        static string Delay(DocumentNode node) => node.Text is SharingSettings.Immediate or SharingSettings.Off || (node.IsPlain && node.Text.Length < 10 && node.Text.All(char.IsAsciiDigit) && node.AsNumber() > 0)
            ? node.Text : throw node.Expected("immediate, off or a number of seconds");
    }

    private static string SettingOf(DocumentNode node)
    {
        if (node.Kind == NodeKind.Scalar) return node.IsBoolean ? node.Text.ToLowerInvariant() : node.AsText();
        var json = new StringBuilder();
        node.WriteJson(json);
        return json.ToString();
    }

    private static int Iterations(DocumentNode node) =>
        node.AsNumber() is var count and > 0 and <= Create.MostIterations ? count : throw node.Expected($"a number from 1 to {Create.MostIterations}");

    private static string Tag(DocumentNode node) => node.AsName() is var tag && !tag.Contains(';', StringComparison.Ordinal) ? tag : throw node.Problem("a tag has no ';'");

    private static string AccountName(DocumentNode node, string name) => AccountNames.Problem(name) is { } problem ? throw node.Problem(problem) : name;

    // What follows is for parts of the shape that can't be anything else yet: their one value is taken, so that what `show` prints
    // can be fed back, and the others are refused, loudly.

    private static Func<Draft, DocumentNode, Draft> OnlyWord(string only, params string[] others) => (draft, node) =>
        node.Kind == NodeKind.Mapping || node.AsOneOf([only, .. others]) != only ? NotEmulated(draft, node) : draft;

    private static Func<Draft, DocumentNode, Draft> OnlyBoolean(bool only) => (draft, node) => node.AsBoolean() == only ? draft : NotEmulated(draft, node);

    private static T NotEmulated<T>(T _, DocumentNode node) => throw Missing(node.Path, node.File, node.Line, node.Column);

    private static NotEmulatedException Missing(string what, string file, int line, int column) => new($"{file}:{line}:{column}: {what}");
}
