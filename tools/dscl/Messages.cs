using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary>What dscl prints beside answers. Which stream each goes to is part of it (dossier dscl, section 3).</summary>
internal static class Messages
{
    /// <summary>Standard output, exit status 0.</summary>
    public const string RemoteHostFailed = "Cannot open remote host, error: DSOpenDirServiceErr";
    /// <summary>Standard output, exit status 0.</summary>
    public const string SearchNeedsContainer = "You can only search a node or record type path.";
    /// <summary>Standard output, where no data source was named.</summary>
    public const string Banner = "Entering interactive mode... (type \"help\" for commands)";
    /// <summary>Standard output, at the end of the interactive mode.</summary>
    public const string Goodbye = "Goodbye";
    /// <summary>Standard output.</summary>
    public const string NoOtherDirectory = "pushd: no other directory";
    /// <summary>Standard output.</summary>
    public const string StackEmpty = "popd: Directory stack empty.";

    /// <summary>Standard output: no such attribute.</summary>
    public const string InvalidKey = "Invalid key.";
    /// <summary>Standard output: no such value of an attribute.</summary>
    public const string ValueIndexOutOfRange = "Value index out of range";
    /// <summary>Standard output: no such place in an array.</summary>
    public const string IndexOutOfRange = "Index out of range";
    /// <summary>Standard output: createpl found its place in a dictionary.</summary>
    public const string ChangingDictionary = "Changing a dictionary";
    /// <summary>Standard output: createpl found its place in an array.</summary>
    public const string ChangingArray = "Changing an array";

    public const string PasswordPrompt = "Password: ";
    public const string NewPasswordPrompt = "New Password: ";
    public const string OldPasswordPrompt = "Permission denied. Please enter user's old password:";

    /// <summary>What stands for the node at the top of a browsing data source.</summary>
    public const string NoNode = "No Node";

    /// <summary>The interactive mode's prompt: the path in bold.</summary>
    public static string Prompt(string path) => $"\e[1m{path}\e[0m > ";

    /// <summary>Standard output.</summary>
    public static string DataSourceInvalid(string word) => $"Data source ({word}) is not valid.";

    /// <summary>Standard output: a component of the path couldn't be entered, for whatever reason.</summary>
    public static string InvalidPath(string word) => $"{word}: Invalid Path";

    /// <summary>Standard output: the directory refused something inside a command.</summary>
    public static string CommandError(string word, int status) => $"{word}: DS error: {DirectoryStatus.NameOf(status)}";

    /// <summary>Standard output.</summary>
    public static string AuthenticationFailed(string node, int status) =>
        $"Authentication for node {node} failed. ({status}, {DirectoryStatus.NameOf(status)})";

    /// <summary>Standard output.</summary>
    public static string NoSuchPlistPath(string path) => $"No such plist path: {path}";

    /// <summary>Standard output: a word that numbers no place in an array.</summary>
    public static string InvalidIndex(string word) => $"Invalid index {word}";

    /// <summary>Standard output, after <see cref="InvalidKey"/>.</summary>
    public static string NoValueForAttribute(string key) => $"There is no value for attribute {key}";

    /// <summary>Standard output, exit status 0.</summary>
    public static string OnlyOnRecord(string word) => $"You can only use {word} on a record.";

    /// <summary>Standard output.</summary>
    public static string AppleVersion(string version, string build) => $"dscl, Apple Inc., Version {version} (build {build})";

    /// <summary>Standard error: no session with opendirectoryd.</summary>
    public static string OperationFailed(int status) => $"Operation failed with error: {DirectoryStatus.NameOf(status)}";

    /// <summary>Standard error: writing attributes failed.</summary>
    public static string AttributeStatus(int status) => $"<main> attribute status: {DirectoryStatus.NameOf(status)}";

    /// <summary>Standard error: deleting records failed.</summary>
    public static string DeleteStatus(int status) => $"<main> delete status: {DirectoryStatus.NameOf(status)}";

    /// <summary>Standard error; the command succeeds all the same.</summary>
    public static string NoSuchKey(string key) => $"No such key: {key}";

    /// <summary>Standard error, before the usage.</summary>
    public static string TooFewParameters(string word) => $"Too few parameters for {word} operation";

    /// <summary>Standard error; our words.</summary>
    public static string CannotWrite(string word, string path) => $"{word}: can't write {path}";

    /// <summary>Standard error; our words.</summary>
    public static string CannotRead(string word, string path) => $"{word}: can't read {path}";

    /// <summary>Standard error; our words.</summary>
    public static string NotExported(string word, string path) => $"{word}: {path} is no file of mcxexport";

    /// <summary>Standard error; our words.</summary>
    public static string NoPreferenceValue(string word, string value) => $"{word}: no value: {value}";

    /// <summary>Standard error: the last line of every command that failed.</summary>
    public static string CommandStatus(int status) => $"<dscl_cmd> DS Error: {status} ({DirectoryStatus.NameOf(status)})";
}
