using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary><c>defaults import</c> and <c>export</c>: whole domains from and to files or the standard streams.</summary>
internal static class DefaultsExchange
{
    private const string StandardStream = "-";

    /// <summary>What the file has is added; other keys stay.</summary>
    public static int Import(ToolRun run, Domain domain, string path)
    {
        if ((path == StandardStream ? run.Console.ReadToEnd() : MacFile.Read(run, path)) is not { } content) return Defaults.Fail(run, DefaultsText.NoData(path));
        PlistValue imported;
        try
        {
            imported = PlistDocument.Parse(content).Root;
        }
        catch (PropertyListException error)
        {
            return Defaults.Fail(run, DefaultsText.BadData(path, error.Message));
        }
        if (imported is not PlistDictionary entries) return Defaults.Fail(run, DefaultsText.NoDictionaryIn(FoundationDescription.Of(imported, run.Mac.System.Version)));
        var preferences = domain.ReadOwn(run) ?? [];
        foreach (var (key, value) in entries) preferences[key] = value;
        return DefaultsWrite.Save(run, domain, preferences);
    }

    /// <summary>XML to standard output, a binary file otherwise; of a domain that isn't there, an empty dictionary.</summary>
    public static int Export(ToolRun run, Domain domain, string path)
    {
        var preferences = domain.Read(run) ?? [];
        if (path == StandardStream)
        {
            run.Console.Out(PlistDocument.ToBytes(preferences, PlistFormat.Xml));
            return 0;
        }
        return MacFile.Write(run, path, PropertyList.ToBinary(preferences)) ? 0 : Defaults.Fail(run, DefaultsText.NotExported(domain.Name, path));
    }
}
