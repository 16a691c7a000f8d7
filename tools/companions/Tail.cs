namespace Companions;

/// <summary><c>tail</c>: the old forms <c>+N</c> and <c>-r</c> (backwards), said in Linux's words; <c>head</c> of a Mac takes no negative number.</summary>
internal static class Tail
{
    public static readonly Companion Companion = Companions.Companion.InLinuxWords("tail", InLinuxWords) with { IsForHost = arguments => !IsBsd(arguments) };

    internal static bool IsBsd(IReadOnlyList<string> arguments) =>
        arguments is [['+', _, ..], ..] or ["-r", ..] || arguments.Any(argument => argument is ['-', not '-', ..] && argument.Contains('b', StringComparison.Ordinal) && !argument.Contains('n', StringComparison.Ordinal));

    internal static IReadOnlyList<string> InLinuxWords(IReadOnlyList<string> arguments) =>
        arguments[0] is ['+', .. var count] && count.All(char.IsAsciiDigit) ? ["-n", $"+{count}", .. arguments.Skip(1)]
        : throw new MacToolHost.NotEmulatedException($"tail {string.Join(' ', arguments)}");
}
