using MacStateStore.PropertyLists;
using MacToolHost;

namespace Dscl;

/// <summary><c>mcximport</c>: takes the managed preferences of a file that mcxexport wrote (dossier dscl, section 11; the file's form is memory).</summary>
internal static class McxImport
{
    public const string State = "state";
    public const string Value = "value";

    private const int BadData = 65;
    private const int NoInput = 66;

    public static int Run(Command command)
    {
        var arguments = McxArguments.Parse(command, McxArguments.Xml);
        if (arguments.Rest is not [var path]) throw new NotEmulatedException($"dscl {command.Line.Word} without exactly one file");
        var settings = McxSettings.Of(arguments.Record);
        if (arguments.DeletesFirst) settings.Remove(null, null);
        try
        {
            if (PropertyList.Parse(File.ReadAllBytes(path)) is not PlistDictionary file) return Refuse();
            foreach (var (domain, keys) in file)
            {
                if (keys is not PlistDictionary known) return Refuse();
                foreach (var (key, entry) in known)
                {
                    if (entry[State] is not PlistString { Value: McxSettings.Always or McxSettings.Once or McxSettings.Often } state || entry[Value] is not { } value) return Refuse();
                    settings.Set(new McxSetting(domain, key, state.Value, value));
                }
            }
        }
        catch (PropertyListException)
        {
            return Refuse();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            command.Run.Console.ErrorLine(Messages.CannotRead(command.Word, path));
            return NoInput;
        }
        settings.Store(command, arguments.Record);
        return 0;

        int Refuse()
        {
            command.Run.Console.ErrorLine(Messages.NotExported(command.Word, path));
            return BadData;
        }
    }
}
