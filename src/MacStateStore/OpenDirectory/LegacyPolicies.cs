using System.Globalization;
using MacStateStore.PropertyLists;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The old password policies (<c>minChars=8 usingHistory=3 …</c>), which macOS turns into account policies since 10.10, each under the
/// identifier <c>com.apple.policy.legacy.KEY</c> (dossier companions, 5; manual page of pwpolicy).
/// </summary>
public static class LegacyPolicies
{
    private const string Identifier = "com.apple.policy.legacy.";
    private const string NeverSet = "12/31/69"; // what -1 is as a date
    private const string Attempts = "policyAttributeFailedAuthentications < policyAttributeMaximumFailedAuthentications";
    private const string Reset = "minutesUntilFailedLoginReset";
    private const string ResetSeconds = "autoEnableInSeconds";
    private const string RequiredTime = "policyAttributeNewPasswordRequiredTime";
    private const string OnDate = "policyAttributeExpiresOnDate";
    private const long Never = uint.MaxValue;

    // {0} in a rule is the number; Parameter is where the rule keeps it.
    private sealed record Key(string Name, string Category, string Rule, string Parameter);

    private static readonly Key[] Keys =
    [
        new("usingHistory", AccountPolicies.PasswordContent, "none policyAttributePasswordHashes in policyAttributePasswordHistory", PolicyExpression.HistoryDepthParameter),
        new("requiresAlpha", AccountPolicies.PasswordContent, "policyAttributePassword matches '(.*[a-zA-Z].*){{{0},}}+'", "minimumAlphaCharacters"),
        new("requiresNumeric", AccountPolicies.PasswordContent, "policyAttributePassword matches '(.*[0-9].*){{{0},}}+'", "minimumNumericCharacters"),
        new("requiresMixedCase", AccountPolicies.PasswordContent, "policyAttributePassword matches '(.*[a-z].*[A-Z].*)|(.*[A-Z].*[a-z].*)'", "minimumMixedCaseCharacters"),
        new("requiresSymbol", AccountPolicies.PasswordContent, "policyAttributePassword matches '(.*[^a-zA-Z0-9].*){{{0},}}+'", "minimumSymbols"),
        new("minChars", AccountPolicies.PasswordContent, "policyAttributePassword matches '.{{{0},}}+'", "minimumLength"),
        new("maxChars", AccountPolicies.PasswordContent, "policyAttributePassword matches '.{{0,{0}}}+'", "maximumLength"),
        new("passwordCannotBeName", AccountPolicies.PasswordContent, "policyAttributePassword != policyAttributeRecordName", "passwordCannotBeName"),
        new("maxFailedLoginAttempts", AccountPolicies.Authentication, Attempts, "policyAttributeMaximumFailedAuthentications"),
        new("maxMinutesUntilDisabled", AccountPolicies.Authentication, "policyAttributeCurrentTime < policyAttributeCreationTime + maxMinutesUntilDisabled * 60", "maxMinutesUntilDisabled"),
        new("usingHardExpirationDate", AccountPolicies.Authentication, $"policyAttributeCurrentTime < {OnDate}", "usingHardExpirationDate"),
        new("maxMinutesUntilChangePassword", AccountPolicies.PasswordChange, "policyAttributeCurrentTime > policyAttributeLastPasswordChangeTime + maxMinutesUntilChangePassword * 60", "maxMinutesUntilChangePassword"),
        new("usingExpirationDate", AccountPolicies.PasswordChange, $"policyAttributeCurrentTime > {OnDate}", "usingExpirationDate"),
        new("newPasswordRequired", AccountPolicies.PasswordChange, $"policyAttributeLastPasswordChangeTime < {RequiredTime}", "newPasswordRequired"),
    ];

    // The dates, and the policies that they belong to.
    private static readonly (string Name, string Of)[] Dates = [("expirationDateGMT", "usingExpirationDate"), ("hardExpireDateGMT", "usingHardExpirationDate")];

    // What has no rule here, with the one value that asks for nothing.
    private static readonly (string Name, string Value)[] Neutral =
        [("canModifyPasswordforSelf", "1"), ("isAdminUser", "0"), ("maxMinutesOfNonUse", "0"), ("notGuessablePattern", "0"), ("isSessionKeyAgent", "0"), ("isComputerAccount", "0")];

