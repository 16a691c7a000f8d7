using MacStateStore.Releases;

namespace Sysadminctl;

/// <summary>
/// Where the SystemAdministration framework of a macOS version says that it was built: its errors name their source file and line
/// (dossier sysadminctl, 1.2). Rows without a recording take the form of their time; docs/fidelity.md names them.
/// </summary>
internal sealed record FrameworkSource(MacOSVersion From, string Folder, int RecordLine)
{
    private const int AuthenticatorLine = 94;

    private static readonly FrameworkSource[] All =
    [
        new(new(10, 13, 0), "/BuildRoot/Library/Caches/com.apple.xbs/Sources/Admin/Admin-674/", 496),
        new(new(10, 13, 3), "/BuildRoot/Library/Caches/com.apple.xbs/Sources/Admin/Admin-679/", 496),
        new(new(11, 0, 0), "/System/Volumes/Data/SWE/macOS/BuildRoots/d7e177bcf5/Library/Caches/com.apple.xbs/Sources/Admin/Admin-911/", 563),
        new(new(13, 0, 0), "/AppleInternal/Library/BuildRoots/d187755d-b9a3-11ef-83e5-aabfac210453/Library/Caches/com.apple.xbs/Sources/Admin/", 563),
        new(new(15, 4, 0), "/AppleInternal/Library/BuildRoots/01adf19d-fba1-11ef-a947-f2a857e00a32/Library/Caches/com.apple.xbs/Sources/Admin/", 563),
        new(new(26, 0, 0), "/AppleInternal/Library/BuildRoots/4~B5FeugCYEZd96X3zqIDDgARflf-BD_RFQt1Gd-I/Library/Caches/com.apple.xbs/Sources/Admin/", 563),
    ];

    /// <summary>The line for a password that was refused.</summary>
    public static string AuthenticationError(MacOSVersion os, int status) =>
        Messages.FrameworkError(status, Of(os).Folder + "DSAuthenticator.m", AuthenticatorLine);

    /// <summary>The line for a record that couldn't be made or written.</summary>
    public static string RecordError(MacOSVersion os, int status) =>
        Messages.FrameworkError(status, Of(os).Folder + "DSRecord.m", Of(os).RecordLine);

    private static FrameworkSource Of(MacOSVersion os) => Array.FindLast(All, source => os >= source.From) ?? All[0];
}
