namespace Fdesetup;

/// <summary>The abbreviated help, whose words nobody has recorded: the verbs with their options (dossier fdesetup, 5.9).</summary>
internal static class Help
{
    public static int Run(Call call)
    {
        call.Say("usage: fdesetup verb [options]");
        foreach (var verb in Grammar.Verbs)
            call.Say($"   {string.Join(' ', [verb.Name, .. verb.Options.Where(option => option.Since is not { } since || call.Has(since)).Select(Shown)])}");
        return Status.Good;
    }

    private static string Shown(Option option) => option.ValueName is { } value ? $"[-{option.Name} {value}]" : $"[-{option.Name}]";
}
