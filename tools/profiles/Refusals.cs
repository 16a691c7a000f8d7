using MacStateStore.DeviceManagement;

namespace Profiles;

/// <summary>
/// Numbers and words for profiles that are refused. Of the numbers only -60005 (not authorised) and 89 (not found) are known, of the
/// words those of 89 (docs/fidelity.md).
/// </summary>
internal static class Refusals
{
    private const int InvalidProfile = -204;
    private const int NotAuthorized = -60005;
    private const int PayloadNotInstalled = -319;
    private const int NotFound = 89;

    public static int StatusOf(ConfigurationProfileProblem problem) => problem switch
    {
        ConfigurationProfileProblem.NotAuthorized or ConfigurationProfileProblem.NotRemovable or ConfigurationProfileProblem.WrongRemovalPassword => NotAuthorized,
        ConfigurationProfileProblem.NeedsApprovedManagement or ConfigurationProfileProblem.AlreadyManaged or ConfigurationProfileProblem.MustBeSystemProfile => PayloadNotInstalled,
        ConfigurationProfileProblem.NotInstalled => NotFound,
        _ => InvalidProfile,
    };

    /// <summary>The reason in words; null where a Mac has none but the number.</summary>
    public static string? TextOf(ConfigurationProfileException error) => error.Message.Length > 0 ? error.Message : null;
}
