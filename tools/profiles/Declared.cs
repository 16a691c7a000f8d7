using MacToolHost.Declarations;

namespace Profiles;

/// <summary>What profiles can be asked for, and how sure we are of it (docs/coverage.md).</summary>
internal static class Declared
{
    private const string Recorded =
        """
        help
        status -type configuration -type enrollment -type bootstraptoken
        list
        show -type configuration -type enrollment
        install -type configuration -type bootstraptoken
        validate -type bootstraptoken
        version
        * -user -password -path -all -output -F -o -v
        -I
        -P
        -C
        """;

    private const string Inferred =
        """
        version
        sync
        renew
        -D
        -d
        -V
        -x
        """;

    private const string Missing =
        """
        partly renew: not certificates that an authority issued
        not install -type provisioning
        not remove -type provisioning
        not validate -type provisioning
        not -i
        not -r
        not -V
        """;

    public static Declaration Declare() => Declaration.Of("profiles",
    [
        .. Grammar.Verbs.SelectMany(verb => Types(verb).Select(type => OfType(verb.Name, type).From(verb.Since)).Prepend(new Feature(verb.Name, "").From(verb.Since))),
        .. Grammar.Options.Where(option => option != Grammar.Type).Select(option => new Feature("", "-" + option.Name).From(option.Since)),
        .. Grammar.Modes.Select(mode => new Feature($"-{mode.Letter}", "").From(Grammar.NeededFor(mode.Type))),
        .. Grammar.Letters.Select(letter => new Feature("", $"-{letter.Key}").From(letter.Value.Since)),
    ], Recorded, Inferred, Missing);

    // A verb that takes all of them doesn't look at which.
    private static IEnumerable<ProfileType> Types(Verb verb) => verb.Name is "help" or "version" ? [] : verb.Types;

    private static Feature OfType(string verb, ProfileType type) => new Feature(verb, $"-type {Grammar.NameOf(type)}").From(Grammar.NeededFor(type));
}