    private const string GlobalOrder =
        "usingHistory canModifyPasswordforSelf usingExpirationDate usingHardExpirationDate requiresAlpha requiresNumeric expirationDateGMT hardExpireDateGMT " +
        "maxMinutesUntilChangePassword maxMinutesUntilDisabled maxMinutesOfNonUse maxFailedLoginAttempts minChars maxChars passwordCannotBeName " +
        "requiresMixedCase requiresSymbol newPasswordRequired minutesUntilFailedLoginReset notGuessablePattern";

    private const string UserOrder =
        "isDisabled isAdminUser newPasswordRequired usingHistory canModifyPasswordforSelf usingExpirationDate usingHardExpirationDate requiresAlpha requiresNumeric " +
        "expirationDateGMT hardExpireDateGMT maxMinutesUntilChangePassword maxMinutesUntilDisabled maxMinutesOfNonUse maxFailedLoginAttempts minChars maxChars " +
        "passwordCannotBeName requiresMixedCase requiresSymbol notGuessablePattern isSessionKeyAgent isComputerAccount";

    /// <summary>The policies with what a line of <c>KEY=VALUE</c> words says; what it doesn't name stays.</summary>
    /// <param name="mac">The Mac, for its time.</param>
    /// <param name="policies">What is in force.</param>
    /// <param name="line">The words.</param>
    /// <param name="isDisabled">What it says of the account itself; null for nothing.</param>
    /// <exception cref="AccountPolicyException">A word can't be emulated, or is none.</exception>
    public static PlistDictionary Changed(Mac mac, PlistDictionary policies, string line, out bool? isDisabled)
    {
        isDisabled = null;
        var changed = policies;
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Split('=') is not [var name, { Length: > 0 } value]) throw new AccountPolicyException($"the policy '{word}', which is no KEY=VALUE");
            if (name == "isDisabled" && value is "0" or "1") isDisabled = value == "1";
            else changed = Changed(mac, changed, name, value);
        }
        return changed;
    }

    /// <summary>The policies without those that came in the old way.</summary>
    public static PlistDictionary Without(PlistDictionary policies) => Rebuilt(policies, _ => true, []);

    /// <summary>All old policies as one line; those that aren't set as zeros.</summary>
    /// <param name="policies">What is in force.</param>
    /// <param name="user">Whose; null for the node's.</param>
    public static string Line(PlistDictionary policies, DirectoryRecord? user) =>
        string.Join(' ', (user is null ? GlobalOrder : UserOrder).Split(' ').Select(name => $"{name}={Value(policies, name, user)}"));

    private static string Value(PlistDictionary policies, string name, DirectoryRecord? user)
    {
        if (name == "isDisabled") return AuthenticationAuthorities.IsDisabled(user!) ? "1" : "0";
        if (Neutral.FirstOrDefault(neutral => neutral.Name == name) is { Name: not null } only) return only.Value;
        if (Dates.FirstOrDefault(date => date.Name == name) is { Name: not null } date)
            return Number(policies, date.Of, OnDate) is { } seconds and not Never
                ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("MM/dd/yy", CultureInfo.InvariantCulture) : NeverSet;
        if (name == Reset) return $"{(Number(policies, "maxFailedLoginAttempts", ResetSeconds) ?? 0) / 60}";
        if (name == "newPasswordRequired")
            return Number(policies, name, RequiredTime) is { } since && (user is null || AccountPolicyData.Book(user).PasswordSet < since) ? "1" : "0";
        return $"{Number(policies, name, Array.Find(Keys, key => key.Name == name)!.Parameter) ?? 0}";
    }

    private static PlistDictionary Changed(Mac mac, PlistDictionary policies, string name, string value)
    {
        if (Neutral.Any(neutral => neutral == (name, value))) return policies;
        if (Array.Exists(Dates, date => date.Name == name)) return WithDate(policies, name, value);
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > int.MaxValue)
            throw new AccountPolicyException($"the policy '{name}={value}'");
        if (name == Reset)
        {
            var attempts = Number(policies, "maxFailedLoginAttempts", "policyAttributeMaximumFailedAuthentications") ?? 0;
            return number == 0 ? policies : WithAttempts(policies, attempts, number * 60);
        }
        if (name == "maxFailedLoginAttempts") return WithAttempts(policies, number, Number(policies, name, ResetSeconds) ?? 0);
        var key = Array.Find(Keys, known => known.Name == name) ?? throw new AccountPolicyException($"the policy '{name}={value}'");
        return Set(policies, key, key.Rule, number, key.Name switch
        {
            "newPasswordRequired" => [(RequiredTime, (long)Math.Ceiling(AccountPolicyData.Seconds(mac.Clock.Now)))],
            "usingExpirationDate" or "usingHardExpirationDate" => [(OnDate, Number(policies, name, OnDate) ?? Never)],
            _ => [],
        });
    }

    // The two come in either order; without a number of attempts there is nothing to set back.
    private static PlistDictionary WithAttempts(PlistDictionary policies, long attempts, long seconds)
    {
        var key = Array.Find(Keys, known => known.Name == "maxFailedLoginAttempts")!;
        if (seconds == 0) return Set(policies, key, Attempts, attempts, []);
        var rule = $"({Attempts}) OR (policyAttributeCurrentTime > (policyAttributeLastFailedAuthenticationTime + {ResetSeconds}))";
        return attempts == 0 ? throw new AccountPolicyException($"the policy '{Reset}' before or without maxFailedLoginAttempts") : Set(policies, key, rule, attempts, [(ResetSeconds, seconds)]);
    }

    private static PlistDictionary WithDate(PlistDictionary policies, string name, string value)
    {
        var key = Array.Find(Keys, known => known.Name == Dates.First(date => date.Name == name).Of)!;
        if (!DateTimeOffset.TryParseExact(value, "M/d/yy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return value == "0" ? policies : throw new AccountPolicyException($"the policy '{name}={value}', which is no date such as 12/31/27");
        return Number(policies, key.Name, key.Parameter) is null ? throw new AccountPolicyException($"the policy '{name}' before or without {key.Name}=1")
            : Set(policies, key, key.Rule, 1, [(OnDate, date.ToUnixTimeSeconds())]);
    }

    private static PlistDictionary Set(PlistDictionary policies, Key key, string rule, long number, (string Name, long Value)[] further)
    {
        if (number == 0) return Rebuilt(policies, identifier => identifier == Identifier + key.Name, []);
        var parameters = new PlistDictionary { { key.Parameter, new PlistInteger(number) } };
        foreach (var (name, value) in further) parameters.Add(name, new PlistInteger(value));
        var entry = new PlistDictionary
        {
            { "policyContent", string.Format(CultureInfo.InvariantCulture, key.Rule == rule ? rule : rule.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), number) },
            { "policyIdentifier", Identifier + key.Name },
            { "policyParameters", parameters },
        };
        return Rebuilt(policies, identifier => identifier == Identifier + key.Name, [(key.Category, entry)]);
    }

    // The policies without the old ones that are meant, and with some more.
    private static PlistDictionary Rebuilt(PlistDictionary policies, Func<string, bool> isMeant, (string Category, PlistDictionary Rule)[] more)
    {
        var rebuilt = new PlistDictionary();
        foreach (var category in policies.Keys.Concat(more.Select(added => added.Category)).Distinct().ToList())
        {
            var rules = (policies[category] as PlistArray ?? []).Where(rule => IdentifierOf(rule) is not { } identifier || !identifier.StartsWith(Identifier, StringComparison.Ordinal) || !isMeant(identifier))
                .Concat(more.Where(added => added.Category == category).Select(added => added.Rule)).ToList();
            if (rules.Count > 0) rebuilt.Add(category, new PlistArray(rules));
        }
        return rebuilt;
    }

    private static long? Number(PlistDictionary policies, string name, string parameter)
    {
        foreach (var (_, rules) in policies)
            foreach (var rule in rules as PlistArray ?? [])
                if (IdentifierOf(rule) == Identifier + name && ((PlistDictionary)rule)["policyParameters"] is PlistDictionary parameters && parameters.TryGetInteger(parameter, out var number)) return number;
        return null;
    }

    private static string? IdentifierOf(PlistValue rule) => rule is PlistDictionary entry && entry["policyIdentifier"] is PlistString { Value: var text } ? text : null;
}
