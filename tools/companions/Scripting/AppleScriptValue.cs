using System.Globalization;
using System.Text;

namespace Companions;

/// <summary>
/// Values of AppleScript: a text, a number (long or double), a truth, a list, a record, a file, or null for none.
/// </summary>
internal static class AppleScriptValue
{
    /// <summary>A value as osascript prints the result of a script; null where there is nothing to print.</summary>
    public static string? Shown(object? value) => value switch
    {
        null => null,
        List<object?> list => string.Join(", ", list.Select(Shown)),
        AppleScriptRecord record => string.Join(", ", record.Fields.Select(field => $"{field.Name}:{Shown(field.Value)}")),
        AppleScriptFile file => $"file {file.ColonPath}",
        _ => Text(value),
    };

    /// <summary>A value as a text; null where it can't be one.</summary>
    public static string? Text(object? value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        AppleScriptFile file => file.ColonPath,
        List<object?> list when list.TrueForAll(item => Text(item) is not null) => string.Concat(list.Select(Text)),
        _ => null,
    };

    /// <summary>Two values put together.</summary>
    public static object? Joined(object? left, object? right)
    {
        if (left is string or long or double or bool && right is not AppleScriptRecord && Text(right) is { } text) return Text(left) + text;
        if (left is AppleScriptRecord first && right is AppleScriptRecord second) return new AppleScriptRecord([.. first.Fields, .. second.Fields]);
        return new List<object?>([.. Items(left), .. Items(right)]);
    }

    /// <summary>Whether two values are the same; letters count without their case.</summary>
    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase),
        (long or double, long or double) => Number(left) == Number(right),
        (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
        _ => Equals(left, right),
    };

    /// <summary>A value as a number; null where it is none.</summary>
    public static double? Number(object? value) => value switch
    {
        long number => number,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A number as the script's own: whole where it is.</summary>
    public static object Whole(double number) => number == Math.Floor(number) && Math.Abs(number) < 1e15 ? (long)number : number;

    /// <summary>What is in a list; of another value, itself.</summary>
    public static IReadOnlyList<object?> Items(object? value) => value as List<object?> ?? [value];
}

/// <summary>A record: fields with names.</summary>
/// <param name="Fields">In order.</param>
internal sealed record AppleScriptRecord(IReadOnlyList<(string Name, object? Value)> Fields);

/// <summary>A file.</summary>
/// <param name="Path">Its path with slashes.</param>
/// <param name="Volume">The volume that starts it.</param>
internal sealed record AppleScriptFile(string Path, string Volume)
{
    /// <summary>The path with colons.</summary>
    public string ColonPath
    {
        get
        {
            var parts = new StringBuilder(Volume);
            return parts.Append(Path.Replace(":", "/", StringComparison.Ordinal).Replace('/', ':')).ToString();
        }
    }
}

/// <summary>An error of a script while it runs, which the script may catch.</summary>
/// <param name="message">What it says.</param>
/// <param name="number">Its number.</param>
/// <param name="start">Where in the script the failing part begins.</param>
/// <param name="end">And where it ends.</param>
internal sealed class AppleScriptException(string message, long number, int start, int end) : Exception(message)
{
    public long Number { get; } = number;

    public int Start { get; } = start;

    public int End { get; } = end;
}
