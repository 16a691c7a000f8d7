using MacStateStore.Releases;

namespace Profiles;

/// <summary>Whether there are profiles, an enrolment, a bootstrap token (dossier profiles, 4.3).</summary>
internal static class Status
{
    public static int Run(Call call)
    {
        foreach (var text in call.Type switch
        {
            ProfileType.Enrollment => Enrollment(call),
            ProfileType.BootstrapToken => BootstrapToken(call),
            ProfileType.Provisioning => [Messages.NoProvisioningProfiles],
            ProfileType.Startup => [Messages.StartupProfiles(call.Mac.StartupProfiles.Names.Count)],
            _ => [call.Mac.Profiles.Count is > 0 and var count ? Messages.ProfilesOnSystem(count) : Messages.NoProfilesOnSystem],
        }) call.Say(text);
        return Call.Done;
    }

    private static IEnumerable<string> Enrollment(Call call)
    {
        var enrollment = call.Mac.Enrollments.Current;
        yield return Messages.EnrolledViaDep(enrollment is { IsAutomated: true });
        yield return Messages.MdmEnrollment(enrollment is null ? "No"
            : enrollment.IsUserApproved && call.Os.Has(Capability.EnrollmentStatusShowsApproval) ? "Yes (User Approved)" : "Yes");
        if (enrollment is not null && call.Os.Has(Capability.EnrollmentStatusShowsServer)) yield return Messages.MdmServer(enrollment.ServerUrl);
    }

    private static IEnumerable<string> BootstrapToken(Call call)
    {
        var token = call.Mac.BootstrapToken;
        yield return Messages.TokenSupported(token.IsSupported);
        // Whether escrow is told of where it isn't supported is a matter of release (cross-check 4).
        if (token.IsSupported || call.Os.Has(Capability.StatusAlwaysTellsOfEscrow)) yield return Messages.TokenIsEscrowed(token.IsSupported && token.IsEscrowed);
    }
}
