using System.Globalization;

namespace MacStateStore.Releases;

/// <summary>A macOS version such as 10.15.7 or 14.5: up to three numbers, compared number by number.</summary>
/// <param name="Major">10 for the releases up to Catalina, else the marketing number (11, 14, 26).</param>
/// <param name="Minor">The second number, 0 where absent.</param>
/// <param name="Patch">The third number, 0 where absent.</param>
public readonly record struct MacOSVersion(int Major, int Minor, int Patch) : IComparable<MacOSVersion>
{
    /// <summary>Reads <c>14</c>, <c>14.5</c> or <c>14.5.1</c>; false for anything else.</summary>
    public static bool TryParse(string text, out MacOSVersion version)
    {
        version = default;
        var parts = text.Split('.');
        if (parts.Length > 3) return false;
        Span<int> numbers = stackalloc int[3];
        for (var i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]) || numbers[i] > 999)
                return false;
        version = new MacOSVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <summary>Reads a version that is known to be well formed.</summary>
    /// <exception cref="FormatException">The text is not a version.</exception>
    public static MacOSVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is not a macOS version");

    /// <summary>The release that the version belongs to: <c>10.15</c> up to Catalina, else the first number (<c>14</c>).</summary>
    public string Release => Major == 10 ? $"10.{Minor}" : Major.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public int CompareTo(MacOSVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>Whether the left version is the older one.</summary>
    public static bool operator <(MacOSVersion left, MacOSVersion right) => left.CompareTo(right) < 0;
    /// <summary>Whether the left version is the newer one.</summary>
    public static bool operator >(MacOSVersion left, MacOSVersion right) => left.CompareTo(right) > 0;
    /// <summary>Whether the left version is older or the same.</summary>
    public static bool operator <=(MacOSVersion left, MacOSVersion right) => left.CompareTo(right) <= 0;
    /// <summary>Whether the left version is newer or the same.</summary>
    public static bool operator >=(MacOSVersion left, MacOSVersion right) => left.CompareTo(right) >= 0;

    /// <summary>The version as <c>sw_vers -productVersion</c> prints it: a third number only where it isn't 0.</summary>
    public override string ToString() => Patch == 0 ? $"{Major}.{Minor}" : $"{Major}.{Minor}.{Patch}";
}
