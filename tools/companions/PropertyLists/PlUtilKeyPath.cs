using System.Text;
using MacStateStore.PropertyLists;

namespace Companions;

/// <summary>A place in a property list as plutil names it: keys and numbers between dots; a backslash keeps a dot in a key.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Steps">The keys from the root.</param>
internal sealed record PlUtilKeyPath(string Text, IReadOnlyList<string> Steps)
{
    /// <summary>Reads a key path.</summary>
    public static PlUtilKeyPath Parse(string text)
    {
        var steps = new List<string>();
        var step = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '.') step.Append(text[++i]);
            else if (text[i] != '.') step.Append(text[i]);
            else
            {
                steps.Add(step.ToString());
                step.Clear();
            }
        }
        steps.Add(step.ToString());
        return new PlUtilKeyPath(text, steps);
    }

    /// <summary>The value there; null where there is none.</summary>
    public PlistValue? In(PlistValue root) => Steps.Aggregate((PlistValue?)root, (value, step) => step.Length == 0 ? null : value?.At(step));

    /// <summary>The property list without the value there.</summary>
    /// <exception cref="PropertyListException">There is none.</exception>
    public PlistValue Removed(PlistValue root) => In(root) is null
        ? throw new PropertyListException(PlUtilText.NothingToRemove(Text))
        : At(root, 0, (container, step) =>
        {
            if (container is PlistArray array) array.RemoveAt(PlistArray.Place(step)!.Value);
            else ((PlistDictionary)container).Remove(step);
        });

    /// <summary>The property list with a value more, or with another one in place of what was there.</summary>
    /// <exception cref="PropertyListException">It doesn't go there.</exception>
    public PlistValue Inserted(PlistValue root, PlistValue value, bool replaces, bool appends) => At(root, 0, (container, step) =>
    {
        if (appends)
        {
            var there = container.At(step);
            if (there is PlistArray list) Put(container, step, new PlistArray([.. list, value]), inserts: false);
            else if (there is not null) throw new PropertyListException(PlUtilText.AppendsToNoArray(Text));
            else Put(container, step, value, inserts: true);
        }
        else if (!replaces && container is PlistDictionary dictionary && dictionary[step] is not null)
            throw new PropertyListException(PlUtilText.Exists(Text));
        else Put(container, step, value, inserts: !replaces);
    });

    private void Put(PlistValue container, string step, PlistValue value, bool inserts)
    {
        if (container is PlistDictionary dictionary)
        {
            dictionary[step] = value;
            return;
        }
        var array = (PlistArray)container;
        if (PlistArray.Place(step) is not { } index) throw new PropertyListException(PlUtilText.NoIndex(Text));
        if (index > array.Count) throw new PropertyListException(PlUtilText.OutOfBounds(index, Text));
        if (inserts || index == array.Count) array.Insert(index, value);
        else array[index] = value;
    }

    // Copies the containers on the way.
    private PlistValue At(PlistValue value, int at, Action<PlistValue, string> change)
    {
        PlistValue container = value switch
        {
            PlistDictionary dictionary => new PlistDictionary(dictionary),
            PlistArray array => new PlistArray(array),
            _ => throw new PropertyListException(PlUtilText.NotInsertable(Text)),
        };
        var step = Steps[at];
        if (at == Steps.Count - 1)
        {
            change(container, step);
            return container;
        }
        switch (container)
        {
            case PlistDictionary dictionary:
                dictionary[step] = At(dictionary[step] ?? throw new PropertyListException(PlUtilText.NoKeyPath(Text)), at + 1, change);
                break;
            case PlistArray array:
                if (PlistArray.Place(step) is not { } index) throw new PropertyListException(PlUtilText.NoIndex(Text));
                if (index >= array.Count) throw new PropertyListException(PlUtilText.OutOfBounds(index, Text));
                array[index] = At(array[index], at + 1, change);
                break;
        }
        return container;
    }
}
