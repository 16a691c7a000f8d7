using MacStateStore.FileVault;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacToolHost;

namespace Fdesetup;

/// <summary>Who can unlock the volume (dossier fdesetup, 5.3): the rows of the volume's crypto users, in their order.</summary>
internal static class List
{
    private const string Nobody = "(null)";

    public static int Run(Call call)
    {
        if (call.Has(Grammar.Offline))
            throw call.FileVault.IsCoreStorage ? new NotEmulatedException("fdesetup list -offline") : call.Refused(Messages.NotOnApfs);
        call.TraceDevice();
        if (call.FileVault.IsCoreStorage && call.FileVault.CryptoUsers.Count == 0) throw call.Refused(Messages.Of(new FileVaultException(FileVaultProblem.Off), isCoreStorage: true));
        foreach (var line in call.Has(Grammar.Extended) ? Table(call) : Names(call)) call.Say(line);
        return Status.Good;
    }

    private static IEnumerable<string> Names(Call call)
    {
        var people = call.FileVault.People.ToDictionary(person => person.User.Uuid, person => person.Record?.Name);
        foreach (var user in call.FileVault.CryptoUsers)
        {
            if (people.TryGetValue(user.Uuid, out var name))
            {
                if (name is not null) yield return $"{name},{user.Uuid}";
                else if (call.FileVault.IsCoreStorage) yield return $"{user.Uuid},{user.Uuid}";
            }
            else if (user.Type == CryptoUserType.PersonalRecovery && call.Has(Capability.FdesetupListsRecoveryKey)) yield return $"{Nobody},{user.Uuid}";
        }
    }

    private static IEnumerable<string> Table(Call call)
    {
        var width = call.FileVault.IsCoreStorage ? 24 : 41;
        yield return Row("ESCROW", "UUID", "TYPE", "USER");
        foreach (var user in call.FileVault.CryptoUsers)
        {
            var record = user.Type is CryptoUserType.LocalOpenDirectory or CryptoUserType.InstallUser ? call.FileVault.RecordOf(user.Uuid) : null;
            var isEscrowed = user.Type == CryptoUserType.PersonalRecovery && call.FileVault.Escrow.HasKey;
            yield return Row(isEscrowed ? "YES" : "", user.Uuid, TypeOf(user.Type, record is not null), record?.Name ?? "");
        }

        string Row(string escrow, string uuid, string type, string name) => $"{escrow,-8}{uuid,-36}{type.PadLeft(width)} {name}".TrimEnd();
    }

    private static string TypeOf(CryptoUserType type, bool hasRecord) => type switch
    {
        CryptoUserType.PersonalRecovery => "Personal Recovery Record",
        CryptoUserType.InstitutionalRecovery => "Institutional Recovery Record",
        CryptoUserType.MDMRecovery => "Bootstrap Token",
        CryptoUserType.iCloudRecovery => "iCloud Recovery Record",
        CryptoUserType.iCloudRecoveryExternalKey => "iCloud Recovery External Key",
        CryptoUserType.Disk => "Disk Passphrase User",
        _ => hasRecord ? "OS User" : "Unknown User",
    };
}
