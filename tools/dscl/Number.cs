namespace Dscl;

/// <summary>How dscl takes a typed word for a number.</summary>
internal static class Number
{
    /// <summary>Whatever begins with no number is 0; one too large for 32 bits is the largest of them.</summary>
    public static int Parse(string text)
    {
        var trimmed = text.TrimStart();
        var isNegative = trimmed.StartsWith('-');
        long number = 0;
        foreach (var c in isNegative || trimmed.StartsWith('+') ? trimmed[1..] : trimmed)
        {
            if (!char.IsAsciiDigit(c)) break;
            number = Math.Min(number * 10 + (c - '0'), int.MaxValue);
        }
        return (int)(isNegative ? -number : number);
    }
}
