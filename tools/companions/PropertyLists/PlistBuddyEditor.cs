using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary>PlistBuddy's commands; each says whether it could be done.</summary>
internal sealed class PlistBuddyEditor(ToolRun run, PlistBuddyFile file, bool asXml)
{
    /// <summary>Whether <c>Exit</c> was given.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Does what a line says.</summary>
    public bool Do(string text)
    {
        if (PlistBuddyLine.Parse(text) is not { } line) return Fail(PlistBuddyText.UnclosedQuotes);
        switch (line[0].ToUpperInvariant())
        {
            case "PRINT":
                return Print(line.Entry(1));
            case "SET":
                return Set(line.Entry(1), line.Value(2));
            case "ADD":
                return Add(line.Entry(1), line[2], line.Value(3));
            case "DELETE":
                return Delete(line.Entry(1));
            case "COPY":
                return Copy(line.Entry(1), line.Entry(2));
            case "MERGE":
                return Merge(line[1], line.Entry(2));
            case "IMPORT":
                return Import(line.Entry(1), line[2]);
            case "CLEAR":
                return Clear(line.Count > 1 ? line[1] : "dict");
            case "SAVE":
                run.Console.OutLine(PlistBuddyText.Saving);
                return file.TrySave();
            case "REVERT":
                run.Console.OutLine(PlistBuddyText.Reverting);
                return file.TryOpen();
            case "HELP":
                run.Console.Out(PlistBuddyText.Help);
                return true;
            case "EXIT" or "QUIT" or "BYE":
                HasEnded = true;
                return true;
            default:
                return Fail(PlistBuddyText.UnrecognizedCommand);
        }
    }

    private bool Print(PlistBuddyEntry entry)
    {
        if (entry.In(file.Root) is not { } value) return Fail(PlistBuddyText.Missing("Print", entry));
        if (asXml) run.Console.Out(PlistDocument.ToBytes(value, PlistFormat.Xml));
        else PlistBuddyValue.Print(run.Console, value);
        return true;
    }

    private bool Set(PlistBuddyEntry entry, string? text)
    {
        if (entry.In(file.Root) is not { } old) return Fail(PlistBuddyText.Missing("Set", entry));
        if (old is PlistDictionary or PlistArray) return Fail(PlistBuddyText.SetContainer);
        if (Value(PlistBuddyValue.TypeOf(old), text) is not { } value) return false;
        file.Root = entry.Replaced(file.Root, value);
        return true;
    }

    private bool Add(PlistBuddyEntry entry, string type, string? text)
    {
        if (Value(type.ToLowerInvariant(), text) is not { } value) return false;
        return Insert("Add", entry, value);
    }

    private bool Delete(PlistBuddyEntry entry)
    {
        if (entry.Steps.Count == 0 || entry.In(file.Root) is null) return Fail(PlistBuddyText.Missing("Delete", entry));
        file.Root = entry.Removed(file.Root);
        return true;
    }

    private bool Copy(PlistBuddyEntry from, PlistBuddyEntry to) =>
        from.In(file.Root) is { } value ? Insert("Copy", to, value) : Fail(PlistBuddyText.Missing("Copy", from));

    private bool Insert(string command, PlistBuddyEntry entry, PlistValue value)
    {
        if (entry.IsTaken(file.Root)) return Fail(PlistBuddyText.Exists(command, entry));
        if (entry.Added(file.Root, value) is not { } changed) return Fail(PlistBuddyText.NoParent(command, entry));
        file.Root = changed;
        return true;
    }

    // What a dictionary has already stays, and is told.
    private bool Merge(string path, PlistBuddyEntry into)
    {
        PlistValue other;
        try
        {
            if (MacFile.Read(run, path) is not { } content) return Fail(PlistBuddyText.UnreadableFor("Merge", path));
            other = PlistDocument.Parse(content).Root;
        }
        catch (PropertyListException)
        {
            return Fail(PlistBuddyText.UnreadableFor("Merge", path));
        }
        switch (into.In(file.Root))
        {
            case null:
                return Fail(PlistBuddyText.MissingForMerge(into));
            case PlistArray array:
                file.Root = into.Replaced(file.Root, new PlistArray([.. array, .. other is PlistArray items ? items : other is PlistDictionary values ? values.Select(entry => entry.Value) : [other]]));
                return true;
            case PlistDictionary dictionary when other is PlistDictionary entries:
                var merged = new PlistDictionary(dictionary);
                foreach (var (key, value) in entries)
                    if (merged[key] is null) merged[key] = value;
                    else run.Console.OutLine(PlistBuddyText.Skipped(key));
                file.Root = into.Replaced(file.Root, merged);
                return true;
            default:
                return Fail(PlistBuddyText.MergeImpossible);
        }
    }

    private bool Import(PlistBuddyEntry entry, string path)
    {
        if (MacFile.Read(run, path) is not { } content) return Fail(PlistBuddyText.UnreadableFor("Import", path));
        var data = new PlistData(content);
        if (!entry.IsTaken(file.Root)) return Insert("Import", entry, data);
        file.Root = entry.Replaced(file.Root, data);
        return true;
    }

    private bool Clear(string type)
    {
        if (Value(type.ToLowerInvariant(), null) is not { } value) return false;
        run.Console.OutLine(PlistBuddyText.Initializing);
        file.Root = value;
        return true;
    }

    private PlistValue? Value(string type, string? text)
    {
        var value = PlistBuddyValue.Parse(type, text, run.Mac.Clock.Now, out var problem);
        if (value is null) Fail(problem);
        return value;
    }

    private bool Fail(string message)
    {
        run.Console.ErrorLine(message);
        return false;
    }
}
