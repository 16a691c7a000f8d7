using System.CommandLine;
using System.Text;

namespace MacEmu;

/// <summary>Completion scripts for shells, made from the tree of commands.</summary>
internal static class Completions
{
    private static readonly Dictionary<string, Func<IReadOnlyList<Entry>, string>> Shells = new()
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
    };

    /// <summary>What can follow a command: the commands below it, and its options.</summary>
    private sealed record Entry(string Path, IReadOnlyList<Command> Commands, IReadOnlyList<Option> Options, bool TakesFile);

    public static Verb Define()
    {
        var shell = Verb.Required("SHELL", "bash, zsh or fish");
        return new Verb("completions", "print a completion script for bash, zsh or fish", "source <(macemu completions bash)", run => Run(run, run.Value(shell))) { shell };
    }

    private static int Run(Invocation run, string shell)
    {
        if (!Shells.TryGetValue(shell, out var write)) throw new MacEmuException($"completions: '{shell}' is not one of {string.Join(", ", Shells.Keys)}");
        run.Console.Out(write([.. Entries(MacEmuProgram.Tree(), "")]));
        return Status.Good;
    }

    private static IEnumerable<Entry> Entries(Verb verb, string path)
    {
        yield return new Entry(path, [.. verb.Subcommands.Where(sub => !sub.Hidden)], [.. Help.AllOptions(verb)], verb.Rest is not null || verb.Arguments.Any(argument => argument.Name is "FILE" or "PATH" or "REPORT" or "DOCUMENT"));
        foreach (var sub in verb.Subcommands.OfType<Verb>().Where(sub => !sub.Hidden))
            foreach (var entry in Entries(sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}")) yield return entry;
    }

    private static bool HasValue(Option option) => option.Arity.MaximumNumberOfValues > 0;

    private static string[] Values(Option option) => option.HelpName is { } name && name.Contains('|', StringComparison.Ordinal) ? name.Split('|') : [];

    private static bool IsFile(Option option) => option.HelpName is "FILE" or "DIR";

    private static IEnumerable<string> Words(Entry entry) => entry.Commands.Select(command => command.Name).Concat(entry.Options.Select(option => option.Name));

    // The commands typed so far, found by walking over the words and leaving out options and their values.
    private const string PathLoop = """
              local typed="" word i skip=0
              for ((i = @first; i < @last; i++)); do
                word=@word
                if ((skip)); then skip=0; continue; fi
                case "$word" in
                  @valued) skip=1 ;;
                  -*) ;;
                  *) case "${typed:+$typed }$word" in @paths) typed="${typed:+$typed }$word" ;; esac ;;
                esac
              done
            """;

    private static string Loop(IReadOnlyList<Entry> entries, string first, string last, string word) => PathLoop
        .Replace("@first", first, StringComparison.Ordinal).Replace("@last", last, StringComparison.Ordinal).Replace("@word", word, StringComparison.Ordinal)
        .Replace("@valued", string.Join('|', entries.SelectMany(entry => entry.Options).Where(HasValue).Select(option => option.Name).Distinct()), StringComparison.Ordinal)
        .Replace("@paths", string.Join('|', entries.Where(entry => entry.Path.Length > 0).Select(entry => $"\"{entry.Path}\"")), StringComparison.Ordinal);

    private static string Bash(IReadOnlyList<Entry> entries)
    {
        var script = new StringBuilder();
        script.Append("# Completions of macemu for bash; made by 'macemu completions bash'.\n_macemu() {\n");
        script.Append("  local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"\n");
        script.Append(Loop(entries, "1", "COMP_CWORD", "\"${COMP_WORDS[i]}\"")).Append('\n');
        script.Append("  COMPREPLY=()\n  case \"$typed:$prev\" in\n");
        foreach (var (path, option) in Choices(entries))
            script.Append($"    \"{path}:{option.Name}\") {(IsFile(option) ? "COMPREPLY=($(compgen -f -- \"$cur\"))" : $"COMPREPLY=($(compgen -W \"{string.Join(' ', Values(option))}\" -- \"$cur\"))")}; return ;;\n");
        script.Append("  esac\n  case \"$typed\" in\n");
        foreach (var entry in entries)
            script.Append($"    \"{entry.Path}\") COMPREPLY=($(compgen {(entry.TakesFile ? "-f " : "")}-W \"{string.Join(' ', Words(entry))}\" -- \"$cur\")) ;;\n");
        script.Append("  esac\n}\ncomplete -F _macemu macemu\n");
        return script.ToString();
    }

    private static string Zsh(IReadOnlyList<Entry> entries)
    {
        var script = new StringBuilder();
        script.Append("#compdef macemu\n# Completions of macemu for zsh; made by 'macemu completions zsh'.\n_macemu() {\n");
        script.Append("  local prev=\"${words[CURRENT-1]}\"\n");
        script.Append(Loop(entries, "2", "CURRENT", "\"${words[i]}\"")).Append('\n');
        script.Append("  case \"$typed:$prev\" in\n");
        foreach (var (path, option) in Choices(entries))
            script.Append($"    \"{path}:{option.Name}\") {(IsFile(option) ? "_files" : $"compadd -- {string.Join(' ', Values(option))}")}; return ;;\n");
        script.Append("  esac\n  case \"$typed\" in\n");
        foreach (var entry in entries)
            script.Append($"    \"{entry.Path}\") compadd -- {string.Join(' ', Words(entry))}{(entry.TakesFile ? "; _files" : "")} ;;\n");
        script.Append("  esac\n}\nif [ \"$funcstack[1]\" = _macemu ]; then _macemu \"$@\"; else compdef _macemu macemu; fi\n");
        return script.ToString();
    }

    private static string Fish(IReadOnlyList<Entry> entries)
    {
        var script = new StringBuilder();
        script.Append("# Completions of macemu for fish; made by 'macemu completions fish'.\n");
        foreach (var entry in entries)
        {
            var words = entry.Path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var below = entry.Commands.Count > 0 ? $"; and not __fish_seen_subcommand_from {string.Join(' ', entry.Commands.Select(command => command.Name))}" : "";
            var condition = words.Length == 0 ? "__fish_use_subcommand" : string.Join("; and ", words.Select(word => $"__fish_seen_subcommand_from {word}")) + below;
            foreach (var command in entry.Commands)
                script.Append($"complete -c macemu -f -n '{condition}' -a {command.Name} -d {Quoted(command.Description!)}\n");
            foreach (var option in entry.Options)
            {
                var value = !HasValue(option) ? "" : IsFile(option) ? " -r -F" : Values(option) is { Length: > 0 } values ? $" -x -a {Quoted(string.Join(' ', values))}" : " -x";
                script.Append($"complete -c macemu -n '{condition}' -l {option.Name[2..]}{value} -d {Quoted(option.Description!)}\n");
            }
        }
        return script.ToString();

        static string Quoted(string text) => "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
    }

    private static IEnumerable<(string Path, Option Option)> Choices(IReadOnlyList<Entry> entries) =>
        from entry in entries from option in entry.Options where IsFile(option) || Values(option).Length > 0 select (entry.Path, option);
}
