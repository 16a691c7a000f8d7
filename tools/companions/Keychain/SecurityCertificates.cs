using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MacStateStore.Credentials;
using MacToolHost;

namespace Companions;

/// <summary>Certificates in keychains, and signed messages.</summary>
internal static class SecurityCertificates
{
    public static int Find(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "ac:e:mpZh");
        if (options.Has('e')) throw new NotEmulatedException("security find-certificate -e");
        var found = Keychains(run, options).SelectMany(keychain => KeychainCertificates.In(run.Mac, keychain).Select(certificate => (keychain, certificate)))
            .Where(entry => options.Value('c') is not { } name || NameOf(entry.certificate).Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (!options.Has('a'))
        {
            if (found.Count == 0) return SecurityStatus.Fail(run, "SecKeychainSearchCopyNext", SecurityStatus.ItemNotFound);
            found = found[..1];
        }
        foreach (var (keychain, certificate) in found)
        {
            if (options.Has('Z')) run.Console.OutLine($"SHA-256 hash: {certificate.GetCertHashString(HashAlgorithmName.SHA256)}\nSHA-1 hash: {certificate.GetCertHashString(HashAlgorithmName.SHA1)}");
            if (options.Has('p')) run.Console.OutLine(certificate.ExportCertificatePem());
            else Print(run.Console, keychain, certificate);
        }
        return 0;
    }

    /// <summary>Only profiles bring certificates, and only with them these go.</summary>
    public static int Delete(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "c:Z:th");
        if ((options.Value('c') ?? options.Value('Z')) is not { } wanted) throw new SecurityUsageException();
        if (Keychains(run, options).SelectMany(keychain => KeychainCertificates.In(run.Mac, keychain)).Any(certificate =>
            options.Has('Z') ? wanted.Equals(certificate.GetCertHashString(HashAlgorithmName.SHA1), StringComparison.OrdinalIgnoreCase) || wanted.Equals(certificate.GetCertHashString(HashAlgorithmName.SHA256), StringComparison.OrdinalIgnoreCase)
            : NameOf(certificate).Contains(wanted, StringComparison.OrdinalIgnoreCase)))
            throw new NotEmulatedException("security delete-certificate of a certificate that a profile has brought");
        run.Console.ErrorLine($"Unable to delete certificate matching \"{wanted}\"");
        return 1;
    }

    public static int FindIdentity(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "p:s:vh");
        if (Keychains(run, options).Any(keychain => KeychainCertificates.Identities(run.Mac, keychain).Count > 0)) throw new NotEmulatedException("security find-identity where there are identities");
        if (!options.Has('v')) run.Console.OutLine($"\nPolicy: {PolicyOf(options.Value('p') ?? "basic")}\n  Matching identities\n     0 identities found\n\n  Valid identities only");
        run.Console.OutLine("     0 valid identities found");
        return 0;
    }

    public static int Cms(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "Di:o:nuh");
        if (!options.Has('D')) throw new NotEmulatedException("security cms without -D");
        var content = options.Value('i') is { } path ? MacFile.Read(run, path) : run.Console.ReadToEnd();
        if (content is null)
        {
            run.Console.ErrorLine($"security: unable to open \"{options.Value('i')}\" for reading: No such file or directory");
            return 1;
        }
        if (KeychainCertificates.SignedContent(content) is not { } signed)
        {
            run.Console.ErrorLine("security: failed to decode message");
            return 1;
        }
        if (options.Value('o') is not { } target) run.Console.Out(signed);
        else if (!MacFile.Write(run, target, signed))
        {
            run.Console.ErrorLine($"security: unable to open \"{target}\" for writing: Permission denied");
            return 1;
        }
        return 0;
    }

    private static Options Read(IReadOnlyList<string> words, string letters)
    {
        var options = Options.Read(words, letters);
        return options.Problem is null && !options.Has('h') ? options : throw new SecurityUsageException();
    }

    private static IReadOnlyList<string> Keychains(ToolRun run, Options options) =>
        options.Rest.Count > 0 ? [.. options.Rest.Select(name => run.Mac.Keychains.PathOf(name, run.User))] : run.Mac.Keychains.SearchList(run.User);

    private static string NameOf(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private static string PolicyOf(string policy) => policy switch
    {
        "codesigning" => "Code Signing",
        "ssl-client" => "SSL (client)",
        "ssl-server" => "SSL (server)",
        "smime" => "S/MIME",
        "basic" => "X.509 Basic",
        _ => policy,
    };

    private static void Print(ToolConsole console, string keychain, X509Certificate2 certificate)
    {
        KeychainPrinter.Head(console, keychain, 256, "0x80001000 ");
        var name = KeychainPrinter.Buffer(Encoding.UTF8.GetBytes(NameOf(certificate)));
        console.OutLine($"    \"alis\"<blob>={name}");
        console.OutLine("    \"cenc\"<uint32>=0x00000003 \n    \"ctyp\"<uint32>=0x00000001 ");
#pragma warning disable CA5350 // What macOS indexes certificates by.
        console.OutLine($"    \"hpky\"<blob>={KeychainPrinter.Buffer(SHA1.HashData(certificate.GetPublicKey()))}");
#pragma warning restore CA5350
        console.OutLine($"    \"issu\"<blob>={KeychainPrinter.Buffer(certificate.IssuerName.RawData)}");
        console.OutLine($"    \"labl\"<blob>={name}");
        var identifier = certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes.ToArray();
        console.OutLine($"    \"skid\"<blob>={(identifier is null ? "<NULL>" : KeychainPrinter.Buffer(identifier))}");
        console.OutLine($"    \"snbr\"<blob>={KeychainPrinter.Buffer(certificate.SerialNumberBytes.Span)}");
        console.OutLine($"    \"subj\"<blob>={KeychainPrinter.Buffer(certificate.SubjectName.RawData)}");
    }
}
