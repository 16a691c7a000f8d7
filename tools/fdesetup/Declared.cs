using MacToolHost.Declarations;

namespace Fdesetup;

/// <summary>What fdesetup can be asked for, and how sure we are of it (docs/coverage.md).</summary>
internal static class Declared
{
    private const string Recorded =
        """
        list -extended
        enable -user
        disable
        status -extended -verbose
        add -usertoadd -inputplist -verbose
        remove -uuid
        changerecovery -personal -inputplist -norecoverykey -verbose
        isactive
        hasinstitutionalrecoverykey
        usingrecoverykey
        validaterecovery
        showdeferralinfo
        """;

    // What they print or end with was never seen (dossier fdesetup, 5.9, 6 and 12).
    private const string Inferred =
        """
        help
        sync
        removerecovery
        hasinstitutionalrecoverykey -device
        haspersonalrecoverykey -device
        list -offline
        enable -prompt -forcerestart -keychain -certificate
        changerecovery -keychain -certificate -key
        """;

    private const string Missing =
        """
        not version: what it prints is unknown
        partly haspersonalrecoverykey -device: the started system's volume alone
        partly hasinstitutionalrecoverykey -device: the started system's volume alone
        partly list -offline: not on CoreStorage
        partly status -extended: not on CoreStorage
        """;

    public static Declaration Declare() => Declaration.Of("fdesetup",
        Grammar.Verbs.SelectMany(verb => verb.Options.Select(option => new Feature(verb.Name, "-" + option.Name).From(option.Since)).Prepend(new Feature(verb.Name, ""))),
        Recorded, Inferred, Missing);
}
