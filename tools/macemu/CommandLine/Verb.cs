using System.CommandLine;

namespace MacEmu;

/// <summary>One command of macemu as the parser knows it, with what it does and an example for its help.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it is for, in a line.</param>
/// <param name="example">How it is used.</param>
/// <param name="run">Does it; null for one that only has commands below it.</param>
internal sealed class Verb(string name, string description, string example, Func<Invocation, int>? run = null) : Command(name, description)
{
    /// <summary>How the command is used.</summary>
    public string Example { get; } = example;

    /// <summary>Does the work and gives the exit status.</summary>
    public Func<Invocation, int>? Run { get; } = run;

    /// <summary>What follows the options and isn't looked at here: the script or command line of <c>macemu run</c>; null where nothing does.</summary>
    public string? Rest { get; init; }

    /// <summary>Its options and arguments, where no list of children can follow.</summary>
    public IEnumerable<Symbol> Symbols
    {
        init
        {
            foreach (var symbol in value)
                if (symbol is Argument argument) Add(argument);
                else Add((Option)symbol);
        }
    }

    /// <summary>More to say than one line holds.</summary>
    public string? Details { get; init; }

    /// <summary>A positional argument that must be given.</summary>
    public static Argument<string> Required(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ExactlyOne };

    /// <summary>A positional argument that may be left out.</summary>
    public static Argument<string?> Optional(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>An option with a value.</summary>
    public static Option<string?> Valued(string name, string valueName, string description, bool required = false) =>
        new(name) { Description = description, HelpName = valueName, Required = required, Arity = ArgumentArity.ExactlyOne };

    /// <summary>An option that is there or not.</summary>
    public static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>An option with one of a few values.</summary>
    public static Option<string?> OneOf(string name, string description, params string[] values)
    {
        var option = Valued(name, string.Join('|', values), description);
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
