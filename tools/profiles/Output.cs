using MacStateStore.PropertyLists;
using MacToolHost;

namespace Profiles;

/// <summary>Where <c>-output</c> sends a property list (dossier profiles, 5.3 and 5.4).</summary>
internal static class Output
{
    public static int Write(Call call, PlistDictionary content, string output)
    {
        switch (output)
        {
            case "stdout":
                call.Say(FoundationDescription.Of(content, call.Os));
                return Call.Done;
            case "stdout-xml":
                call.Run.Console.Out(PropertyList.ToXml(content));
                return Call.Done;
            default:
                return ToFile(call, content, call.Line.IsLetters ? output + ".plist" : output);
        }
    }

    private static int ToFile(Call call, PlistDictionary content, string path)
    {
        try
        {
            if (path.Length == 0) throw new IOException("no name");
            var place = call.Locate(path);
            if (Path.GetDirectoryName(place) is { } folder && place != Path.GetFullPath(path)) Directory.CreateDirectory(folder);
            File.WriteAllBytes(place, PropertyList.ToXml(content));
            return Call.Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw call.Undone(Messages.CannotWrite(path));
        }
    }
}
