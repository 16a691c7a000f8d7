using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary><c>defaults domains</c> and <c>find</c>.</summary>
internal static class DefaultsSearch
{
    public static int Domains(ToolRun run, bool ofThisHost)
    {
        run.Console.OutLine(string.Join(", ", Domain.All(run, ofThisHost).Select(domain => domain.Name)));
        return 0;
    }

    public static int Find(ToolRun run, string word, bool ofThisHost)
    {
        var found = false;
        foreach (var domain in Domain.All(run, ofThisHost).Append(Domain.Named(run, "-g", ofThisHost)))
        {
            if (domain.Read(run) is not { } preferences) continue;
            var matches = new PlistDictionary(preferences.Where(entry => Has(entry.Key) || HasValue(entry.Value)));
            if (matches.Count == 0 && !Has(domain.Name)) continue;
            found = true;
            run.Console.OutLine($"Found {matches.Count} keys in domain '{domain.Name}': {FoundationDescription.Of(matches, run.Mac.System.Version)}");
        }
        if (!found) run.Log(DefaultsText.NothingFound(word));
        return 0;

        bool Has(string text) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

        bool HasValue(PlistValue value) => value switch
        {
            PlistString text => Has(text.Value),
            PlistArray array => array.Any(HasValue),
            PlistDictionary dictionary => dictionary.Any(entry => Has(entry.Key) || HasValue(entry.Value)),
            _ => false,
        };
    }
}
