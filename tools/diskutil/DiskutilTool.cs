using MacToolHost;

namespace Diskutil;

/// <summary>The tool for disks, volumes and their crypto users (dossier diskutil).</summary>
public static class DiskutilTool
{
    private const string Quiet = "quiet";

    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("diskutil", Run, SecretsOf) { Declare = Declared.Declare };

    private static int Run(ToolRun run)
    {
        var words = run.Arguments;
        var isQuiet = words.Count > 0 && words[0].Equals(Quiet, StringComparison.OrdinalIgnoreCase);
        if (isQuiet) words = [.. words.Skip(1)];
        if (words.Count == 0) return Refuse(run, Usage.Tool);
        var family = Verbs.FamilyOf(words[0]);
        var place = family.Name.Length > 0 ? 1 : 0;
        if (place == words.Count) return Refuse(run, family.Help(run.Mac.System.Version));
        var verb = family.Find(words[place], run.Mac.System.Version);
        if (verb is null) return Refuse(run, family.Unknown(words[place]) + "\n");
        var call = new Call(run, verb, [.. words.Skip(place + 1)], isQuiet);
        if (call.Words.Count == 0 && verb.NeedsArguments) throw call.UsageFailure();
        return verb.Run is { } work ? work(call) : throw new NotEmulatedException($"diskutil {verb.FullName}");
    }

    private static int Refuse(ToolRun run, string text)
    {
        run.Console.Error(text);
        throw new CommandFailedException(1);
    }

    // A word after an option that takes a passphrase is one, whatever the verb.
    private static bool[] SecretsOf(IReadOnlyList<string> arguments) =>
        [.. arguments.Select((_, i) => i > 0 && Verbs.SecretOptions.Contains(arguments[i - 1]))];
}
