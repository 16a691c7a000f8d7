using MacToolHost.Declarations;

namespace Dscl;

/// <summary>What dscl can be asked for, and how sure we are of it (docs/coverage.md).</summary>
internal static class Declared
{
    // What a Mac was seen to do with them; the rest of the tables is the manual's and Apple's published source.
    private const string Recorded =
        """
        * -u -P
        read
        readpl
        list
        search
        create
        append
        delete
        change
        passwd
        authonly
        """;

    // The plug-in's layout was never seen (dossier dscl, section 11).
    private const string Inferred =
        """
        mcxread
        mcxexport
        """;

    private const string Missing =
        """
        partly create: not in the node /Configure
        partly delete: not a whole node
        partly -f: not in interactive mode
        partly mcxset: not without a value
        partly mcxedit: not without a value
        partly mcximport: one file at a time
        partly mcxread -v: not version 2
        partly mcxset -v: not version 2
        partly mcxedit -v: not version 2
        partly mcxdelete -v: not version 2
        partly mcxdeleteall -v: not version 2
        partly mcxexport -v: not version 2
        partly mcximport -v: not version 2
        """;

    public static Declaration Declare() => Declaration.Of("dscl",
    [
        .. Option.All.Append(new Option(Option.AppleVersion, null, null)).Select(option => new Feature("", option.Name)),
        .. Verb.All.SelectMany(verb => McxOptions(verb).Select(option => new Feature(verb.Name, option)).Prepend(new Feature(verb.Name, "") { Aliases = [.. verb.Names.Skip(1)] })),
    ], Recorded, Inferred, Missing);

    private static string[] McxOptions(Verb verb) => verb.Arguments.Contains("[optArgs]", StringComparison.Ordinal) ? McxArguments.Options : [];
}
