using MacStateStore.Disks;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Diskutil;

/// <summary>What a volume can be formatted as (public listings of 10.13 and later; the keys of the property list but Personality are unseen).</summary>
internal static class ListFilesystems
{
    private const int Width = 32;
    private const int NameWidth = 48;
    private static readonly string Rule = new('-', 79);

    public static int Run(Call call)
    {
        if (call.Others.Count > 0) throw call.UsageFailure();
        // The case-sensitive kind came first, and got a word of its own, later.
        var isNewer = call.Has(Capability.DiskutilNamesApfsx);
        var formats = isNewer ? [FileSystemFormat.CaseSensitiveApfs, .. FileSystemFormat.All.Where(format => format != FileSystemFormat.CaseSensitiveApfs)] : FileSystemFormat.All;
        if (call.WantsPlist)
            return call.Print(new PlistArray(formats.Select(format => new PlistDictionary
            {
                { "FilesystemBundle", format.Bundle }, { "Personality", format.Personality }, { "UserVisibleName", format.UserVisible },
            })));
        call.Print("Formattable file systems");
        call.Print();
        call.Print("These file system personalities can be used for erasing and partitioning.");
        call.Print("When specifying a personality as a parameter to a verb, case is not considered.");
        call.Print("Certain common aliases (also case-insensitive) are listed below as well.");
        call.Print();
        call.Print(Rule);
        call.Print(Row("PERSONALITY", "USER VISIBLE NAME"));
        call.Print(Rule);
        foreach (var format in formats)
        {
            call.Print(Row(format.Personality, format.UserVisible));
            if (format.Alias is { } alias && (isNewer || format != FileSystemFormat.CaseSensitiveApfs)) call.Print($"  (or) {alias}");
        }
        return 0;
    }

    private static string Row(string personality, string name) => personality.PadRight(Width) + name.PadRight(NameWidth);
}
