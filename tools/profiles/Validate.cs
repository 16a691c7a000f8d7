using MacToolHost;

namespace Profiles;

/// <summary>Checks the bootstrap token or the enrolment with the server (dossier profiles, 4.10).</summary>
internal static class Validate
{
    public static int Run(Call call) => call.Type switch
    {
        ProfileType.BootstrapToken => BootstrapTokens.Validate(call),
        ProfileType.Enrollment => EnrollmentRecord.Renew(call), // the record can't have changed since it was made, so there is nothing to tell
        _ => throw new NotEmulatedException($"profiles {(call.Line.IsLetters ? call.Run.Arguments[0] : "validate")} of provisioning profiles"),
    };
}
