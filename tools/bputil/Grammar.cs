using MacStateStore.Releases;

namespace Bputil;

/// <summary>An option of bputil.</summary>
/// <param name="Letter">Its letter.</param>
/// <param name="Name">Its long name, without dashes.</param>
/// <param name="ValueName">What follows it, as the usage names it; null for nothing.</param>
/// <param name="Help">Its lines of the usage.</param>
internal sealed record Option(char Letter, string Name, string? ValueName, params IReadOnlyList<string> Help)
{
    /// <summary>What a release must have to know it; null for every release.</summary>
    public Capability? Since { get; init; }

    /// <summary>How it is named in messages.</summary>
    public string Display => $"-{Letter}";
}

/// <summary>Every option (dossier bputil, 2).</summary>
internal static class Grammar
{
    private const string Recreates = "Passing this option will explicitly recreate the LocalPolicy, only the options specified via this tool will exist in the output local policy";
    private const string ToReduced = "Automatically downgrades to Reduced Security mode if not already true";
    private const string ToPermissive = "Automatically downgrades to Permissive Security mode if not already true";

    public static readonly Option User = new('u', "username", "<username>",
        "Used to specify the username for a user with access to the signing key to authenticate the change",
        "If this is specified, the below password option is required too", "If this is not specified, an interactive prompt will request the username");
    public static readonly Option Password = new('p', "password", "<password>",
        "Used to specify the password for a user with access to the signing key to authenticate the change",
        "If this is specified, the above username option is required too", "If this is not specified, an interactive prompt will request the password");
    public static readonly Option Group = new('v', "vuid", "<AABBCCDD-EEFF-0011-2233-445566778899>",
        "Set the Volume Group UUID value", "If no option is specified, the default value of Volume Group UUID will be set to the APFS volume group UUID of the running OS",
        "Volume Group UUID for a given OS can be found with 'diskutil apfs listVolumeGroups'");
    public static readonly Option Debug = new('l', "debug-logging", null, "Enables verbose logging to assist in debugging any issues associated with changing the policy");
    public static readonly Option Display = new('d', "display-policy", null,
        "Display the local policy. If the system has multiple bootable volumes, an interactive prompt will ask you to specify a volume");
    public static readonly Option DisplayAll = new('e', "display-all-policies", null, "Display the local policies of all bootable volumes") { Since = Capability.BputilDisplaysAll };
    public static readonly Option Json = new('j', "json", null, "Print the policies as JSON; only together with -d or -e") { Since = Capability.BputilPrintsJson };
    public static readonly Option Remove = new('r', "remove", "<AABBCCDD-EEFF-0011-2233-445566778899>", "Remove the local policies of macOS and its paired recoveryOS for a Volume Group UUID") { Since = Capability.BputilPrintsJson };
    public static readonly Option CleanUp = new('z', "cleanup", null, "Remove the local policies of all volume groups that are not present") { Since = Capability.BputilCleansUp };
    public static readonly Option Full = new('f', "full-security", null, "Changes security mode to Full Security. This option is mutually exclusive with all options below which cause security downgrades");
    public static readonly Option Reduced = new('g', "reduced-security", null, "Changes security mode to Reduced Security", Recreates);
    public static readonly Option Permissive = new('n', "permissive-security", null, "Changes security mode to Permissive Security", Recreates);
    public static readonly Option Mdm = new('m', "enable-mdm", null, "Enables MDM management of software updates & kernel extensions", ToReduced);
    public static readonly Option Kexts = new('k', "enable-kexts", null, "Enables trust in locally SEP-signed AuxilaryKernelCache that contains 3rd party kexts", ToReduced);
    public static readonly Option NoCtrr = new('c', "disable-kernel-ctrr", null, "Disables the enforcement of the Configurable Text Read-only Region that protects Kernel code", ToPermissive);
    public static readonly Option BootArgs = new('a', "disable-boot-args-restriction", null, "Enables sending custom boot args to the kernel", ToPermissive);
    public static readonly Option NoSeal = new('s', "disable-ssv", null, "Disables Signed System Volume integrity checks", ToPermissive, "NOTE: SSV cannot be disabled while FileVault is enabled");
    public static readonly Option Help = new('h', "help", null);

    /// <summary>All, in the order of the usage.</summary>
    public static readonly IReadOnlyList<Option> All =
        [User, Password, Group, Debug, Display, DisplayAll, Json, Remove, CleanUp, Full, Reduced, Permissive, Mdm, Kexts, NoCtrr, BootArgs, NoSeal, Help];

    /// <summary>Those that lower the security.</summary>
    public static readonly IReadOnlyList<Option> Downgrades = [Reduced, Permissive, Mdm, Kexts, NoCtrr, BootArgs, NoSeal];
}
