using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fdesetup;

/// <summary>Whether there is a recovery key (dossier fdesetup, 5.4).</summary>
internal static class HasRecoveryKey
{
    public static int Personal(Call call) => Run(call, call.FileVault.HasPersonalRecoveryKey);

    public static int Institutional(Call call)
    {
        // On CoreStorage the question about a device is answered by the hash of the public key.
        if (call.FileVault is { IsCoreStorage: true, HasInstitutionalRecoveryKey: true, InstitutionalCertificate: { } file } && call.Has(Grammar.Device) && Device.IsKnown(call))
        {
            using var certificate = X509CertificateLoader.LoadCertificate(file);
#pragma warning disable CA5350 // The tool's own choice.
            call.Say(Convert.ToHexString(SHA1.HashData(certificate.GetPublicKey())));
#pragma warning restore CA5350
            return Status.Good;
        }
        return Run(call, call.FileVault.HasInstitutionalRecoveryKey);
    }

    private static int Run(Call call, bool has)
    {
        call.TraceDevice();
        var isKnown = Device.IsKnown(call);
        call.Answer(has && isKnown);
        return isKnown ? Status.Good : Status.NothingAtDevice;
    }
}
