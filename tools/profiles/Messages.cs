using System.Globalization;

namespace Profiles;

/// <summary>
/// What profiles says, as on a Mac (dossier profiles). Texts marked "unseen" stand in for ones that nobody has recorded
/// (docs/fidelity.md).
/// </summary>
internal static class Messages
{
    public const string NeedsRoot = "profiles: this command requires root privileges";
    public const string MustBeRoot = "Must be running as root";
    public const string VerboseModeOn = "profiles: verbose mode ON";

    public const string NoProfiles = "There are no configuration profiles installed";
    public const string NoSystemProfiles = "There are no configuration profiles installed in the system domain";
    public const string NoProfilesOnSystem = "There are no configuration profiles installed on this system";
    public const string NoProvisioningProfiles = "There are no provisioning profiles installed"; // unseen

    public const string RecordHeading = "Device Enrollment configuration:";
    public const string NoRecord = "(null)";
    public const string NotDepEnabled = FetchError + ": Client is not DEP enabled.";
    public const string Undetermined = FetchError + ": We can't determine if this machine is DEP enabled.  Try again later.";
    public const string TooSoon = FetchError + " - Request too soon.  Try again later.";
    public const string ApsdInterrupted = "Bad response from apsd: Connection interrupted";
    public const string FromCache = "Note: Device Enrollment configuration from the local cache."; // unseen

    public const string AskAdminName = "Enter the admin user name:";
    public const string AskRemovalPassword = "Enter the profile removal password:"; // unseen
    public const string AskRemoveAll = "Are you sure you want to delete all configuration profiles?[y/n]:";

    public const string TokenNotSupported = "profiles: Bootstrap Token functionality is not supported on the server.";
    public const string TokenCreated = "profiles: Bootstrap Token created";
    public const string TokenEscrowing = "profiles: Bootstrap Token escrowing to server...";
    public const string TokenEscrowed = "profiles: Bootstrap Token escrowed";
    public const string TokenRemoved = "profiles: Bootstrap Token removed"; // unseen
    public const string TokenValidated = "profiles: Bootstrap Token validated.";
    public const string TokenPasswordRequired = "Error: Password is required.";
    public const string TokenNotAuthenticated = "Unable to authenticate user information";
    public const string TokenServerUnreachable = "profiles: Unable to contact the server."; // unseen
    public const string TokenMissingOnServer = "profiles: Bootstrap Token not found on server."; // unseen
    public const string TokenIsOnlyKey = "profiles: Bootstrap Token can't be removed."; // unseen

    public const string NothingToDo = "profiles: nothing to do; see 'profiles help'"; // unseen
    public const string NothingToRenew = "the profile has no certificate that could be renewed"; // unseen
    public const string PathMissing = "profiles: the option -path is missing"; // unseen
    public const string IdentifierMissing = "profiles: the option -identifier or -path is missing"; // unseen

    private const string FetchError = "Error fetching Device Enrollment configuration";

    /// <summary>The refusal of installing, with the name that the settings have in the release.</summary>
    public static string InstallsNoMore(string settings) => $"profiles tool no longer supports installs.  Use {settings} Profiles to add configuration profiles.";

    public static string AskAdminPassword(string name) => $"Enter the password for user '{name}':";

    public static string NoUserProfiles(string user) => $"There are no configuration profiles installed for user '{user}'";

    public static string Profiles(int count) => $"There are {Text(count)} configuration profiles installed"; // unseen

    public static string SystemProfiles(int count) => $"There are {Text(count)} system configuration profiles installed";

    public static string UserProfiles(int count, string user) => $"There are {Text(count)} user configuration profiles installed for '{user}'";

    public static string StartupProfiles(int count) => $"There are {(count == 0 ? "no" : Text(count))} startup profiles installed"; // unseen

    public static string ProfilesOnSystem(int count) => $"There are {Text(count)} configuration profiles installed on this system";

    /// <summary>An error of the service that knows the enrolment records.</summary>
    public static string CloudError(int code, string description) =>
        $"{FetchError}: ({Text(code)}) Error Domain=MCCloudConfigurationErrorDomain Code={Text(code)} \"{description}\" "
        + $"UserInfo={{NSLocalizedDescription={description}, CloudConfigurationErrorType=CloudConfigurationFatalError}}";

    public static string EnrolledViaDep(bool isAutomated) => $"Enrolled via DEP: {(isAutomated ? "Yes" : "No")}";

    public static string MdmEnrollment(string enrollment) => $"MDM enrollment: {enrollment}";

    public static string MdmServer(string url) => $"MDM server: {url}";

    public static string TokenSupported(bool isSupported) => $"profiles: Bootstrap Token supported on server: {YesNo(isSupported)}";

    public static string TokenIsEscrowed(bool isEscrowed) => $"profiles: Bootstrap Token escrowed to server: {YesNo(isEscrowed)}";

    public static string TokenNotVerified(int status) => $"Unable to verify token (err = {Text(status)}).";

    public static string Installing(string path, string? user) => $"profiles install profile {path} for user: {user ?? "(null)"}";

    public static string Installed(string path, string user, int status, string? text) =>
        $"profiles install for file:'{path}' and user:'{user}' returned {Text(status)} ({text ?? (status == 0 ? "(null)" : $"Error = {Text(status)}")})";

    /// <summary>By analogy with installing.</summary>
    public static string RemovedByIdentifier(string identifier, string user, int status, string text) =>
        $"profiles remove for identifier:'{identifier}' and user:'{user}' returned {Text(status)} ({text})";

    public static string RemovedByFile(string path, string user, int status, string text) =>
        $"profiles remove for file:'{path}' and user:'{user}' returned {Text(status)} ({text})";

    public static string NotRenewed(string identifier, string text) => $"profiles renew for identifier:'{identifier}' returned 1 ({text})"; // unseen

    public static string NotFound(string identifier) => $"Profile with identifier '{identifier}' not found.";

    public static string NoSuchFile(string name) => $"There is no startup profile '{name}'."; // unseen

    public static string CannotWrite(string path) => $"profiles: unable to write '{path}'"; // unseen

    public static string UnknownVerb(string verb) => $"profiles: unknown command '{verb}'; see 'profiles help'"; // unseen

    public static string UnknownType(string type) => $"profiles: unknown type '{type}'"; // unseen

    public static string WrongType(string verb, string type) => $"profiles: the command '{verb}' has no type '{type}'"; // unseen

    public static string Stray(string word) => $"profiles: unexpected argument '{word}'"; // unseen

    // What getopt_long_only says.
    public static string UnknownOption(string word) => $"profiles: unrecognized option `{word}'";

    public static string AmbiguousOption(string word) => $"profiles: option `{word}' is ambiguous";

    public static string LacksValue(string word) => $"profiles: option `{word}' requires an argument";

    public static string TakesNoValue(string name) => $"profiles: option `-{name}' doesn't allow an argument";

    public static string UnknownLetter(char letter) => $"profiles: illegal option -- {letter}";

    public static string LetterLacksValue(char letter) => $"profiles: option requires an argument -- {letter}";

    private static string YesNo(bool value) => value ? "YES" : "NO";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
