using System.CommandLine;
using MacToolHost;

namespace MacEmu;

/// <summary>The help of a command: how it is called, what it does, its options, an example.</summary>
internal static class Help
{
    public static int Show(Verb verb, ToolConsole console)
    {
        console.OutLine($"Usage: {Synopsis(verb)}");
        console.OutLine();
        console.OutLine(Sentence(verb.Description!));
        if (verb.Details is { } details) console.OutLine(details);
        Section("Commands", [.. verb.Subcommands.Where(sub => !sub.Hidden).Select(sub => (sub.Name, sub.Description!))]);
        Section("Arguments", [.. verb.Arguments.Select(argument => (argument.Name, argument.Description!))]);
        Section("Options", [.. AllOptions(verb).Select(option => (Form(option), option.Description!))]);
        console.OutLine();
        console.OutLine("Example:");
        console.OutLine($"  {verb.Example}");
        return Status.Good;

        void Section(string title, IReadOnlyList<(string Name, string Text)> rows)
        {
            if (rows.Count == 0) return;
            console.OutLine();
            console.OutLine($"{title}:");
            var width = Math.Min(28, rows.Max(row => row.Name.Length));
            foreach (var (name, text) in rows)
                console.OutLine(name.Length > width ? $"  {name}\n  {new string(' ', width)}  {text}" : $"  {name.PadRight(width)}  {text}");
        }
    }

    /// <summary>A command's options and those that hold for every command.</summary>
    public static IEnumerable<Option> AllOptions(Command verb)
    {
        foreach (var option in verb.Options) yield return option;
        for (var parent = verb.Parents.OfType<Command>().FirstOrDefault(); parent is not null; parent = parent.Parents.OfType<Command>().FirstOrDefault())
            foreach (var option in parent.Options.Where(option => option.Recursive)) yield return option;
    }

    /// <summary>How a command is called.</summary>
    internal static string Synopsis(Verb verb)
    {
        var parts = new List<string> { Usage.NameOf(verb) };
        parts.AddRange(verb.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues > 0 ? argument.Name : $"[{argument.Name}]"));
        parts.AddRange(verb.Options.Where(option => !option.Recursive).Select(option => option.Required ? Form(option) : $"[{Form(option)}]"));
        if (verb.Subcommands.Count > 0) parts.Add("COMMAND");
        if (verb.Rest is { } rest) parts.Add(rest);
        return string.Join(' ', parts);
    }

    /// <summary>An option with its value.</summary>
    internal static string Form(Option option) => option.Arity.MaximumNumberOfValues > 0 ? $"{option.Name} {option.HelpName}" : option.Name;

    /// <summary>A description as a sentence.</summary>
    internal static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + (text.EndsWith('.') ? "" : ".");
}
