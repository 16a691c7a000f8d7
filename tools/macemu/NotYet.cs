namespace MacEmu;

/// <summary>Commands that macemu is to have and doesn't have yet: asked for, they say so loudly instead of doing nothing.</summary>
internal static class NotYet
{
    private static readonly (string Name, string Purpose)[] Commands =
    [
        ("report", "a report in HTML"),
    ];

    /// <summary>The names, for the help.</summary>
    public static IEnumerable<string> Names => Commands.Select(command => command.Name);

    /// <summary>What to say when a command of that name (whatever its arguments) is asked for; null where it isn't one of these.</summary>
    public static string? Describe(string name) =>
        Commands.FirstOrDefault(command => command.Name.Split(' ')[0] == name) is { Name: not null } found ? $"{found.Name} ({found.Purpose})" : null;
}
