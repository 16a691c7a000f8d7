using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>changei</c>: puts a new value in the place of the one with a number, counted from 1 (dossier dscl, section 7).</summary>
internal static class ChangeIndexed
{
    public static int Run(Command command) => command.Write(() =>
    {
        if (command.RecordAt(command.Arguments[0], command.Arguments[1]) is { } record)
            command.Session.ChangeNumbered(record, AttributeName.Parse(command.Arguments[1]), Number(command.Arguments[2]), command.Arguments[3]);
    });

    // Whatever begins with no number is 0; one too large for 32 bits is the largest of them.
    private static int Number(string text)
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
