using MacStateStore.Releases;

namespace Profiles;

/// <summary>What a verb works on.</summary>
internal enum ProfileType
{
    Configuration,
    Provisioning,
    Enrollment,
    BootstrapToken,
    Startup,
}

/// <summary>An option of the syntax with verbs.</summary>
/// <param name="Name">Its name without the dash.</param>
/// <param name="Help">What the help says of it; null where the help leaves it out.</param>
/// <param name="TakesValue">Whether a value follows.</param>
internal sealed record Option(string Name, string? Help, bool TakesValue = true)
{
    /// <summary>Whether the value is a password.</summary>
    public bool IsSecret { get; init; }
    /// <summary>What a release must have for its help to name the option.</summary>
    public Capability? HelpSince { get; init; }
    /// <summary>What a release must have to know the option.</summary>
    public Capability? Since { get; init; }
}

/// <summary>What profiles is asked to do.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Help">What the help says of it.</param>
/// <param name="Run">Does it.</param>
/// <param name="Types">What it can work on.</param>
internal sealed record Verb(string Name, string Help, Func<Call, int> Run, params IReadOnlyList<ProfileType> Types)
{
    /// <summary>What a release must have for its help to name the verb.</summary>
    public Capability? HelpSince { get; init; }
    /// <summary>The capability that a release must have to know the verb at all.</summary>
    public Capability? Since { get; init; }
}

/// <summary>A letter of the older syntax that says what to do.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="Verb">The verb that does the same.</param>
/// <param name="Type">On what.</param>
/// <param name="Flags">Options that it implies.</param>
internal sealed record Mode(char Letter, string Verb, ProfileType Type, params IReadOnlyList<Option> Flags);

/// <summary>Verbs, options and letters (dossier profiles, 2 and 6): parsing and help come from these tables.</summary>
internal static class Grammar
{
    public static readonly Option Type = new("type", null);
    public static readonly Option User = new("user", "short user name");
    public static readonly Option Password = new("password", "password") { IsSecret = true, HelpSince = Capability.ProfilesToolValidates };
    public static readonly Option Identifier = new("identifier", "profile identifier");
    public static readonly Option Path = new("path", "file path");
    public static readonly Option Uuid = new("uuid", "profile UUID");
    public static readonly Option EnrolledUser = new("enrolledUser", "enrolled user name");
    public static readonly Option Verbose = new("verbose", "enable verbose mode", TakesValue: false);
    public static readonly Option Forced = new("forced", "when removing profiles, automatically confirms requests", TakesValue: false);
    public static readonly Option All = new("all", "select all profiles", TakesValue: false);
    public static readonly Option Quiet = new("quiet", "enable quiet mode", TakesValue: false);
    public static readonly Option Output = new("output", null);
    public static readonly Option Cached = new("cached", null, TakesValue: false) { Since = Capability.EnrollmentRecordIsCached };

    /// <summary>Only letters ask for it: the Mac's own profiles, whoever asks.</summary>
    public static readonly Option Device = new("", null, TakesValue: false);

    /// <summary>The options in the order of the help.</summary>
    public static readonly Option[] Options = [Type, User, Password, Identifier, Path, Uuid, EnrolledUser, Verbose, Forced, All, Quiet, Output, Cached];

    /// <summary>The verbs in the order of the help.</summary>
    public static readonly Verb[] Verbs =
    [
        new("help", "", call => Help.Print(call.Run), Enum.GetValues<ProfileType>()),
        new("status", "indicates if profiles are installed", Status.Run, Enum.GetValues<ProfileType>()),
        new("list", "list profile information", List.Run, ProfileType.Configuration, ProfileType.Provisioning, ProfileType.Startup),
        new("show", "show expanded profile information", Show.Run, ProfileType.Configuration, ProfileType.Provisioning, ProfileType.Enrollment, ProfileType.Startup),
        new("install", "install profile", Install.Run, ProfileType.Configuration, ProfileType.Provisioning, ProfileType.BootstrapToken, ProfileType.Startup)
        {
            HelpSince = Capability.ProfilesInstallsProfiles,
        },
        new("remove", "remove profile", Remove.Run, ProfileType.Configuration, ProfileType.Provisioning, ProfileType.BootstrapToken, ProfileType.Startup),
        new("sync", "synchronize installed configuration profiles with known users", Sync.Run, ProfileType.Configuration),
        new("renew", "renew configuration profile installed certificate", Renew.Run, ProfileType.Configuration, ProfileType.Enrollment),
        new("validate", "validation of provisioning profile or DEP server enrollment information", Validate.Run, ProfileType.Provisioning, ProfileType.Enrollment, ProfileType.BootstrapToken)
        {
            HelpSince = Capability.ProfilesToolValidates,
            Since = Capability.HasBootstrapToken,
        },
        new("version", "display tool version number", Version.Run, Enum.GetValues<ProfileType>()),
    ];

    /// <summary>The letters that say what to do; of several the first here counts.</summary>
    public static readonly Mode[] Modes =
    [
        new('h', "help", ProfileType.Configuration), new('x', "version", ProfileType.Configuration),
        new('I', "install", ProfileType.Configuration), new('i', "install", ProfileType.Provisioning), new('s', "install", ProfileType.Startup),
        new('V', "validate", ProfileType.Provisioning),
        new('R', "remove", ProfileType.Configuration), new('r', "remove", ProfileType.Provisioning),
        new('D', "remove", ProfileType.Configuration, All), new('d', "remove", ProfileType.Provisioning, All),
        new('L', "list", ProfileType.Configuration), new('P', "list", ProfileType.Configuration, All), new('C', "list", ProfileType.Configuration, Device),
        new('c', "list", ProfileType.Provisioning),
        new('H', "status", ProfileType.Configuration), new('e', "show", ProfileType.Enrollment),
        new('N', "renew", ProfileType.Enrollment), new('W', "renew", ProfileType.Configuration), new('S', "sync", ProfileType.Configuration),
    ];

    /// <summary>The other letters.</summary>
    public static readonly Dictionary<char, Option> Letters = new()
    {
        ['F'] = Path,
        ['U'] = User,
        ['p'] = Identifier,
        ['u'] = Uuid,
        ['o'] = Output,
        ['Y'] = EnrolledUser,
        ['z'] = Password,
        ['f'] = Forced,
        ['v'] = Verbose,
    };

    /// <summary>What a release must have to know a type; null for every release.</summary>
    public static Capability? NeededFor(ProfileType type) => type switch
    {
        ProfileType.BootstrapToken => Capability.HasBootstrapToken,
        ProfileType.Startup => Capability.ProfilesInstallsProfiles,
        _ => null,
    };

    /// <summary>A type as it is typed.</summary>
    public static string NameOf(ProfileType type) => TypeNames[(int)type];

    /// <summary>The type of a name in a release; null where it has none such.</summary>
    public static ProfileType? TypeOf(string name, MacOSVersion os) =>
        Array.IndexOf(TypeNames, name) is >= 0 and var place && (NeededFor((ProfileType)place) is not { } needed || os.Has(needed)) ? (ProfileType)place : null;

    // In the order of the types.
    private static readonly string[] TypeNames = ["configuration", "provisioning", "enrollment", "bootstraptoken", "startup"];
}
