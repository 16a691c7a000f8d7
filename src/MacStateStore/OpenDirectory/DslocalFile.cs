using System.Text;
using MacStateStore.PropertyLists;
using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// One record as it lies in a file: a property list of native keys, each with an array of strings and data (dossier dscl, 12.1).
/// </summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Type">What kind of record it is.</param>
/// <param name="Content">What is in the file.</param>
/// <param name="IsBinary">Whether the file is binary, not XML.</param>
internal sealed record DslocalFile(string Path, RecordType Type, PlistDictionary Content, bool IsBinary)
{
    // What macOS keeps as data also where it is text.
    private static readonly AttributeName[] AlwaysData =
        [AttributeName.AccountPolicyData, AttributeName.ShadowHashData, AttributeName.HeimdalSrpKey, AttributeName.KerberosKeys, AttributeName.JpegPhoto];

    /// <summary>The record's first name.</summary>
    /// <exception cref="DslocalException">It isn't text, or empty.</exception>
    public string Name => !Content.Keys.Contains(AttributeName.RecordName.Key) ? DslocalNames.RecordOf(System.IO.Path.GetFileName(Path))
        : ValuesOf(Content[AttributeName.RecordName.Key]!) is [{ Text: { Length: > 0 } name }, ..] ? name
        : throw new DslocalException(Path, "its key 'name' holds no record name");

    /// <summary>The attributes in the order of the file; what is no array of strings and data isn't among them.</summary>
    public IEnumerable<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> Attributes
    {
        get
        {
            foreach (var (key, value) in Content)
                if (IsAttribute(key) && ValuesOf(value) is { Count: > 0 } values) yield return (AttributeName.FromKey(key), values);
        }
    }

    /// <summary>A key that a record can't take; null where it takes them all. An empty array is no attribute, and none is missing then.</summary>
    public string? Foreign => Content.FirstOrDefault(entry => !IsAttribute(entry.Key) || ValuesOf(entry.Value) is null).Key;

    /// <summary>Reads a file.</summary>
    /// <exception cref="DslocalException">It can't be read, or is no record.</exception>
    public static DslocalFile Read(string path, RecordType type)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return PropertyList.Parse(bytes) is PlistDictionary content ? new DslocalFile(path, type, content, PropertyList.IsBinary(bytes))
                : throw new DslocalException(path, "the property list is no dictionary, so it is no record");
        }
        catch (PropertyListException error)
        {
            throw new DslocalException(path, $"not a property list that can be read: {error.Message}", error);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException and not DslocalException)
        {
            throw new DslocalException(path, $"it can't be read: {error.Message}", error);
        }
    }

    /// <summary>A record's attributes as a new file's content.</summary>
    public static PlistDictionary ContentOf(DirectoryRecord record)
    {
        var content = new PlistDictionary();
        foreach (var (name, values) in Stored(record)) content[name.Key] = new PlistArray(values.Select(value => Plist(name, value)));
        return content;
    }

    /// <summary>The attributes that a record holds, without those that the node computes.</summary>
    public static IEnumerable<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> Stored(DirectoryRecord record) =>
        record.AllAttributes().Where(attribute => !IsComputed(attribute.Name));

    /// <summary>The content with other values of one attribute; a value that stays keeps its form.</summary>
    public void Replace(AttributeName name, IReadOnlyList<DirectoryValue> values)
    {
        if (values.Count == 0)
        {
            Content.Remove(name.Key);
            return;
        }
        var old = Content[name.Key] switch { null => [], PlistArray array => array.ToList(), var single => [single] };
        var wasData = old.Count > 0 && old.TrueForAll(value => value is PlistData);
        Content[name.Key] = new PlistArray(values.Select(value =>
            old.Find(known => ValueOf(known) is { } same && same == value) ?? (wasData ? new PlistData(value.Bytes) : Plist(name, value))));
    }

    /// <summary>Writes the file whole or not at all; a new one for its owner alone, as it holds password hashes.</summary>
    /// <exception cref="DslocalException">It can't be written.</exception>
    public void Write()
    {
        try
        {
            PrivateFile.Write(Path, IsBinary ? PropertyList.ToBinary(Content) : PropertyList.ToXml(Content));
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException or PropertyListException)
        {
            throw new DslocalException(Path, $"it can't be written: {error.Message}", error);
        }
    }

    /// <summary>Writes the file unless it holds just that already.</summary>
    /// <exception cref="DslocalException">It can't be written.</exception>
    public void WriteWhereOther()
    {
        try
        {
            if (File.Exists(Path) && File.ReadAllBytes(Path).AsSpan().SequenceEqual(IsBinary ? PropertyList.ToBinary(Content) : PropertyList.ToXml(Content))) return;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException or PropertyListException)
        {
            // Writing tells what is wrong.
        }
        Write();
    }

    private static PlistValue Plist(AttributeName name, DirectoryValue value) =>
        value.Text is { } text && !AlwaysData.Contains(name) ? new PlistString(text) : new PlistData(value.Bytes);

    private static bool IsAttribute(string key) => key.Length > 0 && !key.Contains('\0', StringComparison.Ordinal) && !IsComputed(AttributeName.FromKey(key));

    private static bool IsComputed(AttributeName name) => name == AttributeName.RecordType || name == AttributeName.MetaNodeLocation;

    // Null for what isn't made of strings and data.
    private static List<DirectoryValue>? ValuesOf(PlistValue value)
    {
        var values = new List<DirectoryValue>();
        foreach (var item in value as IEnumerable<PlistValue> ?? [value])
        {
            if (ValueOf(item) is not { } known) return null;
            values.Add(known);
        }
        return values;
    }

    // Text with a NUL is none to the directory.
    private static DirectoryValue? ValueOf(PlistValue value) => value switch
    {
        PlistString { Value: var text } when !text.Contains('\0', StringComparison.Ordinal) => new DirectoryValue(text),
        PlistString { Value: var text } => new DirectoryValue(Encoding.UTF8.GetBytes(text)),
        PlistData data => new DirectoryValue(data.Value.ToArray()),
        _ => (DirectoryValue?)null,
    };
}
