using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacStateStore.Storage;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// The commands that an MDM server sends, and how the Mac answers them (dossier profiles, 8.4 and 9). Requests and answers are the
/// property lists of the protocol.
/// </summary>
public sealed class MdmCommands
{
    private const string MdmErrorDomain = "MDMErrorDomain";
    private const int NotAllowed = 12080;   // none of the numbers here is recorded
    private const int InvalidRequest = 12081;

    // Of each command what it does; the answer's keys beside the status.
    private static readonly Dictionary<string, Func<MdmCommands, PlistDictionary, PlistDictionary>> Handlers = new(StringComparer.Ordinal)
    {
        ["AccountConfiguration"] = (commands, request) => commands.AccountConfiguration(request),
        ["DeviceConfigured"] = (commands, _) => commands.DeviceConfigured(),
        ["SetAutoAdminPassword"] = (commands, request) => commands.SetAutoAdminPassword(request),
        ["DeleteUser"] = (commands, request) => commands.DeleteUser(request),
        ["UnlockUserAccount"] = (commands, request) => commands.UnlockUserAccount(request),
        ["UserList"] = (commands, _) => commands.UserList(),
        ["LogOutUser"] = (commands, _) => commands.LogOutUser(),
        ["Settings"] = (commands, request) => DeviceSettings.Apply(commands._mac, request, message => ErrorChain(Refused(message))) ?? throw Invalid("Settings"),
        ["RestartDevice"] = (commands, _) => commands.After(() => commands._mac.Power.Restart()),
        ["ShutDownDevice"] = (commands, _) => commands.After(commands._mac.Power.ShutDown),
        ["EraseDevice"] = (commands, request) => commands.EraseDevice(request),
        ["ScheduleOSUpdate"] = (commands, request) => commands.ScheduleUpdate(request),
        ["DeviceInformation"] = (commands, request) => commands.DeviceInformation(request),
        ["InstallProfile"] = (commands, request) => ProfileCommands.Install(commands._mac, request),
        ["RemoveProfile"] = (commands, request) => ProfileCommands.Remove(commands._mac, request),
        ["ProfileList"] = (commands, request) => ProfileCommands.List(commands._mac, request),
        ["CertificateList"] = (commands, request) => ProfileCommands.Certificates(commands._mac, request),
        ["InstalledApplicationList"] = (commands, request) => InstalledApplications.Answer(commands.ApplicationFolder, request),
        ["RotateFileVaultKey"] = (commands, request) => FileVaultCommands.Rotate(commands._mac, request),
        ["SecurityInfo"] = (commands, _) => new() { { "SecurityInfo", DeviceAnswers.Security(commands._mac) } },
    };

    // Which of its rights (AccessRights of the payload com.apple.mdm) a server needs; for the others it needs none.
    private static readonly Dictionary<string, int> Rights = new(StringComparer.Ordinal)
    {
        ["ProfileList"] = 1,
        ["CertificateList"] = 1,
        ["InstallProfile"] = 2,
        ["RemoveProfile"] = 2,
        ["RestartDevice"] = 4,
        ["ShutDownDevice"] = 4,
        ["UnlockUserAccount"] = 4,
        ["EraseDevice"] = 8,
        ["InstalledApplicationList"] = 256,
        ["Settings"] = 2048,
        ["SecurityInfo"] = 1024,
    };

    private readonly Mac _mac;
    private readonly Database _database;
    private Action? _afterwards;

