namespace Companions;

/// <summary>What <c>defaults</c> says (memory of the real tool; the forms of <c>read</c> and <c>write</c> are seen in public scripts).</summary>
internal static class DefaultsText
{
    public const string NoDictionary = "Rep argument is not a dictionary\nDefaults have not been changed.";
    public const string NoSource = "\nNeed a path to read from";
    public const string NoTarget = "\nNeed a path to write to";

    public const string Usage = """
        Command line interface to a user's defaults.
        Syntax:

        'defaults' [-currentHost | -host <hostname>] followed by one of the following:

          read                                 shows all defaults
          read <domain>                        shows defaults for given domain
          read <domain> <key>                  shows defaults for given domain, key

          read-type <domain> <key>             shows the type for the given domain, key

          write <domain> <domain_rep>          writes domain (overwrites existing)
          write <domain> <key> <value>         writes key for domain

          rename <domain> <old_key> <new_key>  renames old_key to new_key

          delete <domain>                      deletes domain
          delete <domain> <key>                deletes key in domain

          import <domain> <path to plist>      writes the plist at path to domain
          import <domain> -                    writes a plist from stdin to domain
          export <domain> <path to plist>      saves domain as a binary plist to path
          export <domain> -                    writes domain as an xml plist to stdout
          domains                              lists all domains
          find <word>                          lists all entries containing word
          help                                 print this help

        <domain> is ( <domain_name> | -app <application_name> | -globalDomain )
                 or a path to a file omitting the '.plist' extension

        <value> is one of:
          <value_rep>
          -string <string_value>
          -data <hex_digits>
          -int[eger] <integer_value>
          -float  <floating-point_value>
          -bool[ean] (true | false | yes | no)
          -date <date_rep>
          -array <value1> <value2> ...
          -array-add <value1> <value2> ...
          -dict <key1> <value1> <key2> <value2> ...
          -dict-add <key1> <value1> ...

        """;

    public static string NoDomain(string domain) => $"\nDomain {domain} does not exist";

    public static string NoPair(string domain, string key) => $"\nThe domain/default pair of ({domain}, {key}) does not exist";

    public static string NoKey(string domain, string key) => $"Key {key} does not exist in domain {domain}; leaving defaults unchanged";

    public static string NotFound(string domain) => $"\nDomain ({domain}) not found.\nDefaults have not been changed.";

    public static string NotWritten(string domain) => $"\nCould not write domain {domain}; exiting";

    public static string NotExported(string domain, string path) => $"Could not export domain {domain} to {path}";

    public static string NotGrowing(string key, string kind) => $"Value for key {key} is not {(kind == "array" ? "an array" : "a dictionary")}; cannot append.  Leaving defaults unchanged.";

    public static string Unexpected(string argument) => $"Unexpected argument {argument}; leaving defaults unchanged.";

    public static string Unreadable(string text) => $"Could not parse: {text}.  Try single-quoting it.";

    public static string NoApplication(string name) => $"Couldn't find an application named \"{name}\"; defaults unchanged";

    public static string NothingFound(string word) => $"No domain, key, nor value containing '{word}'";

    public static string NoData(string path) => $"Could not read data from {path}";

    public static string BadData(string path, string reason) => $"Could not parse property list from {path} due to {reason}";

    public static string NoDictionaryIn(string value) => $"Property list {value} was not a dictionary\nDefaults have not been changed.";
}
