using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// Which passwords are accepted and who may log in: the rules of the user and those of the node, all of which count (dossiers dscl 8,
/// companions 5).
/// </summary>
internal static class PasswordPolicy
{
    private const int BuiltInMinimum = 4;

    /// <summary>The policies of the node: those that were set, else those that macOS comes with from 10.14 on, and those of profiles.</summary>
    public static PlistDictionary OfNode(Mac mac, LocalNode node)
    {
        var own = AccountPolicies.OfNode(node) ?? (mac.System.Version.Has(Capability.PasswordNeedsFourCharacters) ? BuiltIn : []);
        var all = new PlistDictionary(own);
        foreach (var (category, rules) in ProfilePasswordPolicy.Of(mac, user: null))
            all[category] = new PlistArray([.. own[category] as PlistArray ?? [], .. (PlistArray)rules]);
        return all;
    }

    /// <summary>Whether a new password is accepted. An account may begin with an empty one.</summary>
    /// <param name="mac">The Mac.</param>
    /// <param name="name">The user's short name.</param>
    /// <param name="user">The user; null where the account is yet to be made.</param>
    /// <param name="password">The new password.</param>
    /// <param name="isReset">Whether an administrator sets it: then neither its history nor the age of the old one counts.</param>
    public static bool Accepts(Mac mac, string name, DirectoryRecord? user, string password, bool isReset)
    {
        if (password.Length == 0 && (user is null || user.Values(AttributeName.ShadowHashData).Count == 0)) return true;
        var facts = Facts(mac, name, user) with { Password = password };
        facts = isReset ? facts with { Book = facts.Book with { PasswordSet = 0 } }
            : facts with { WasUsed = depth => user is not null && user.Values(AttributeName.ShadowHashData) is [var hash, ..] && ShadowHash.WasUsed(hash.Bytes, password, depth) };
        if (AccountPolicies.First(ProfilePasswordPolicy.Of(mac, name), AccountPolicies.PasswordContent, facts) is not null) return false;
        if (user is not null && AccountPolicies.First(AccountPolicies.OfUser(user), AccountPolicies.PasswordContent, facts) is not null) return false;
        if (AccountPolicies.OfNode(mac.Directory) is { } own) return AccountPolicies.First(own, AccountPolicies.PasswordContent, facts) is null;
        return !mac.System.Version.Has(Capability.PasswordNeedsFourCharacters) || password.EnumerateRunes().Count() >= BuiltInMinimum;
    }

    /// <summary>How many of a user's last passwords some rule wants to know, the current one included.</summary>
    public static int HistoryDepth(Mac mac, DirectoryRecord user) => Math.Max(
        Math.Max(AccountPolicies.HistoryDepth(AccountPolicies.OfUser(user)), AccountPolicies.HistoryDepth(ProfilePasswordPolicy.Of(mac, user.Name))),
        AccountPolicies.OfNode(mac.Directory) is { } node ? AccountPolicies.HistoryDepth(node) : 0);

    /// <summary>Which rule keeps a user from logging in; null where none does.</summary>
    public static FailedPolicy? RefusesAuthentication(Mac mac, DirectoryRecord user)
    {
        var facts = Facts(mac, user.Name, user);
        if (AccountPolicies.First(AccountPolicies.OfUser(user), AccountPolicies.Authentication, facts) is { } own) return new FailedPolicy(own, IsOfUser: true);
        var common = AccountPolicies.First(ProfilePasswordPolicy.Of(mac, user.Name), AccountPolicies.Authentication, facts)
            ?? (AccountPolicies.OfNode(mac.Directory) is { } node ? AccountPolicies.First(node, AccountPolicies.Authentication, facts) : null);
        return common is null ? null : new FailedPolicy(common, IsOfUser: false);
    }

    /// <summary>Whether a user's password is due to be changed.</summary>
    public static bool WantsChange(Mac mac, DirectoryRecord user)
    {
        var facts = Facts(mac, user.Name, user);
        return AccountPolicies.First(AccountPolicies.OfUser(user), AccountPolicies.PasswordChange, facts, holds: true) is not null
            || AccountPolicies.First(ProfilePasswordPolicy.Of(mac, user.Name), AccountPolicies.PasswordChange, facts, holds: true) is not null
            || (AccountPolicies.OfNode(mac.Directory) is { } node && AccountPolicies.First(node, AccountPolicies.PasswordChange, facts, holds: true) is not null);
    }

    private static PlistDictionary BuiltIn => new()
    {
        {
            AccountPolicies.PasswordContent,
            new PlistArray(
            [
                new PlistDictionary
                {
                    { "policyContent", $"policyAttributePassword matches '.{{{BuiltInMinimum},}}+'" },
                    { "policyContentDescription", new PlistDictionary { { "en", "Enter a password that is four characters or more." } } },
                    { "policyIdentifier", "com.apple.defaultpasswordpolicy" },
                },
            ])
        },
    };

    private static PolicyFacts Facts(Mac mac, string name, DirectoryRecord? user)
    {
        var now = AccountPolicyData.Seconds(mac.Clock.Now);
        return new PolicyFacts(name, now, user is null ? new AccountBook(now, now, 0, 0) : AccountPolicyData.Book(user));
    }
}

/// <summary>A rule of an account policy that keeps somebody out.</summary>
/// <param name="Identifier">Its policyIdentifier; empty where it has none.</param>
/// <param name="IsOfUser">Whether it is the user's own rather than the node's.</param>
public sealed record FailedPolicy(string Identifier, bool IsOfUser);
