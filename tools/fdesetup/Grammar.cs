using MacStateStore.Releases;

namespace Fdesetup;

/// <summary>An option.</summary>
/// <param name="Name">Its name without the dash.</param>
/// <param name="ValueName">What follows it, for the help; null where nothing does.</param>
internal sealed record Option(string Name, string? ValueName = null)
{
    /// <summary>What a release must have to know it.</summary>
    public Capability? Since { get; init; }
}

/// <summary>What fdesetup is asked to do.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Run">Does it.</param>
/// <param name="Options">What may be said beside it.</param>
internal sealed record Verb(string Name, Func<Call, int> Run, params IReadOnlyList<Option> Options)
{
    /// <summary>Whether only root may.</summary>
    public bool NeedsRoot { get; init; } = true;
}

/// <summary>Verbs and options (dossier fdesetup, 2, 5, 6 and 12): parsing and help come from these tables.</summary>
internal static class Grammar
{
    public static readonly Option Verbose = new("verbose");
    public static readonly Option Extended = new("extended");
    public static readonly Option Offline = new("offline");
    public static readonly Option User = new("user", "username");
    public static readonly Option UserToAdd = new("usertoadd", "added_username");
    public static readonly Option Uuid = new("uuid", "user_uuid");
    public static readonly Option InputPlist = new("inputplist");
    public static readonly Option OutputPlist = new("outputplist");
    public static readonly Option Prompt = new("prompt");
    public static readonly Option ForceRestart = new("forcerestart");
    public static readonly Option AuthRestart = new("authrestart");
    public static readonly Option Keychain = new("keychain");
    public static readonly Option Certificate = new("certificate", "path_to_cer_file");
    public static readonly Option Key = new("key", "path_to_keychain_file");
    public static readonly Option Defer = new("defer", "file_path");
    public static readonly Option ForceAtLogin = new("forceatlogin", "max_cancel_attempts");
    public static readonly Option DontAskAtLogout = new("dontaskatlogout");
    public static readonly Option ShowRecoveryKey = new("showrecoverykey") { Since = Capability.FdesetupAsksToShowRecoveryKey };
    public static readonly Option NoRecoveryKey = new("norecoverykey");
    public static readonly Option Personal = new("personal");
    public static readonly Option Institutional = new("institutional");
    public static readonly Option Device = new("device", "bsdname_mount_path_uuid");
    public static readonly Option DelayMinutes = new("delayminutes", "number_of_minutes_to_delay");

    /// <summary>The verbs in the order of the manual.</summary>
    public static readonly Verb[] Verbs =
    [
        new("help", Help.Run, Verbose) { NeedsRoot = false },
        new("list", List.Run, Extended, Offline, Verbose),
        new("enable", Enable.Run, User, UserToAdd, InputPlist, OutputPlist, Prompt, ForceRestart, AuthRestart, Keychain, Certificate, Defer, ForceAtLogin, DontAskAtLogout,
            ShowRecoveryKey, NoRecoveryKey, Verbose),
        new("disable", Disable.Run, User, InputPlist, Verbose),
        new("status", ShowStatus.Run, Extended, Verbose) { NeedsRoot = false },
        new("sync", Sync.Run, Verbose),
        new("add", Add.Run, UserToAdd, User, InputPlist, Verbose),
        new("remove", Remove.Run, Uuid, User, Verbose),
        new("changerecovery", ChangeRecovery.Run, Personal, Institutional, User, Keychain, Certificate, Key, InputPlist, OutputPlist, NoRecoveryKey, Verbose),
        new("removerecovery", RemoveRecovery.Run, Personal, Institutional, User, Key, InputPlist, Verbose),
        new("authrestart", AuthRestarting.Run, InputPlist, User, DelayMinutes, Verbose),
        new("isactive", IsActive.Run, Verbose) { NeedsRoot = false },
        new("haspersonalrecoverykey", HasRecoveryKey.Personal, Device, Verbose),
        new("hasinstitutionalrecoverykey", HasRecoveryKey.Institutional, Device, Verbose),
        new("usingrecoverykey", UsingRecoveryKey.Run, Verbose),
        new("supportsauthrestart", SupportsAuthRestart.Run, Verbose) { NeedsRoot = false },
        new("validaterecovery", ValidateRecovery.Run, InputPlist, Verbose),
        new("showdeferralinfo", ShowDeferralInfo.Run, Verbose),
        new("version", Version.Run, Verbose) { NeedsRoot = false },
    ];
}
