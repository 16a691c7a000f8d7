using System.Globalization;

namespace Diskutil;

/// <summary>Sizes as diskutil prints and reads them (dossier diskutil, 3.1).</summary>
internal static class Sizes
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>One decimal place of the greatest unit that isn't more than the size.</summary>
    public static string Short(long bytes)
    {
        var (value, unit) = ((decimal)Math.Abs(bytes), 0);
        for (; value >= 1000 && unit < Units.Length - 1; unit++) value /= 1000;
        var sign = bytes < 0 ? "-" : "";
        return unit == 0 ? $"{sign}{value:0} B" : $"{sign}{Tenths(value)} {Units[unit]}";
    }

    /// <summary>As apfs list has it.</summary>
    public static string WithBytes(long bytes) => $"{bytes} B ({Short(bytes)})";

    /// <summary>As limits have it.</summary>
    public static string InBytes(long bytes) => $"{Short(bytes)} ({bytes} Bytes)";

    /// <summary>As info has it.</summary>
    public static string Exact(long bytes) => $"{InBytes(bytes)} (exactly {bytes / 512} 512-Byte-Units)";

    /// <summary>A part of a whole.</summary>
    public static string Percent(long part, long whole) => whole == 0 ? "0.0%" : Tenths(100m * part / whole) + "%";

    /// <summary>With commas between thousands.</summary>
    public static string Grouped(long bytes) => bytes.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>
    /// A size as typed: a number with a unit (1000G, 2.5TB, 10g), bytes without one, a part of the whole (50%), R for what is left;
    /// null for anything else.
    /// </summary>
    public static long? Parse(string text, long whole)
    {
        if (text.Equals("R", StringComparison.OrdinalIgnoreCase)) return 0;
        var digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.')) digits++;
        if (digits == 0 || !decimal.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        var factor = text[digits..].ToUpperInvariant() switch
        {
            "" or "B" => 1m,
            "K" or "KB" => 1e3m,
            "M" or "MB" => 1e6m,
            "G" or "GB" => 1e9m,
            "T" or "TB" => 1e12m,
            "P" or "PB" => 1e15m,
            "KIB" => 1024m,
            "MIB" => 1024m * 1024,
            "GIB" => 1024m * 1024 * 1024,
            "TIB" => 1024m * 1024 * 1024 * 1024,
            "%" => whole / 100m,
            "S" => 512m,
            _ => 0m,
        };
        if (factor == 0m && text != "0") return null;
        try
        {
            return number * factor <= long.MaxValue ? (long)(number * factor) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static string Tenths(decimal value) => Math.Round(value, 1, MidpointRounding.AwayFromZero).ToString("0.0", CultureInfo.InvariantCulture);
}
