using System.Globalization;
using System.Text;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// Where a record lies in a folder of record files: <c>users/alice.plist</c> (dossier dscl, 12.1 and dscl-attributes.tsv). What a file name
/// can't hold is escaped as %XX (a slash, a percent sign, control characters, a dot at the beginning); a name that gets too long is cut
/// and ends in a hash. How macOS does it isn't known; the record's own name stands in the file.
/// </summary>
internal static class DslocalNames
{
    /// <summary>What record files end in.</summary>
    public const string Ending = ".plist";

    // A file name has 255 bytes; some are left for the ending and for the mark of an unfinished file.
    private const int LongestFileName = 220;
    private const int CutFileName = 190;
    private const string CutMark = "%~";

    // The table has the place in 10.6; from 10.7 on share points have a directory of their own.
    private const string SharePointsDirectory = "sharepoints";

    /// <summary>The directory of a type's records.</summary>
    /// <exception cref="DslocalException">The type's name is too long for one.</exception>
    public static string DirectoryOf(RecordType type)
    {
        if (DirectoriesByType.TryGetValue(type, out var known)) return known;
        var name = RecordType.Native(type.ShortName) == type && IsFree(type.ShortName) ? type.ShortName : type.FullName;
        return Escape(name) is var escaped && Encoding.UTF8.GetByteCount(escaped) <= LongestFileName ? escaped
            : throw new DslocalException(escaped, "a record type of that name is too long for a directory");
    }

    /// <summary>The type of the records in a directory.</summary>
    public static RecordType TypeOf(string directory)
    {
        if (TypesByDirectory.TryGetValue(directory, out var known)) return known;
        var name = Unescape(directory);
        return RecordType.FromFullName(name) ?? RecordType.Native(name);
    }

    /// <summary>The name of a record's file.</summary>
    public static string FileOf(string record)
    {
        var escaped = Escape(record);
        if (Encoding.UTF8.GetByteCount(escaped) <= LongestFileName) return escaped + Ending;
        var cut = new StringBuilder();
        var size = 0;
        foreach (var rune in escaped.EnumerateRunes())
            if ((size += rune.Utf8SequenceLength) <= CutFileName) cut.Append(rune.ToString());
        return $"{cut}{CutMark}{Hash(record):x16}{Ending}";
    }

    /// <summary>The name of a record whose file doesn't tell it.</summary>
    public static string RecordOf(string file) => Unescape(file[..^Ending.Length]);

    // Taken by no type of another name.
    private static bool IsFree(string name) => name.Length > 0 && !TypesByDirectory.ContainsKey(name) && RecordType.FromFullName(name) is null;

    private static string Escape(string name)
    {
        var escaped = new StringBuilder(name.Length);
        foreach (var c in name)
            if (c is '%' or '/' || char.IsControl(c) || (c == '.' && escaped.Length == 0))
                foreach (var b in Encoding.UTF8.GetBytes(c.ToString())) escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            else escaped.Append(c);
        return escaped.Length == 0 ? "%" : escaped.ToString();
    }

    private static string Unescape(string name) => name == "%" ? "" : Encoding.UTF8.GetString(PercentSequences.Decode(name));

    // FNV-1a: it only has to tell names apart.
    private static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 0x100000001B3;
        return hash;
    }

    private static Dictionary<string, RecordType> TypesByDirectory => field ??= ReadTable();

    private static Dictionary<RecordType, string> DirectoriesByType => field ??= TypesByDirectory.ToDictionary(entry => entry.Value, entry => entry.Key);

    // Of two types with one directory (Mounts and NFS) the first has it; the other gets one under its full name.
    private static Dictionary<string, RecordType> ReadTable()
    {
        var types = new Dictionary<string, RecordType>(StringComparer.Ordinal);
        foreach (var row in DataTable.Rows("standard-names.tsv"))
        {
            if (row[0] != "record-type" || row[2].Length == 0 || row[2].Contains(':', StringComparison.Ordinal)) continue;
            var type = new RecordType(row[1]);
            types.TryAdd(type == RecordType.SharePoints ? SharePointsDirectory : row[2], type);
        }
        return types;
    }
}
