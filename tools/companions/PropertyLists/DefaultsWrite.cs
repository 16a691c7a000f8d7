using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary><c>defaults write</c>, <c>rename</c> and <c>delete</c>.</summary>
internal static class DefaultsWrite
{
    /// <summary>A domain as a whole, written as one property list.</summary>
    public static int Whole(ToolRun run, Domain domain, string text)
    {
        if (PreferenceValue.IsType(text)) return Defaults.Misused(run);
        try
        {
            return PreferenceValue.Bare(text) is PlistDictionary preferences ? Save(run, domain, preferences) : Defaults.Fail(run, DefaultsText.NoDictionary);
        }
        catch (PropertyListException)
        {
            return Defaults.Fail(run, DefaultsText.Unreadable(text));
        }
    }

    public static int Key(ToolRun run, Domain domain, string key, ReadOnlySpan<string> words)
    {
        var preferences = domain.ReadOwn(run) ?? [];
        var type = words[0];
        var rest = words[1..];
        PlistValue? value;
        try
        {
            switch (type)
            {
                case "-array":
                    value = PreferenceValue.Items(rest) is { } items ? new PlistArray(items) : null;
                    break;
                case "-array-add":
                    if (preferences[key] is not (null or PlistArray)) return Defaults.Fail(run, DefaultsText.NotGrowing(key, "array"));
                    value = PreferenceValue.Items(rest) is { } more ? new PlistArray([.. preferences[key] as PlistArray ?? [], .. more]) : null;
                    break;
                case "-dict" or "-dict-add":
                    var old = type == "-dict" ? null : preferences[key];
                    if (old is not (null or PlistDictionary)) return Defaults.Fail(run, DefaultsText.NotGrowing(key, "dictionary"));
                    var entries = new PlistDictionary(old as PlistDictionary ?? []);
                    value = PreferenceValue.TryEntries(rest, entries) ? entries : null;
                    break;
                default:
                    var isTyped = PreferenceValue.IsType(type);
                    if (isTyped && rest.Length == 0) return Defaults.Misused(run);
                    if (rest.Length > (isTyped ? 1 : 0)) return Defaults.Fail(run, DefaultsText.Unexpected(rest[^1]));
                    value = isTyped ? PreferenceValue.Typed(type, rest[0]) : PreferenceValue.Bare(type);
                    break;
            }
        }
        catch (PropertyListException)
        {
            return Defaults.Fail(run, DefaultsText.Unreadable(words[^1]));
        }
        if (value is null) return Defaults.Misused(run);
        preferences[key] = value;
        return Save(run, domain, preferences);
    }

    public static int Rename(ToolRun run, Domain domain, string from, string to)
    {
        if (domain.ReadOwn(run) is not { } preferences || preferences[from] is not { } value) return Defaults.Fail(run, DefaultsText.NoKey(domain.Name, from));
        preferences.Remove(from);
        preferences[to] = value;
        return Save(run, domain, preferences);
    }

    public static int Delete(ToolRun run, Domain domain, string? key)
    {
        if (domain.ReadOwn(run) is not { } preferences || (key is not null && preferences[key] is null)) return Defaults.Fail(run, DefaultsText.NotFound(domain.Name));
        if (key is not null) preferences.Remove(key);
        return Save(run, domain, key is null ? null : preferences);
    }

    /// <summary>Stores a domain, or says that it can't.</summary>
    public static int Save(ToolRun run, Domain domain, PlistDictionary? preferences) =>
        domain.Write(run, preferences) ? 0 : Defaults.Fail(run, DefaultsText.NotWritten(domain.Name));
}
