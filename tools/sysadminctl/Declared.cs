using MacStateStore.Releases;
using MacToolHost.Declarations;

namespace Sysadminctl;

/// <summary>What sysadminctl can be asked for, and how sure we are of it (docs/coverage.md).</summary>
internal static class Declared
{
    private const string Recorded =
        """
        * -adminUser -adminPassword
        -deleteUser -secure
        -resetPasswordFor -newPassword
        -addUser -fullName -UID -password -home -admin
        -secureTokenStatus
        -secureTokenOn -password
        -secureTokenOff -password
        -autologin -userName -password
        -smbGuestAccess
        -screenLock -password
        """;

    // Known by the usage text, but what they print isn't (dossier sysadminctl, 3.3, 3.7 to 3.9).
    private const string Inferred =
        """
        -newPassword
        -afpGuestAccess
        -guestAccount
        -automaticTime
        -autologin -force
        """;

    private const string Missing =
        """
        partly -deleteUser: not accounts that macOS brings
        """;

    public static Declaration Declare() => Declaration.Of("sysadminctl",
    [
        .. new[] { Grammar.AdminUser.Name, Grammar.AdminPassword.Name, Grammar.Interactive, Grammar.Help }.Select(word => new Feature("", word)),
        // A word that changed its form stands twice in the table: it begins with the first and ends with the last.
        .. Grammar.Verbs.GroupBy(verb => verb.Word.Name).SelectMany(forms => forms.First().Options.DistinctBy(option => option.Name)
            .Select(option => Of(forms.Key, option.Name, option).From(forms.First().Word.Since)).Prepend(Of(forms.Key, "", forms.Last().Word) with { Since = From(forms.First().Word) })),
    ], Recorded, Inferred, Missing);

    private static MacOSVersion? From(Option option) => option.Since is { } since ? Capabilities.SpanOf(since).From : null;

    private static Feature Of(string verb, string name, Option option) =>
        new(verb, name) { Since = From(option), Before = option.Until is { } until ? Capabilities.SpanOf(until).From : null };
}
