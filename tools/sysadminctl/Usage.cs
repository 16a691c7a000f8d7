using System.Text;
using MacStateStore.Releases;

namespace Sysadminctl;

/// <summary>The usage text of a release (dossier sysadminctl, 2): one message of several lines.</summary>
internal static class Usage
{
    /// <summary>Prints it; that is no failure.</summary>
    public static int Print(Call call)
    {
        call.Say(TextFor(call.Os));
        return Call.Done;
    }

    public static string TextFor(MacOSVersion os)
    {
        var text = new StringBuilder("Usage: sysadminctl\n");
        foreach (var verb in Grammar.Verbs)
            if (verb.Word.IsKnownTo(os))
                text.Append('\t').AppendJoin(' ', Parts(verb, os)).Append('\n');
        text.Append('\n').Append(Messages.UsageNotes);
        if (os.Has(Capability.HasRoleAccounts)) text.Append("\n\n").Append(Messages.UsageRoleAccounts);
        return text.ToString();
    }

    private static IEnumerable<string> Parts(Verb verb, MacOSVersion os)
    {
        yield return verb.Word.Usage;
        foreach (var (isRequired, choices) in verb.Groups)
        {
            var known = string.Join(" || ", choices.Where(option => option.IsKnownTo(os)).Select(option => option.Usage));
            if (known.Length > 0) yield return isRequired ? known : $"[{known}]";
        }
        if (verb.Authorization is { } authorization)
            yield return $"{authorization} || {Grammar.AdminUser.Usage} {Grammar.AdminPassword.Usage})";
    }
}
