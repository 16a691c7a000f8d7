using System.Text;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolHost;

namespace Dscl;

/// <summary>
/// <c>mcxread</c> and <c>mcxexport</c>: the managed preferences of a record as text or as a property list that mcximport takes
/// (dossier dscl, section 11; the text's lines begin as scripts look for them, the rest of its layout is a guess).
/// </summary>
internal static class McxRead
{
    private const int CannotCreate = 73;

    public static int Run(Command command) => Print(command, McxArguments.Parse(command, McxArguments.Text));

    public static int Export(Command command) => Print(command, McxArguments.Parse(command, McxArguments.Xml));

    private static int Print(Command command, McxArguments arguments)
    {
        var (domain, key) = (arguments.Rest.ElementAtOrDefault(0), arguments.Rest.ElementAtOrDefault(1));
        var settings = McxSettings.Of(arguments.Record).All
            .Where(setting => (domain is null || setting.Domain == domain) && (key is null || setting.Key == key)).ToList();
        if (settings.Count == 0) return 0;
        var document = arguments.Format switch
        {
            McxArguments.Xml => PropertyList.ToXml(Plist(settings)),
            McxArguments.Binary => PropertyList.ToBinary(Plist(settings)),
            _ => Encoding.UTF8.GetBytes(Text(settings, command.Run.Mac.System.Version)),
        };
        if (arguments.Output is not { } path)
        {
            command.Run.Console.Out(document);
            return 0;
        }
        try
        {
            File.WriteAllBytes(path, document);
            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            command.Run.Console.ErrorLine(Messages.CannotWrite(command.Word, path));
            return CannotCreate;
        }
    }

    private static string Text(IEnumerable<McxSetting> settings, MacOSVersion os)
    {
        var text = new StringBuilder();
        foreach (var domain in settings.GroupBy(setting => setting.Domain))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append($"App domain: {domain.Key}\n");
            foreach (var setting in domain)
                text.Append($"\nKey: {setting.Key}\nState: {setting.State}\nValue: {FoundationDescription.Of(setting.Value, os)}\n");
        }
        return text.ToString();
    }

    private static PlistValue Plist(IEnumerable<McxSetting> settings) => new PlistDictionary(settings.GroupBy(setting => setting.Domain)
        .Select(domain => KeyValuePair.Create<string, PlistValue>(domain.Key, new PlistDictionary(domain.Select(setting =>
            KeyValuePair.Create<string, PlistValue>(setting.Key, new PlistDictionary { [McxImport.State] = setting.State, [McxImport.Value] = setting.Value })))))).Sorted();
}