    internal MdmCommands(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Where the host keeps the Mac's applications; null where there are none.</summary>
    public string? ApplicationFolder { get; set; }

    /// <summary>Whether a command of that name is emulated.</summary>
    public static bool IsEmulated(string requestType) => Handlers.ContainsKey(requestType);

    /// <summary>
    /// Sends a command. A Mac that can be reached answers at once; else the server keeps it until then.
    /// </summary>
    /// <param name="request">What stands under <c>Command</c>: <c>RequestType</c> and its keys.</param>
    /// <returns>The answer; null where the server keeps the command for later.</returns>
    /// <exception cref="LifecycleException">The Mac's server is a real one.</exception>
    public PlistDictionary? Send(PlistDictionary request)
    {
        if (_mac.MdmConnection.IsInUse) throw new LifecycleException("the Mac is enrolled in a real MDM server, which sends commands itself; let the Mac ask for them with 'macemu mdm poll'");
        var uuid = _mac.Random.Uuid();
        _database.Execute("INSERT INTO mdm_command (uuid, request) VALUES ($1, $2)", uuid, PropertyList.ToBinary(request));
        return Deliver() is [.., var last] ? last : null;
    }

    /// <summary>How many commands wait.</summary>
    public int Waiting => (int)_database.Number("SELECT count(*) FROM mdm_command")!.Value;

    /// <summary>Hands out what waits, if the Mac can be reached; gives the answers in order.</summary>
    public IReadOnlyList<PlistDictionary> Deliver()
    {
        var answers = new List<PlistDictionary>();
        while (_mac.MdmServer.IsOnline && _mac.Enrollments.Current is not null && _mac.Boot is { IsRunning: true, Environment: BootState.MacOS }
            && _database.Rows("SELECT id, uuid, request FROM mdm_command ORDER BY id LIMIT 1", row => (Id: row.Long(0), Uuid: row.Text(1), Request: row.Blob(2))) is [var command])
        {
            _database.Execute("DELETE FROM mdm_command WHERE id = $1", command.Id);
            answers.Add(Answer((PlistDictionary)PropertyList.Parse(command.Request), command.Uuid));
        }
        return answers;
    }

    /// <summary>What the Mac answers to one command, once it has done what it says.</summary>
    public PlistDictionary Answer(PlistDictionary request, string commandUuid)
    {
        var (answer, afterwards) = CarryOut(request, commandUuid);
        afterwards?.Invoke();
        return answer;
    }

    /// <summary>Carries out a command; gives the answer, and what is to be done once that has left the Mac.</summary>
    internal (PlistDictionary Answer, Action? Afterwards) CarryOut(PlistDictionary request, string commandUuid)
    {
        var answer = new PlistDictionary();
        try
        {
            _afterwards = null;
            var result = Handle(request);
            answer["Status"] = "Acknowledged";
            foreach (var (key, value) in result) answer[key] = value;
        }
        catch (MdmRefusal refusal)
        {
            answer["Status"] = "Error";
            answer["ErrorChain"] = ErrorChain(refusal);
        }
        answer["CommandUUID"] = commandUuid;
        answer["UDID"] = _mac.Machine.HardwareUuid;
        return ((PlistDictionary)answer.Sorted(), _afterwards);
    }

    private PlistDictionary Handle(PlistDictionary request)
    {
        try
        {
            if (request.TryGetString("RequestType", out var type) && Rights.TryGetValue(type, out var right) && _mac.Enrollments.Current is { } enrollment && (enrollment.AccessRights & right) == 0)
                throw Refused($"The server has no right to {type}.");
            return type is not null && Handlers.TryGetValue(type, out var handle) ? handle(this, request)
                : throw new MdmRefusal(MdmErrorDomain, 12021, $"{type ?? "The command"} is not a valid request type.");
        }
        catch (DirectoryException error)
        {
            throw new MdmRefusal(MdmErrorDomain, error.Status, "The directory refused the change.");
        }
        catch (FileVault.FileVaultException error)
        {
            throw Refused($"FileVault refused the command ({error.Problem}).");
        }
        catch (ConfigurationProfileException error)
        {
            var (domain, code) = ProfileCommands.ErrorOf(error.Problem);
            throw new MdmRefusal(domain, code, error.Message);
        }
    }

    /// <summary>A password as servers send it: hashed.</summary>
    public PlistData HashOf(string password) => new(ShadowHash.Create(password, _mac.Random, _mac.Machine.KdfIterations));

    private PlistDictionary DeviceInformation(PlistDictionary request)
    {
        var queries = Queries(request);
        // Whether the content can be erased silently hangs on the server's copy of the token.
        if (queries?.Contains("EACSPreflight") != false) _mac.BootstrapToken.Ask();
        return new() { { "QueryResponses", DeviceAnswers.Information(_mac, queries) } };
    }

    // What follows the answer, so that the answer still leaves the Mac.
    private PlistDictionary After(Action action)
    {
        _afterwards = action;
        return [];
    }

    private PlistDictionary AccountConfiguration(PlistDictionary request)
    {
        if (_mac.Enrollments.Current is not { IsAutomated: true, IsAwaitingConfiguration: true } enrollment)
            throw Refused("AccountConfiguration is only allowed while an automatically enrolled Mac awaits its configuration.");
        var admin = request["AutoSetupAdminAccounts"] is PlistArray accounts && accounts.Count > 0 ? accounts[0] as PlistDictionary ?? throw Invalid("AutoSetupAdminAccounts") : null;
        request.TryGetBoolean("SkipPrimarySetupAccountCreation", out var skips);
        request.TryGetBoolean("SetPrimarySetupAccountAsRegularUser", out var isStandard);
        if (admin is null && (skips || isStandard)) throw Refused("Without AutoSetupAdminAccounts the primary account has to be an admin.");
        var uuid = admin is null ? enrollment.ManagedAdmin : MakeManagedAdmin(admin);
        _mac.Enrollments.Replace(enrollment with { SkipsPrimaryAccount = skips, PrimaryAccountIsStandard = isStandard, ManagedAdmin = uuid });
        return After(_mac.BootstrapToken.AccountsConfigured);
    }

    private string MakeManagedAdmin(PlistDictionary admin)
    {
        var name = Text(admin, "shortName");
        var hash = Hash(admin);
        admin.TryGetString("fullName", out var fullName);
        admin.TryGetBoolean("hidden", out var isHidden);
        if (_mac.Directory.Find(RecordType.Users, name) is not null) throw Refused($"A user {name} exists already.");
        var user = _mac.Accounts.Create(new NewAccount(name) { FullName = fullName, IsAdmin = true, IsHidden = isHidden, Maker = AccountMaker.SetupAssistant });
        _mac.Accounts.SetHash(user, hash);
        return user.Text(AttributeName.GeneratedUid)!;
    }

    private PlistDictionary DeviceConfigured()
    {
        if (_mac.Enrollments.Current is not { IsAwaitingConfiguration: true } enrollment) throw Refused("The Mac does not await its configuration.");
        if (enrollment.SkipsPrimaryAccount) _mac.Power.EndSetup();
        else _mac.Enrollments.Replace(enrollment with { IsAwaitingConfiguration = false });
        return [];
    }

    private PlistDictionary SetAutoAdminPassword(PlistDictionary request)
    {
        var guid = Text(request, "GUID");
        var hash = Hash(request);
        if (_mac.Enrollments.Current?.ManagedAdmin is not { } admin || !string.Equals(admin, guid, StringComparison.OrdinalIgnoreCase)
            || _mac.Directory.FindByValue(RecordType.Users, AttributeName.GeneratedUid, admin) is not { } user)
            throw Refused($"{guid} is no admin account that device management has made.");
        // A hash gives no clear text to wrap the key with, so a secure token stays under the old password (cross-check 3).
        _mac.Accounts.SetHash(user, hash);
        return [];
    }

    private PlistDictionary DeleteUser(PlistDictionary request)
    {
        RequireSupervision("DeleteUser");
        var user = LocalUser(request);
        if (!_mac.Accounts.MayDelete(user)) throw Refused($"User {user.Name} is the last admin or the last secure token user.");
        request.TryGetBoolean("ForceDeletion", out var isForced);
        if (!isForced && _mac.Sessions.All.Any(session => session.User == user.Name)) throw Refused($"User {user.Name} is logged in.");
        try
        {
            _mac.Accounts.Delete(user, keepHome: false);
        }
        catch (DirectoryException error)
        {
            throw new MdmRefusal(MdmErrorDomain, error.Status, $"User {user.Name} could not be deleted.");
        }
        return [];
    }

    private PlistDictionary UserList()
    {
        RequireSupervision("UserList");
        return DeviceManagement.UserList.Answer(_mac);
    }

    private PlistDictionary LogOutUser()
    {
        if (_mac.Sessions.ConsoleUser is null) throw Refused("Nobody is logged in.");
        _mac.Sessions.Logout();
        return [];
    }

    private PlistDictionary UnlockUserAccount(PlistDictionary request)
    {
        RequireSupervision("UnlockUserAccount");
        AccountPolicyData.Succeeded(LocalUser(request));
        return [];
    }

    // Where macOS can't be kept (or its user data can't be erased silently), the behaviour says what happens instead (dossier profiles, 9).
    private PlistDictionary EraseDevice(PlistDictionary request)
    {
        var erasure = _mac.Erasure;
        var behavior = request.TryGetString("ObliterationBehavior", out var wanted) ? wanted : "Default";
        if (behavior is not ("Default" or "DoNotObliterate" or "ObliterateWithWarning" or "Always")) throw Invalid("ObliterationBehavior");
        if (_mac.Machine.Chip == Chip.Intel && (!request.TryGetString("PIN", out var pin) || pin.Length != 6)) throw Invalid("PIN");
        if (behavior == "Always") return After(erasure.Obliterate);
        _mac.BootstrapToken.Ask();
        if (erasure.IsPossibleByManagement) return After(erasure.ByManagement);
        switch (behavior)
        {
            case "ObliterateWithWarning": return After(erasure.Obliterate);
            case "Default" when _mac.System.Version.Has(Capability.HasEraseAllContent): _afterwards = erasure.Obliterate; break;
            case "Default": return After(erasure.Obliterate); // before, there was nothing but obliteration
        }
        throw new MdmRefusal(MdmErrorDomain, NotAllowed, $"Erase All Content and Settings is not possible: {DeviceAnswers.Preflight(_mac)}.");
    }

    // On Apple silicon the bootstrap token authorizes it.
    private PlistDictionary ScheduleUpdate(PlistDictionary request)
    {
        RequireSupervision("ScheduleOSUpdate");
        if (request["Updates"] is not PlistArray { Count: 1 } updates || updates[0] is not PlistDictionary update) throw Invalid("Updates");
        var version = Text(update, "ProductVersion");
        var action = update.TryGetString("InstallAction", out var wanted) ? wanted : "Default";
        if (action is not ("Default" or "InstallASAP" or "InstallForceRestart")) throw Invalid("InstallAction");
        if (MacOSRelease.Find(version) is not { } target) throw Refused($"There is no update to macOS {version}.");
        try
        {
            _mac.SoftwareUpdate.Require(target, user: null, password: "");
        }
        catch (LifecycleException refusal)
        {
            throw Refused(refusal.Message);
        }
        _afterwards = () => _mac.SoftwareUpdate.Install(target, user: null, password: "");
        return new() { { "UpdateResults", new PlistArray([new PlistDictionary { { "InstallAction", action }, { "ProductVersion", version }, { "Status", "Installing" } }]) } };
    }

    private DirectoryRecord LocalUser(PlistDictionary request)
    {
        var name = Text(request, "UserName");
        return _mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, name) is { IsBuiltIn: false } user ? user : throw Refused($"There is no user {name}.");
    }

