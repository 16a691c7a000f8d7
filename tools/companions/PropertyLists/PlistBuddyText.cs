namespace Companions;

/// <summary>What PlistBuddy says (memory; the lines of <c>Print</c>, <c>Set</c> and <c>Merge</c> are seen in public reports).</summary>
internal static class PlistBuddyText
{
    public const string Prompt = "Command: ";
    public const string Saving = "Saving...";
    public const string Reverting = "Reverting to last saved state...";
    public const string Initializing = "Initializing Plist...";
    public const string UnrecognizedCommand = "Unrecognized Command";
    public const string UnclosedQuotes = "Parse Error: Unclosed Quotes";
    public const string SetContainer = "Set: Cannot Perform Set On Containers";
    public const string MergeImpossible = "Merge: Can't Merge Into Non-Container";
    public const string BadInteger = "Unrecognized Integer Format";
    public const string BadReal = "Unrecognized Real Format";
    public const string BadDate = "Unrecognized Date Format";
    public const string InvalidArguments = "Invalid Arguments\n\n";

    public const string Usage = """
        Usage: PlistBuddy [-cxlh] <file.plist>
            -c "<command>" execute command, otherwise run in interactive mode
            -x output will be in the form of an xml plist where appropriate
            -l if the path contains symbolic links, they will not be followed
            -h print the complete help info, with command guide

        """;

    public const string Help = """
        Command Format:
            Help - Prints this information
            Exit - Exits the program, changes are not saved to the file
            Save - Saves the current changes to the file
            Revert - Reloads the last saved version of the file
            Clear [<Type>] - Clears out all existing entries, and creates root of Type
            Print [<Entry>] - Prints value of Entry.  Otherwise, prints file
            Set <Entry> <Value> - Sets the value at Entry to Value
            Add <Entry> <Type> [<Value>] - Adds Entry to the plist, with value Value
            Copy <EntrySrc> <EntryDst> - Copies the EntrySrc property to EntryDst
            Delete <Entry> - Deletes Entry from the plist
            Merge <file.plist> [<Entry>] - Adds the contents of file.plist to Entry
            Import <Entry> <file> - Creates or sets Entry the contents of file

        Entry Format:
            Entries consist of property key names delimited by colons.  Array items
            are specified by a zero-based integer index.  Examples:
                :CFBundleShortVersionString
                :CFBundleDocumentTypes:2:CFBundleTypeExtensions

        Types:
            string
            array
            dict
            bool
            real
            integer
            date
            data

        """;

    public static string WillCreate(string path) => $"File Doesn't Exist, Will Create: {path}";

    public static string Unreadable(string path) => $"Error Reading File: {path}";

    public static string Unwritable(string path) => $"Error Opening/Creating File: {path}";

    public static string UnreadableFor(string command, string path) => $"{command}: Error Reading File: {path}";

    public static string Missing(string command, PlistBuddyEntry entry) => $"{command}: Entry, \"{entry.Text}\", Does Not Exist";

    public static string MissingForMerge(PlistBuddyEntry entry) => $"Merge: \"{entry.Text}\" Entry Does Not Exist";

    public static string Exists(string command, PlistBuddyEntry entry) => $"{command}: \"{entry.Text}\" Entry Already Exists";

    public static string NoParent(string command, PlistBuddyEntry entry) => $"{command}: Can't Add Entry, \"{entry.Text}\", to Parent";

    public static string BadType(string type) => $"Unrecognized Type: {type}";

    public static string Skipped(string key) => $"Duplicate Entry Was Skipped: {key}";
}
