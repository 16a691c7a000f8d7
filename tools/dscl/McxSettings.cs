using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary>One managed preference.</summary>
internal sealed record McxSetting(string Domain, string Key, string State, PlistValue Value);

/// <summary>
/// The managed preferences of a record, as its MCXSettings keep them: by application, then by how they are managed, then by key
/// (dossier dscl, section 11).
/// </summary>
internal sealed class McxSettings
{
    public const string Always = "always";
    public const string Once = "once";
    public const string Often = "often";

    private const string Applications = "mcx_application_data";
    private const string Preferences = "mcx_preference_settings";
    private const string Forced = "Forced";
    private const string SetOnce = "Set-Once";
    // What is set once says when; without the time it is set at each login, which is "often" (memory).
    private const string Timestamp = "mcx_data_timestamp";
    private const string HasSettings = "has_mcx_settings";

    private static readonly AttributeName Settings = AttributeName.Parse("MCXSettings");
    private static readonly AttributeName Flags = AttributeName.Parse("MCXFlags");

    private readonly List<McxSetting> _all = [];

    private McxSettings()
    {
    }

    /// <summary>All of them, by application and key.</summary>
    public IEnumerable<McxSetting> All =>
        _all.OrderBy(setting => setting.Domain, StringComparer.Ordinal).ThenBy(setting => setting.Key, StringComparer.Ordinal);

    public static McxSettings Of(DirectoryRecord record)
    {
        var settings = new McxSettings();
        foreach (var value in record.Values(Settings))
            foreach (var (domain, managed) in Entries(PlistAttribute.Parse(value)?[Applications]))
                foreach (var (manner, list) in Entries(managed))
                    foreach (var item in list as PlistArray ?? [])
                        foreach (var (key, preference) in Entries(item[Preferences]))
                            settings.Set(new McxSetting(domain, key, manner == Forced ? Always : item[Timestamp] is null ? Often : Once, preference));
        return settings;
    }

    public McxSetting? Find(string domain, string key) => _all.Find(setting => setting.Domain == domain && setting.Key == key);

    public void Set(McxSetting setting)
    {
        Remove(setting.Domain, setting.Key);
        _all.Add(setting);
    }

    /// <summary>Removes one, all of an application, or all.</summary>
    public void Remove(string? domain, string? key) =>
        _all.RemoveAll(setting => (domain is null || setting.Domain == domain) && (key is null || setting.Key == key));

    /// <summary>Writes them to a record, with the flag that says whether there are any.</summary>
    public void Store(Command command, DirectoryRecord record)
    {
        var flags = record.Values(Flags) is [var first, ..] && PlistAttribute.Parse(first) is PlistDictionary known ? known : [];
        flags.Remove(HasSettings);
        if (_all.Count > 0) flags[HasSettings] = true;
        Write(Settings, _all.Count > 0 ? new PlistDictionary { [Applications] = Tree(new PlistDate(command.Run.Mac.Clock.Now)) } : []);
        Write(Flags, flags);

        void Write(AttributeName attribute, PlistDictionary value)
        {
            if (value.Count > 0) command.Session.SetValues(record, attribute, [Encoding.UTF8.GetString(PropertyList.ToXml(value.Sorted()))]);
            else if (record.Values(attribute).Count > 0) command.Session.DeleteAttribute(record, attribute);
        }
    }

    private PlistDictionary Tree(PlistDate now)
    {
        var tree = new PlistDictionary();
        foreach (var domain in _all.GroupBy(setting => setting.Domain))
        {
            var managed = new PlistDictionary();
            foreach (var state in domain.GroupBy(setting => setting.State))
            {
                var item = new PlistDictionary { [Preferences] = new PlistDictionary(state.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))) };
                if (state.Key == Once) item[Timestamp] = now;
                var manner = state.Key == Always ? Forced : SetOnce;
                if (managed[manner] is PlistArray list) list.Add(item);
                else managed[manner] = new PlistArray([item]);
            }
            tree[domain.Key] = managed;
        }
        return tree;
    }

    private static IEnumerable<KeyValuePair<string, PlistValue>> Entries(PlistValue? value) => value as PlistDictionary ?? [];
}
