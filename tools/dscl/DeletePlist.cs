using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary>
/// <c>deletepl</c> and <c>deletepli</c>: remove an entry of a property list that an attribute holds, or some of what is inside it
/// (dossier dscl, section 7).
/// </summary>
internal static class DeletePlist
{
    /// <summary>deletepl: from the first value.</summary>
    public static int First(Command command) => Remove(command, 0, command.Arguments[2], [.. command.Arguments.Skip(3)]);

    /// <summary>deletepli: from the value with a number, counted from 0.</summary>
    public static int Indexed(Command command) =>
        Remove(command, Number.Parse(command.Arguments[2]), command.Arguments[3], [.. command.Arguments.Skip(4)]);

    private static int Remove(Command command, int index, string path, IReadOnlyList<string> inside)
    {
        if (command.Walk(command.Arguments[0]) is not RecordItem { Record: var record })
        {
            command.Run.Console.OutLine(Messages.OnlyOnRecord(command.Word));
            return 0;
        }
        return PlistAttribute.Use(command, record, command.Arguments[1], index,
            plist => PlistPath.At(plist.Root, path) is not { } entry ? PlistAttribute.NoSuchPath(command, path)
                : inside.Count == 0 ? RemoveEntry(command, plist, path)
                : RemoveInside(command, plist, entry, inside));
    }

    private static int RemoveEntry(Command command, PlistAttribute plist, string path)
    {
        switch (PlistPath.Around(plist.Root, path))
        {
            case (PlistDictionary dictionary, var name): dictionary.Remove(name); break;
            case (PlistArray array, var name): array.RemoveAt(PlistArray.Place(name)!.Value); break;
        }
        return plist.Store(command);
    }

    private static int RemoveInside(Command command, PlistAttribute plist, PlistValue entry, IReadOnlyList<string> inside)
    {
        switch (entry)
        {
            case PlistDictionary dictionary:
                var present = inside.Where(key => dictionary[key] is not null).ToList();
                if (present.Count == 0) return 0;
                foreach (var key in present) dictionary.Remove(key);
                break;
            case PlistArray array:
                foreach (var word in inside)
                {
                    if (PlistArray.Place(word) is not { } place) return Refuse(command, Messages.InvalidIndex(word), DirectoryStatus.InvalidIndex);
                    if (place >= array.Count) return Refuse(command, Messages.IndexOutOfRange, DirectoryStatus.IndexOutOfRange);
                }
                // The highest first, so that the others keep their places.
                foreach (var place in inside.Select(int.Parse).Distinct().OrderDescending()) array.RemoveAt(place);
                break;
            default:
                return 0;
        }
        return plist.Store(command);
    }

    private static int Refuse(Command command, string message, int status)
    {
        command.Run.Console.OutLine(message);
        return status;
    }
}
