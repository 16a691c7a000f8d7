using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary><c>plutil -p</c>: a property list for people to read.</summary>
internal static class PlUtilPrint
{
    public static int Print(PlUtilFiles files)
    {
        if (files.Output is not null) throw new PlUtilException(PlUtilText.NotWith("-o", "-p"));
        if (files.Extension is not null) throw new PlUtilException(PlUtilText.NotWith("-e", "-p"));
        if (files.IsSilent) files.Run.Console.ErrorLine(PlUtilText.SilentPrint);
        var os = files.Run.Mac.System.Version;
        return files.ForEach((_, content) =>
        {
            var text = new StringBuilder();
            Append(text, PlUtilWrite.Read(content).Root, "", os);
            files.Run.Console.Out(text.ToString());
            return null;
        });
    }

    /// <summary>Keys in the order in which plutil lists them: numbers by their value, letters whatever their case.</summary>
    public static IEnumerable<string> Sorted(IEnumerable<string> keys) => keys.Order(Comparer<string>.Create(Compare));

    private static void Append(StringBuilder text, PlistValue value, string indent, MacOSVersion os)
    {
        switch (value)
        {
            case PlistDictionary dictionary:
                text.Append("{\n");
                foreach (var key in Sorted(dictionary.Keys))
                {
                    text.Append(indent).Append("  \"").Append(key).Append("\" => ");
                    Append(text, dictionary[key]!, indent + "  ", os);
                }
                text.Append(indent).Append("}\n");
                break;
            case PlistArray array:
                text.Append("[\n");
                for (var i = 0; i < array.Count; i++)
                {
                    text.Append(indent).Append(CultureInfo.InvariantCulture, $"  {i} => ");
                    Append(text, array[i], indent + "  ", os);
                }
                text.Append(indent).Append("]\n");
                break;
            case PlistString plain:
                text.Append('"').Append(plain.Value).Append("\"\n");
                break;
            case PlistBoolean boolean when os.Has(Capability.PlutilExtractsRawValues):
                text.Append(boolean.Value ? "true\n" : "false\n");
                break;
            case PlistUid uid:
                text.Append(CultureInfo.InvariantCulture, $"<CFKeyedArchiverUID>{{value = {uid.Value}}}\n");
                break;
            case PlistNull:
                text.Append("<null>\n");
                break;
            default:
                text.Append(FoundationDescription.Of(value, os)).Append('\n');
                break;
        }
    }

    // As Foundation's comparison with numbers by value and without case; equal ones by their letters.
    private static int Compare(string left, string right)
    {
        var (i, j) = (0, 0);
        while (i < left.Length && j < right.Length)
        {
            if (char.IsAsciiDigit(left[i]) && char.IsAsciiDigit(right[j]))
            {
                var (a, b) = (Digits(left, ref i), Digits(right, ref j));
                var byNumber = a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);
                if (byNumber != 0) return byNumber;
                continue;
            }
            var byLetter = char.ToLowerInvariant(left[i]).CompareTo(char.ToLowerInvariant(right[j]));
            if (byLetter != 0) return byLetter;
            i++;
            j++;
        }
        var byLength = (left.Length - i).CompareTo(right.Length - j);
        return byLength != 0 ? byLength : string.CompareOrdinal(left, right);
    }

    private static string Digits(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return text[start..at].TrimStart('0');
    }
}
