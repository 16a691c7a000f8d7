using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary>The file that PlistBuddy edits, and the property list as it is by now.</summary>
internal sealed class PlistBuddyFile(ToolRun run, string path)
{
    private PlistFormat _format = PlistFormat.Xml;

    /// <summary>The property list. It is never changed in place, but replaced.</summary>
    public PlistValue Root
    {
        get;
        set
        {
            field = value;
            IsChanged = true;
        }
    } = new PlistDictionary();

    /// <summary>Whether it isn't what the file has any more.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Reads the file; one that isn't there begins as an empty dictionary.</summary>
    public bool TryOpen()
    {
        if (!MacFile.Exists(run, path))
        {
            run.Console.OutLine(PlistBuddyText.WillCreate(path));
            return true;
        }
        try
        {
            if (MacFile.Read(run, path) is { } content)
            {
                (Root, _format) = PlistDocument.Parse(content);
                IsChanged = false;
                return true;
            }
        }
        catch (PropertyListException)
        {
            // Told below.
        }
        run.Console.ErrorLine(PlistBuddyText.Unreadable(path));
        return false;
    }

    /// <summary>Writes the file in the format that it had.</summary>
    public bool TrySave()
    {
        if (MacFile.Write(run, path, PlistDocument.ToBytes(Root, _format)))
        {
            IsChanged = false;
            return true;
        }
        run.Console.ErrorLine(PlistBuddyText.Unwritable(path));
        return false;
    }
}
