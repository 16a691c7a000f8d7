using System.CommandLine;
using System.CommandLine.Parsing;

namespace MacEmu;

/// <summary>Puts into words what is wrong with a command line.</summary>
internal static class Usage
{
    /// <exception cref="MacEmuException">The command line isn't one of the command's.</exception>
    public static void Check(ParseResult parsed, Verb verb)
    {
        if (Problem(parsed, verb) is { } problem) throw new MacEmuException($"{problem}; '{NameOf(verb)} --help' tells how it is used");
    }

    /// <summary>A command's name with those above it.</summary>
    public static string NameOf(Command verb) => verb.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{NameOf(parent)} {verb.Name}" : verb.Name;

    private static string? Problem(ParseResult parsed, Verb verb)
    {
        var isRoot = verb.Parents.All(parent => parent is not Command);
        var where = isRoot ? "" : $"{NameOf(verb)["macemu ".Length..]}: ";
        if (UnknownOption(parsed) is { } unknown) return $"{where}no option {unknown}";
        if (parsed.UnmatchedTokens is [var first, ..])
            return verb.Subcommands.Count == 0 ? $"{where}one argument too many: '{first}'" : $"{where}no command '{first}'";
        if (verb.Run is null)
            return isRoot ? "no command given" : $"{where}say what to do: {string.Join(", ", verb.Subcommands.Select(sub => sub.Name))}";
        foreach (var option in verb.Options.Concat(verb.Parents.OfType<Command>().SelectMany(parent => parent.Options)))
        {
            var result = parsed.GetResult(option);
            if (result is null or { Implicit: true })
            {
                if (option.Required) return $"{where}{option.Name} {option.HelpName} is missing";
                continue;
            }
            if (result.IdentifierTokenCount > 1 && option.Arity.MaximumNumberOfValues == 1) return $"{where}{option.Name} is given twice";
            if (option.Arity.MinimumNumberOfValues > 0 && result.Tokens.Count == 0) return $"{where}{option.Name} needs a value ({option.HelpName})";
            if (option.ValueType == typeof(bool) && result.Tokens.Count > 0) return $"{where}{option.Name} takes no value";
            if (result.Errors.Any())
                return $"{where}{option.Name}: '{result.Tokens[0].Value}' is not {(option.HelpName!.Contains('|', StringComparison.Ordinal) ? $"one of {option.HelpName.Replace("|", ", ", StringComparison.Ordinal)}" : $"a valid {option.HelpName}")}";
        }
        foreach (var argument in verb.Arguments)
            if (argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is null or { Tokens.Count: 0 })
                return $"{where}{argument.Name} is missing";
        return parsed.Errors.Count > 0 ? where + parsed.Errors[0].Message.TrimEnd('.') : null;
    }

    // The parser hands a word like --bogus to the next free argument.
    private static string? UnknownOption(ParseResult parsed)
    {
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash) return null;
            var looksLikeOne = token.Type == TokenType.Argument && token.Value.Length > 1 && token.Value[0] == '-';
            if (looksLikeOne && !IsValueOfOption(parsed, token)) return token.Value.Split('=', ':')[0];
        }
        return null;
    }

    private static bool IsValueOfOption(ParseResult parsed, Token token)
    {
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = command.Parent)
            if (command.Children.OfType<OptionResult>().Any(option => option.Tokens.Any(value => ReferenceEquals(value, token)))) return true;
        return false;
    }
}
