using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary>How places in a property list are named: keys and numbers with colons between them (dossier dscl, 6.6).</summary>
internal static class PlistPath
{
    /// <summary>What a path leads to; null for nothing.</summary>
    public static PlistValue? At(PlistValue? root, string path) => path.Split(':').Aggregate(root, (value, step) => value?.At(step));

    /// <summary>What holds the last component of a path, and that component; null where the way to it ends before.</summary>
    public static (PlistValue Container, string Name)? Around(PlistValue? root, string path)
    {
        var components = path.Split(':');
        return components.SkipLast(1).Aggregate(root, (value, step) => value?.At(step)) is { } container ? (container, components[^1]) : null;
    }

    /// <summary>
    /// Sets what a path leads to: in a dictionary also under a new key, in an array also at its end.
    /// </summary>
    /// <returns>What holds it now; null where nothing can.</returns>
    public static PlistValue? Set(PlistValue? root, string path, PlistValue value)
    {
        switch (Around(root, path))
        {
            case (PlistDictionary dictionary, var name):
                dictionary[name] = value;
                return dictionary;
            case (PlistArray array, var name) when PlistArray.Place(name) is { } place && place <= array.Count:
                if (place == array.Count) array.Add(value);
                else array[place] = value;
                return array;
            default:
                return null;
        }
    }
}
