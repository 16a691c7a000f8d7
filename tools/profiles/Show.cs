namespace Profiles;

/// <summary>Profiles with all that may be seen of them, or the enrolment record (dossier profiles, 4.5).</summary>
internal static class Show
{
    public static int Run(Call call) => call.Type switch
    {
        ProfileType.Enrollment => EnrollmentRecord.Show(call),
        ProfileType.Provisioning => List.Nothing(call, Messages.NoProvisioningProfiles),
        ProfileType.Startup => StartupProfileFiles.List(call),
        _ => Listing.Print(call, isExpanded: true),
    };
}
