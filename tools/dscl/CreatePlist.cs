using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary>
/// <c>createpl</c> and <c>createpli</c>: set one entry of a property list that an attribute holds: one value as a string, several as
/// an array of strings (dossier dscl, section 7).
/// </summary>
internal static class CreatePlist
{
    /// <summary>createpl: in the first value.</summary>
    public static int First(Command command) => Set(command, 0, command.Arguments[2], [.. command.Arguments.Skip(3)]);

    /// <summary>createpli: in the value with a number, counted from 0.</summary>
    public static int Indexed(Command command) =>
        Set(command, Number.Parse(command.Arguments[2]), command.Arguments[3], [.. command.Arguments.Skip(4)]);

    private static int Set(Command command, int index, string path, IReadOnlyList<string> values)
    {
        var console = command.Run.Console;
        if (command.Walk(command.Arguments[0]) is not RecordItem { Record: var record })
        {
            console.OutLine(Messages.OnlyOnRecord(command.Word));
            return 0;
        }
        var key = command.Arguments[1];
        var status = PlistAttribute.Use(command, record, key, index, plist => Set(command, plist, path, values));
        if (status == DirectoryStatus.EmptyAttribute) console.OutLine(Messages.NoValueForAttribute(key));
        return status;
    }

    private static int Set(Command command, PlistAttribute plist, string path, IReadOnlyList<string> values)
    {
        PlistValue value = values is [var single] ? single : new PlistArray(values.Select(text => new PlistString(text)));
        if (PlistPath.Set(plist.Root, path, value) is not { } changed) return PlistAttribute.NoSuchPath(command, path);
        command.Run.Console.OutLine(changed is PlistArray ? Messages.ChangingArray : Messages.ChangingDictionary);
        return plist.Store(command);
    }
}
