using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MacStateStore;
using MacStateStore.Lifecycle;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace MacEmu;

/// <summary>Commands of the MDM protocol, under their own names; the Mac's answer is printed as the property list that the server gets.</summary>
internal static class MdmCommandVerb
{
    /// <summary>Commands of the protocol that the Mac doesn't carry out yet.</summary>
    private static readonly string[] NotEmulated =
    [
        "ActivationLockBypassCode", "ApplyRedemptionCode", "AvailableOSUpdates", "ClearActivationLockBypassCode", "DeclarativeManagement", "DeviceLock",
        "DisableRemoteDesktop", "EnableRemoteDesktop", "InstallApplication", "InstallEnterpriseApplication", "InviteToProgram",
        "LOMDeviceRequest", "LOMSetupRequest", "ManagedApplicationList", "NSExtensionMappings", "OSUpdateStatus", "ProvisioningProfileList",
        "RefreshCellularPlans", "RemoveApplication", "ScheduleOSUpdateScan", "SetFirmwarePassword", "SetRecoveryLock",
        "VerifyFirmwarePassword", "VerifyRecoveryLock",
    ];

    /// <summary>Whether a Mac would carry out a command of that type, and this one doesn't.</summary>
    public static bool IsMissing(string type) => NotEmulated.Contains(type);

    public static Verb Define()
    {
        var verb = new Verb("command", "the server sends a command; the Mac's answer is printed", "macemu mdm command DeviceInformation")
        {
            AccountConfiguration(),
            Plain("DeviceConfigured", "let Setup Assistant go on"),
            SetAutoAdminPassword(),
            WithUser("DeleteUser", "delete a local user", ("--force", "ForceDeletion", "also while the user is logged in")),
            WithUser("UnlockUserAccount", "forget a user's failed logins"),
            Plain("UserList", "ask for the accounts, and whether each has a secure token"),
            Plain("LogOutUser", "log out whoever is at the console"),
            Settings(),
            EraseDevice(),
            ScheduleUpdate(),
            Plain("RestartDevice", "restart the Mac"),
            Plain("ShutDownDevice", "shut the Mac down"),
            RotateFileVaultKey(),
            DeviceInformation(),
            Plain("SecurityInfo", "ask for the state of security settings"),
            Plain("ProfileList", "ask for the installed profiles"),
            Plain("CertificateList", "ask for the certificates that profiles have brought"),
            Plain("InstalledApplicationList", "ask for the applications in the Mac's folder"),
        };
        foreach (var name in NotEmulated)
            verb.Add(new Verb(name, "not emulated yet", $"macemu mdm command {name}", _ => throw new NotEmulatedException($"mdm command {name}")) { Hidden = true });
        return verb;
    }

    private static Verb Plain(string name, string description) =>
        new(name, description, $"macemu mdm command {name}", run => Send(run, _ => Request(name)));

    private static Verb WithUser(string name, string description, params (string Option, string Key, string Description)[] flags)
    {
        var user = Verb.Required("NAME", "the user's short name");
        var options = flags.Select(flag => (Option: Verb.Flag(flag.Option, flag.Description), flag.Key)).ToList();
        var verb = new Verb(name, description, $"macemu mdm command {name} bob", run => Send(run, _ =>
        {
            var request = Request(name);
            request["UserName"] = run.Value(user);
            foreach (var (option, key) in options)
                if (run.Value(option)) request[key] = true;
            return request;
        })) { user };
        foreach (var (option, _) in options) verb.Add(option);
        return verb;
    }

