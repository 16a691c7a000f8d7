namespace Companions;

/// <summary>
/// What plutil says. The texts of the usual failures are seen in public reports; the others are those of its published source for macOS
/// and Linux, or memory.
/// </summary>
internal static class PlUtilText
{
    public const string NoFiles = "No files specified.";
    public const string EmptyPath = "Empty path specified";
    public const string NoFormat = "Missing format specifier for command.";
    public const string RemoveNeeds = "'Remove' requires a key path.";
    public const string ExtractNeeds = "'Extract' requires a key path and a plist format.";
    public const string CreateNeeds = "'Create' requires a plist format.";
    public const string InsertNeeds = "'Insert' and 'Replace' require a key path, a type, and a value.";
    public const string ExpectNeeds = "-expect requires a type argument.";
    public const string BadData = "Invalid base64 data in argument";
    public const string BadDate = "Invalid date in argument";
    public const string InvalidObject = "invalid object in plist for destination format";
    public const string NoOldStyle = "Conversion to OpenStep format is not supported";
    public const string SilentPrint = "-s doesn't make a lot of sense with -p.";

    public const string Usage = """
        plutil: [command_option] [other_options] file...
        The file '-' means stdin
        Command options are (-lint is the default):
         -help                         show this message and exit
         -lint                         check the property list files for syntax errors
         -convert fmt                  rewrite property list files in format
                                       fmt is one of: xml1 binary1 json swift objc
         -insert keypath -type value   insert a value into the property list before writing it out
         -replace keypath -type value  same as -insert, but it will overwrite an existing value
         -remove keypath               removes the value at 'keypath' from the property list before writing it out
         -extract keypath fmt          outputs the value at 'keypath' in the property list as a new plist of type 'fmt'
                                       fmt is one of: xml1 binary1 json raw
         -type keypath                 outputs the type of the value at 'keypath' in the property list
         -create fmt                   creates an empty plist of the specified format
         -p                            print property list in a human-readable fashion
                                       (not for machine parsing! this 'format' is not stable)
        There are some additional optional arguments that apply to the -convert, -insert, -remove, -replace, and -extract verbs:
         -s                            be silent on success
         -o path                       specify alternate file path name for result;
                                       the path '-' means stdout
         -e extension                  specify alternate extension for converted files
         -r                            if writing JSON, output in human-readable form
         -n                            prevent printing a terminating newline if it is not part of the format, such as with raw
         --                            specifies that all further arguments are file names

        """;

    public static string UnknownFormat(string format) => $"Unknown format specifier: {format}";

    public static string UnknownOption(string option) => $"unrecognized option: {option}";

    public static string UnknownType(string type) => $"Unknown insert or replace type {type}";

    public static string UnknownExpectation(string type) => $"-expect type [{type}] not valid.";

    public static string NeedsArgument(string option) => $"Missing argument for {option}.";

    public static string NotWith(string option, string command) => $"{option} is not used with {command}.";

    public static string BadXml(string reason) => $"Unable to parse xml property list: {reason}";

    public static string BadJson(string reason) => $"Unable to parse JSON: {reason}";

    public static string NoSuchFile(string path, bool isThere) => isThere
        ? $"file does not exist or is not readable or is not a regular file (Error Domain=NSCocoaErrorDomain Code=257 \"The file “{Path.GetFileName(path)}” couldn’t be opened because you don’t have permission to view it.\" UserInfo={{NSFilePath={path}, NSUnderlyingError=0x600000c2c0f0 {{Error Domain=NSPOSIXErrorDomain Code=13 \"Permission denied\"}}}})"
        : $"file does not exist or is not readable or is not a regular file (Error Domain=NSCocoaErrorDomain Code=260 \"The file “{Path.GetFileName(path)}” couldn’t be opened because there is no such file.\" UserInfo={{NSFilePath={path}, NSUnderlyingError=0x600000c2c0f0 {{Error Domain=NSPOSIXErrorDomain Code=2 \"No such file or directory\"}}}})";

    public static string NotWritten(string path) => $"could not write to {path}";

    public static string NoValue(string keyPath) => $"Could not extract value, error: No value at that key path or invalid key path: {keyPath}";

    public static string Unexpected(string keyPath, string expected, string actual) => $"Value at [{keyPath}] expected to be {expected} but is {actual}";

    public static string NotRaw(string keyPath, string type) => $"Value at {keyPath} is a {type} type and cannot be extracted in raw format";

    public static string NothingToRemove(string keyPath) => $"No value to remove at key path {keyPath}";

    public static string Exists(string keyPath) => $"Value already exists at key path {keyPath}";

    public static string AppendsToNoArray(string keyPath) => $"Appending to a non-array at key path {keyPath}";

    public static string NoIndex(string keyPath) => $"Unable to index into array with key path {keyPath}";

    public static string OutOfBounds(int index, string keyPath) => $"Index {index} out of bounds in array at key path {keyPath}";

    public static string NoKeyPath(string keyPath) => $"Key path not found {keyPath}";

    public static string NotInsertable(string keyPath) => $"Unable to insert value at key path {keyPath}";
}
