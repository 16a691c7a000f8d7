using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The password rules of configuration profiles (<c>com.apple.mobiledevice.passwordpolicy</c>) as account policies, which is how a Mac
/// shows and obeys them (dossier profiles, 12).
/// </summary>
internal static class ProfilePasswordPolicy
{
    private const int SequenceLength = 3;

    /// <summary>The rules in force for a user (for everybody, where null); empty where there are none.</summary>
    public static PlistDictionary Of(Mac mac, string? user)
    {
        var payloads = mac.Profiles.Payloads(ProfilePayload.PasswordPolicyType, user);
        if (payloads.Count == 0) return [];
        var rules = payloads.SelectMany(payload => Rules(mac, payload)).ToList();
        return new PlistDictionary(rules.GroupBy(rule => rule.Category).Select(category =>
            KeyValuePair.Create<string, PlistValue>(category.Key, new PlistArray(category.Select(rule => rule.Rule)))));
    }

    private static IEnumerable<(string Category, PlistDictionary Rule)> Rules(Mac mac, ProfilePayload payload)
    {
        var settings = payload.Settings;
        if (Number(settings, "minLength") is { } length)
            yield return Content(payload, "minLength", $"policyAttributePassword matches '.{{{length},}}'", ("minimumLength", length));
        if (Number(settings, "minComplexChars") is { } complex)
            yield return Content(payload, "minComplexChars", $"policyAttributePassword matches '(.*[^a-zA-Z0-9].*){{{complex},}}'", ("minimumSymbols", complex));
        if (settings.TryGetBoolean("requireAlphanumeric", out var alphanumeric) && alphanumeric)
            yield return Content(payload, "requireAlphanumeric", "policyAttributePassword matches '.*[a-zA-Z].*' and policyAttributePassword matches '.*[0-9].*'");
        if (settings["allowSimple"] is PlistBoolean { Value: false })
            yield return Content(payload, "allowSimple", $"not (policyAttributePassword matches '.*({string.Join('|', Sequences())}).*')");
        if (settings["customRegex"] is PlistDictionary custom && custom.TryGetString("passwordContentRegex", out var pattern))
            yield return Content(payload, "customRegex", $"policyAttributePassword matches '{pattern.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'");
        if (Number(settings, "pinHistory") is { } history)
            yield return Content(payload, "pinHistory", PolicyExpression.NotInHistory, (PolicyExpression.HistoryDepthParameter, Math.Min(history, PasswordHistory.Longest)));
        if (Number(settings, "maxFailedAttempts") is { } attempts)
        {
            const string Few = "(policyAttributeFailedAuthentications < policyAttributeMaximumFailedAuthentications)";
            yield return Number(settings, "minutesUntilFailedLoginReset") is { } minutes
                ? Rule(AccountPolicies.Authentication, payload, "maxFailedAttempts",
                    Few + " OR (policyAttributeCurrentTime > (policyAttributeLastFailedAuthenticationTime + autoEnableInSeconds))",
                    ("autoEnableInSeconds", minutes * 60), ("policyAttributeMaximumFailedAuthentications", attempts))
                : Rule(AccountPolicies.Authentication, payload, "maxFailedAttempts", Few, ("policyAttributeMaximumFailedAuthentications", attempts));
        }
        if (Number(settings, "maxPINAgeInDays") is { } days)
            yield return Rule(AccountPolicies.PasswordChange, payload, "maxPINAgeInDays",
                "policyAttributeCurrentTime > policyAttributeLastPasswordChangeTime + (policyAttributeExpiresEveryNDays * DAYS_TO_SECONDS)", ("policyAttributeExpiresEveryNDays", days));
        if (settings.TryGetBoolean("changeAtNextAuth", out var change) && change)
            yield return Rule(AccountPolicies.PasswordChange, payload, "changeAtNextAuth",
                "policyAttributeLastPasswordChangeTime < policyAttributeNewPasswordRequiredTime", ("policyAttributeNewPasswordRequiredTime", InstalledAt(mac, payload)));
    }

    private static (string, PlistDictionary) Content(ProfilePayload payload, string name, string content, params IReadOnlyList<(string Name, long Value)> parameters) =>
        Rule(AccountPolicies.PasswordContent, payload, name, content, parameters);

    private static (string, PlistDictionary) Rule(string category, ProfilePayload payload, string name, string content, params IReadOnlyList<(string Name, long Value)> parameters)
    {
        var rule = new PlistDictionary { ["policyContent"] = content, ["policyIdentifier"] = $"ProfilePayload:{payload.Uuid}:{name}" };
        if (parameters.Count > 0) rule["policyParameters"] = new PlistDictionary(parameters.Select(parameter => KeyValuePair.Create<string, PlistValue>(parameter.Name, parameter.Value)));
        return (category, rule);
    }

    private static long InstalledAt(Mac mac, ProfilePayload payload) =>
        mac.Profiles.All.Where(installed => installed.Profile.Payloads.Contains(payload)).Max(installed => installed.InstalledAt).ToUnixTimeSeconds();

    // Three of a kind, and three that follow each other up or down.
    private static IEnumerable<string> Sequences()
    {
        foreach (var (first, last) in ((char, char)[])[('0', '9'), ('a', 'z'), ('A', 'Z')])
            for (var c = first; c <= last; c++)
            {
                yield return new string(c, SequenceLength);
                if (c + SequenceLength - 1 > last) continue;
                yield return $"{c}{(char)(c + 1)}{(char)(c + 2)}";
                yield return $"{(char)(c + 2)}{(char)(c + 1)}{c}";
            }
    }

    // Zero asks for nothing.
    private static long? Number(PlistDictionary settings, string key) => settings.TryGetInteger(key, out var number) && number is > 0 and <= int.MaxValue ? number : null;
}
