using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary><c>defaults read</c> and <c>read-type</c>.</summary>
internal static class DefaultsRead
{
    /// <summary>Every domain of the caller.</summary>
    public static int All(ToolRun run, bool ofThisHost)
    {
        var all = new PlistDictionary();
        if (Domain.Named(run, "-g", ofThisHost).Read(run) is { } global) all[Domain.GlobalName] = global;
        foreach (var domain in Domain.All(run, ofThisHost))
            if (domain.Read(run) is { } preferences) all[domain.Name] = preferences;
        return Print(run, all);
    }

    public static int Whole(ToolRun run, Domain domain) =>
        domain.Read(run) is { Count: > 0 } preferences ? Print(run, preferences) : Defaults.Fail(run, DefaultsText.NoDomain(domain.Name));

    public static int Key(ToolRun run, Domain domain, string key) =>
        domain.Read(run)?[key] is { } value ? Print(run, value) : Defaults.Fail(run, DefaultsText.NoPair(domain.Name, key));

    public static int Type(ToolRun run, Domain domain, string key)
    {
        if (domain.Read(run)?[key] is not { } value) return Defaults.Fail(run, DefaultsText.NoPair(domain.Name, key));
        run.Console.OutLine("Type is " + value switch
        {
            PlistString => "string",
            PlistInteger => "integer",
            PlistReal => "float",
            PlistBoolean => "boolean",
            PlistDictionary => "dictionary",
            PlistArray => "array",
            PlistData => "data",
            PlistDate => "date",
            _ => "unknown",
        });
        return 0;
    }

    private static int Print(ToolRun run, PlistValue value)
    {
        run.Console.OutLine(FoundationDescription.Of(value, run.Mac.System.Version));
        return 0;
    }
}
