using MacToolHost;

namespace Profiles;

/// <summary>Fetches certificates or the enrolment record anew (dossier profiles, 4.9).</summary>
internal static class Renew
{
    // Payloads whose certificates an authority issues; others come with the profile and change with it.
    private static readonly string[] Issued = ["com.apple.security.scep", "com.apple.security.acme", "com.apple.ADCertificate.managed"];

    public static int Run(Call call) => call.Type == ProfileType.Enrollment ? EnrollmentRecord.Renew(call) : Certificates(call);

    private static int Certificates(Call call)
    {
        if (call.Value(Grammar.Identifier) is not { } identifier) return call.Fail(Messages.IdentifierMissing);
        var installed = call.Mac.Profiles.Find(identifier, call.IsRoot ? null : call.Caller) ?? throw call.Undone(Messages.NotRenewed(identifier, Messages.NotFound(identifier)));
        if (installed.Profile.Payloads.Any(payload => Issued.Contains(payload.Type))) throw new NotEmulatedException("profiles renew of certificates");
        throw call.Undone(Messages.NotRenewed(identifier, Messages.NothingToRenew));
    }
}
