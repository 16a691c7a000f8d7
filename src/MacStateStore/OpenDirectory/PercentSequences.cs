using System.Text;

namespace MacStateStore.OpenDirectory;

/// <summary>Bytes written as %XX in paths and file names.</summary>
public static class PercentSequences
{
    /// <summary>The bytes that a text stands for; what isn't a whole sequence stays as it is.</summary>
    public static byte[] Decode(string text)
    {
        var source = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                source[length++] = Convert.FromHexString(Encoding.ASCII.GetString(source, i + 1, 2))[0];
                i += 2;
            }
            else
            {
                source[length++] = source[i];
            }
        }
        return source[..length];
    }
}
