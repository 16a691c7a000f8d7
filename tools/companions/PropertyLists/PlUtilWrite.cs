using System.Text;
using MacStateStore.PropertyLists;

namespace Companions;

/// <summary>The commands of plutil that write: what all share, and <c>-create</c>.</summary>
internal static class PlUtilWrite
{
    /// <summary>Reads each file, changes what it holds, and writes it in a format (null: its own).</summary>
    public static int Each(PlUtilFiles files, Func<PlistDocument, PlistValue> change, PlUtilFormat? format) => files.ForEach((path, content) =>
    {
        var document = Read(content);
        var target = format ?? document.Format switch
        {
            PlistFormat.Binary => PlUtilFormat.Binary,
            PlistFormat.Json => PlUtilFormat.Json,
            PlistFormat.Xml => PlUtilFormat.Xml,
            _ => throw new PropertyListException(PlUtilText.NoOldStyle),
        };
        return files.Write(path, Bytes(change(document), target, files));
    });

    /// <summary>Makes files with an empty dictionary.</summary>
    public static int Create(PlUtilFiles files, PlUtilFormat format)
    {
        var content = Bytes(new PlistDictionary(), format, files);
        foreach (var path in files.Paths)
            if (files.Write(path, content) is { } problem)
            {
                files.Run.Console.ErrorLine($"{path}: {problem}");
                return 1;
            }
        return 0;
    }

    /// <summary>Reads a property list or JSON.</summary>
    /// <exception cref="PropertyListException">It is neither.</exception>
    public static PlistDocument Read(byte[] content)
    {
        try
        {
            var document = PlistDocument.Parse(content);
            // Empty braces are both; as JSON they can be written again.
            return document is { Format: PlistFormat.OldStyle, Root: PlistDictionary { Count: 0 } } ? document with { Format = PlistFormat.Json } : document;
        }
        catch (PropertyListException asList)
        {
            try
            {
                return new PlistDocument(Json.Parse(Encoding.UTF8.GetString(content)), PlistFormat.Json);
            }
            catch (PropertyListException asJson)
            {
                throw new PropertyListException($"Property List error: {asList.Message} / JSON error: {asJson.Message}", asJson);
            }
        }
    }

    /// <summary>A value in a format.</summary>
    /// <exception cref="PropertyListException">The format can't hold it.</exception>
    public static byte[] Bytes(PlistValue value, PlUtilFormat format, PlUtilFiles files)
    {
        if (format == PlUtilFormat.Json)
            return value is PlistDictionary or PlistArray ? Encoding.UTF8.GetBytes(Json.Text(value, files.IsReadable)) : throw new PropertyListException(PlUtilText.InvalidObject);
        try
        {
            return PlistDocument.ToBytes(value, format == PlUtilFormat.Binary ? PlistFormat.Binary : PlistFormat.Xml);
        }
        catch (PropertyListException error)
        {
            throw new PropertyListException(PlUtilText.InvalidObject, error);
        }
    }
}
