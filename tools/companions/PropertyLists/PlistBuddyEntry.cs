using System.Text;
using MacStateStore.PropertyLists;

namespace Companions;

/// <summary>A place in a property list as PlistBuddy names it: keys and numbers behind colons.</summary>
/// <param name="Text">As it was typed, without quotes, for messages.</param>
/// <param name="Steps">The keys from the root; an empty one at the end means a new item.</param>
internal sealed record PlistBuddyEntry(string Text, IReadOnlyList<string> Steps)
{
    /// <summary>Reads an entry; a backslash keeps a colon in a key.</summary>
    public static PlistBuddyEntry Parse(string text)
    {
        var steps = new List<string>();
        var step = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length) step.Append(text[++i]);
            else if (text[i] == ':')
            {
                if (step.Length > 0) steps.Add(step.ToString());
                step.Clear();
            }
            else step.Append(text[i]);
        }
        if (step.Length > 0 || (text.Length > 1 && text[^1] == ':')) steps.Add(step.ToString());
        return new PlistBuddyEntry(text, steps);
    }

    /// <summary>The value there; null where there is none.</summary>
    public PlistValue? In(PlistValue root) => Steps.Aggregate((PlistValue?)root, (value, step) => value?.At(step));

    /// <summary>The property list with another value in place of the one that is there.</summary>
    public PlistValue Replaced(PlistValue root, PlistValue value) => Changed(root, 0, (container, step) =>
    {
        if (container is PlistArray array) array[PlistArray.Place(step)!.Value] = value;
        else ((PlistDictionary)container)[step] = value;
        return true;
    }) ?? value;

    /// <summary>The property list without the value that is there.</summary>
    public PlistValue Removed(PlistValue root) => Changed(root, 0, (container, step) =>
    {
        if (container is PlistArray array) array.RemoveAt(PlistArray.Place(step)!.Value);
        else ((PlistDictionary)container).Remove(step);
        return true;
    }) ?? new PlistDictionary();

    /// <summary>
    /// The property list with one value more: before the item of that number, at an array's end, or under a key. Dictionaries that are
    /// missing on the way are made. Null where the parent takes none.
    /// </summary>
    public PlistValue? Added(PlistValue root, PlistValue value) => Changed(root, 0, (container, step) =>
    {
        if (container is PlistDictionary dictionary) dictionary[step] = value;
        else if (container is not PlistArray array) return false;
        else if (step.Length == 0) array.Add(value);
        else if (PlistArray.Place(step) is { } index) array.Insert(Math.Min(index, array.Count), value);
        else return false;
        return true;
    });

    /// <summary>Whether adding there would put a second value in place of another.</summary>
    public bool IsTaken(PlistValue root) =>
        Steps.Count == 0 || (In(root) is not null && new PlistBuddyEntry(Text, [.. Steps.Take(Steps.Count - 1)]).In(root) is PlistDictionary);

    // Copies the containers on the way, so that nothing is half done where one fails.
    private PlistValue? Changed(PlistValue value, int at, Func<PlistValue, string, bool> change)
    {
        if (at == Steps.Count) return null;
        PlistValue? container = value switch
        {
            PlistDictionary dictionary => new PlistDictionary(dictionary),
            PlistArray array => new PlistArray(array),
            _ => null,
        };
        if (container is null) return null;
        var step = Steps[at];
        if (at == Steps.Count - 1) return change(container, step) ? container : null;
        switch (container)
        {
            case PlistDictionary dictionary:
                if (Changed(dictionary[step] ?? new PlistDictionary(), at + 1, change) is not { } inner) return null;
                dictionary[step] = inner;
                return container;
            case PlistArray array when PlistArray.Place(step) is { } index && index < array.Count:
                if (Changed(array[index], at + 1, change) is not { } item) return null;
                array[index] = item;
                return container;
            default:
                return null;
        }
    }
}