    private static Verb AccountConfiguration()
    {
        var admin = Verb.Valued("--admin", "NAME", "make this admin account, with --password");
        var password = Verb.Valued("--password", "PASSWORD", "its password; the server sends only a hash");
        var fullName = Verb.Valued("--full-name", "NAME", "its full name (the short one if left out)");
        var hidden = Verb.Flag("--hidden", "hide it");
        var skip = Verb.Flag("--skip-primary", "Setup Assistant makes no account");
        var regular = Verb.Flag("--primary-regular", "Setup Assistant's account is a standard user");
        return new Verb("AccountConfiguration", "say which accounts Setup Assistant makes", "macemu mdm command AccountConfiguration --admin itadmin --password pw-it --hidden", run =>
        {
            if ((run.Value(admin) is null) != (run.Value(password) is null)) throw new MacEmuException("mdm command AccountConfiguration: --admin and --password belong together");
            if (run.Value(admin) is null && (run.Value(hidden) || run.Value(fullName) is not null)) throw new MacEmuException("mdm command AccountConfiguration: --full-name and --hidden take --admin");
            if (run.Value(admin) is { } name) AccountNames.Check("mdm command AccountConfiguration: --admin", name);
            return Send(run, mac =>
            {
                var request = Request("AccountConfiguration");
                if (run.Value(skip)) request["SkipPrimarySetupAccountCreation"] = true;
                if (run.Value(regular)) request["SetPrimarySetupAccountAsRegularUser"] = true;
                if (run.Value(admin) is not { } shortName) return request;
                var account = new PlistDictionary { { "shortName", shortName }, { "passwordHash", mac.MdmCommands.HashOf(run.Value(password)!) } };
                if (run.Value(fullName) is { } full) account["fullName"] = full;
                if (run.Value(hidden)) account["hidden"] = true;
                request["AutoSetupAdminAccounts"] = new PlistArray([account]);
                return request;
            });
        }) { admin, password, fullName, hidden, skip, regular };
    }

    private static Verb SetAutoAdminPassword()
    {
        var password = Verb.Valued("--password", "PASSWORD", "the new password; the server sends only a hash", required: true);
        var guid = Verb.Valued("--guid", "UUID", "the account's GeneratedUID (if left out, the one that AccountConfiguration made)");
        return new Verb("SetAutoAdminPassword", "set the password of the admin that device management has made", "macemu mdm command SetAutoAdminPassword --password new", run => Send(run, mac =>
        {
            var request = Request("SetAutoAdminPassword");
            request["GUID"] = run.Value(guid) ?? mac.Enrollments.Current?.ManagedAdmin ?? throw new LifecycleException("device management has made no admin account");
            request["passwordHash"] = mac.MdmCommands.HashOf(run.Value(password)!);
            return request;
        })) { password, guid };
    }

    private static Verb Settings()
    {
        var deviceName = Verb.Valued("--device-name", "NAME", "what the Mac is called");
        var hostName = Verb.Valued("--host-name", "NAME", "its name in the network");
        var token = Verb.OneOf("--bootstrap-token", "whether the server takes bootstrap tokens (counts on macOS 10.15)", "allowed", "disallowed");
        return new Verb("Settings", "set names, or on 10.15 whether the server takes bootstrap tokens", "macemu mdm command Settings --device-name lab-7", run => Send(run, _ =>
        {
            var settings = new PlistArray();
            foreach (var (option, item) in ((System.CommandLine.Option<string?>, string)[])[(deviceName, "DeviceName"), (hostName, "HostName")])
                if (run.Value(option) is { } name) settings.Add(new PlistDictionary { ["Item"] = item, [item] = name });
            if (run.Value(token) is { } wanted)
                settings.Add(new PlistDictionary { ["Item"] = "MDMOptions", ["MDMOptions"] = new PlistDictionary { ["BootstrapTokenAllowed"] = wanted == "allowed" } });
            if (settings.Count == 0) throw new MacEmuException("mdm command Settings: say what to set");
            var request = Request("Settings");
            request["Settings"] = settings;
            return request;
        })) { deviceName, hostName, token };
    }

