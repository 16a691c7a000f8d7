using MacStateStore.FileVault;
using MacToolHost;

namespace Fdesetup;

/// <summary>
/// The certificate of an institutional recovery key: out of the FileVaultMaster keychain with -keychain, or from a file or the property
/// list, which then becomes that keychain (dossier fdesetup, 6).
/// </summary>
internal static class InstitutionalKey
{
    private const string FormerSuffix = ".old";

    /// <summary>The file with the certificate; null where none is asked for.</summary>
    public static byte[]? Of(Call call, int failure)
    {
        if (call.Has(Grammar.Keychain)) return ReadKeychain(call, failure);
        if (call.Value(Grammar.Certificate) is { } path) return call.ReadFile(path, failure);
        if (call.Input.Certificate is { } certificate) return certificate;
        // A keychain that nobody speaks of is taken for an oversight.
        return !FileVaultOnDisk.HasMasterKeychain(call.Mac) || failure != Status.CannotEnableKeychain ? null : throw call.Refused(Messages.UnexpectedKeychain);
    }

    /// <summary>Keeps a certificate that came otherwise as the FileVaultMaster keychain, and moves a former one away.</summary>
    public static void Keep(Call call, byte[]? certificate)
    {
        if (certificate is null || call.Has(Grammar.Keychain)) return;
        var place = MachineFolder.Locate(call.Mac.Path, MasterKeychain.Path);
        try
        {
            if (File.Exists(place)) File.Move(place, place + FormerSuffix, overwrite: true);
            else if (Directory.Exists(place)) throw new IOException();
            using var read = MasterKeychain.CertificateIn(certificate);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            call.FileVault.Files.Write(MasterKeychain.Path, MasterKeychain.For(read.RawData));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw call.Refused(Messages.CannotMoveKeychain);
        }
    }

    private static byte[] ReadKeychain(Call call, int failure)
    {
        try
        {
            return FileVaultOnDisk.MasterKeychainOf(call.Mac) ?? throw new IOException();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw call.Refused(failure == Status.CannotEnableKeychain ? Messages.CannotEnableKeychain : Messages.CannotUseKeychain);
        }
    }
}