    private void RequireSupervision(string command)
    {
        if (_mac.Enrollments.Current is not { IsSupervised: true }) throw Refused($"{command} is only allowed on a supervised Mac.");
    }

    private static byte[] Hash(PlistDictionary request) =>
        request["passwordHash"] is PlistData data && ShadowHash.IsHash(data.Value.ToArray()) ? data.Value.ToArray() : throw Invalid("passwordHash");

    private static string Text(PlistDictionary request, string key) => request.TryGetString(key, out var text) && text.Length > 0 ? text : throw Invalid(key);

    private static HashSet<string>? Queries(PlistDictionary request) =>
        request["Queries"] is PlistArray queries ? [.. queries.OfType<PlistString>().Select(query => query.Value)] : null;

    private static PlistArray ErrorChain(MdmRefusal refusal) => new(
    [
        new PlistDictionary
        {
            { "ErrorCode", new PlistInteger(refusal.Code) },
            { "ErrorDomain", new PlistString(refusal.Domain) },
            { "LocalizedDescription", new PlistString(refusal.Message) },
            { "USEnglishDescription", new PlistString(refusal.Message) },
        },
    ]);

    private static MdmRefusal Refused(string message) => new(MdmErrorDomain, NotAllowed, message);

    private static MdmRefusal Invalid(string key) => new(MdmErrorDomain, InvalidRequest, $"The value of {key} is missing or not valid.");

    private sealed class MdmRefusal(string domain, int code, string message) : Exception(message)
    {
        public string Domain { get; } = domain;
        public int Code { get; } = code;
    }
}