    private static Verb EraseDevice()
    {
        var pin = Verb.Valued("--pin", "PIN", "six characters, for Macs without T2 and Apple silicon");
        var behavior = Verb.OneOf("--behavior", "what happens where content can't be erased and macOS kept (Default if left out)", "Default", "DoNotObliterate", "ObliterateWithWarning", "Always");
        return new Verb("EraseDevice", "erase the Mac", "macemu mdm command EraseDevice --behavior DoNotObliterate", run => Send(run, _ =>
        {
            var request = Request("EraseDevice");
            if (run.Value(pin) is { } digits) request["PIN"] = digits;
            if (run.Value(behavior) is { } wanted) request["ObliterationBehavior"] = wanted;
            return request;
        })) { pin, behavior };
    }

    private static Verb ScheduleUpdate()
    {
        var to = Verb.Valued("--to", "VERSION", "the version", required: true);
        var action = Verb.OneOf("--action", "how it is installed (Default if left out)", "Default", "InstallASAP", "InstallForceRestart");
        return new Verb("ScheduleOSUpdate", "install a newer macOS; on Apple silicon the bootstrap token authorizes it", "macemu mdm command ScheduleOSUpdate --to 14.6", run => Send(run, _ =>
        {
            var update = new PlistDictionary { { "ProductVersion", run.Value(to)! } };
            if (run.Value(action) is { } wanted) update["InstallAction"] = wanted;
            var request = Request("ScheduleOSUpdate");
            request["Updates"] = new PlistArray([update]);
            return request;
        })) { to, action };
    }

    // What the server unlocks with is the key that it holds, unless something else is given.
    private static Verb RotateFileVaultKey()
    {
        var password = Verb.Valued("--password", "SECRET", "a user's password or the recovery key (if left out, the recovery key that the server holds)");
        var reply = Verb.Valued("--reply-certificate", "FILE", "whom the new key is encrypted to in the answer (one of the server's own if left out)");
        var institutional = Verb.Valued("--institutional", "FILE", "replace the institutional key by this certificate, instead of the personal one");
        return new Verb("RotateFileVaultKey", "have a recovery key of FileVault replaced", "macemu mdm command RotateFileVaultKey", run => Send(run, mac =>
        {
            var request = Request("RotateFileVaultKey");
            request["FileVaultUnlock"] = new PlistDictionary { ["Password"] = run.Value(password) ?? mac.MdmServer.EscrowedRecoveryKey ?? throw new LifecycleException("the server holds no recovery key; give --password") };
            request["KeyType"] = run.Value(institutional) is null ? "personal" : "institutional";
            if (run.Value(institutional) is { } file) request["NewCertificate"] = new PlistData(ProfileFiles.Read(file));
            else request["ReplyEncryptionCertificate"] = new PlistData(run.Value(reply) is { } own ? ProfileFiles.Read(own) : ServerCertificate());
            return request;
        })) { password, reply, institutional };
    }

    private static byte[] ServerCertificate()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=MDM server", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        return certificate.RawData;
    }

    private static Verb DeviceInformation()
    {
        var query = Verb.Valued("--query", "KEY[,KEY…]", "only these keys");
        return new Verb("DeviceInformation", "ask for facts about the Mac", "macemu mdm command DeviceInformation --query EACSPreflight,OSVersion", run => Send(run, _ =>
        {
            var request = Request("DeviceInformation");
            if (run.Value(query) is { } keys) request["Queries"] = new PlistArray(keys.Split(',').Select(key => new PlistString(key)));
            return request;
        })) { query };
    }

    private static PlistDictionary Request(string type) => new() { { "RequestType", type } };

    // An answer of Error counts as failed, and what it did (obliterate, say) stands.
    private static int Send(Invocation run, Func<Mac, PlistDictionary> request) => run.Event(mac =>
    {
        if (mac.Enrollments.Current is null) throw new LifecycleException("the Mac is not enrolled; do that with 'macemu mdm enroll'");
        if (mac.MdmCommands.Send(request(mac)) is not { } answer)
        {
            run.Console.OutLine("The server keeps the command until it reaches the Mac.");
            return Status.Good;
        }
        MdmVerb.Print(run.Console, answer);
        return answer.TryGetString("Status", out var status) && status == "Acknowledged" ? Status.Good : Status.CheckFailed;
    });
}
