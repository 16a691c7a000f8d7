using System.Text;
using MacStateStore.PropertyLists;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The account policies of the node or of one user: a dictionary with up to three categories of rules (dossier companions, 5). The
/// node's stand in the record <c>Config/shadowhash</c>; as long as that has none, the rule that macOS comes with is in force. A
/// user's stand beside the logins in accountPolicyData.
/// </summary>
internal static class AccountPolicies
{
    /// <summary>Which passwords are accepted: every rule has to hold.</summary>
    public const string PasswordContent = "policyCategoryPasswordContent";
    /// <summary>Who may log in: every rule has to hold.</summary>
    public const string Authentication = "policyCategoryAuthentication";
    /// <summary>When a password has to be changed: when one rule holds.</summary>
    public const string PasswordChange = "policyCategoryPasswordChange";

    private const string NodeRecord = "shadowhash";

    private static readonly string[] Categories = [Authentication, PasswordChange, PasswordContent];

    /// <summary>The node's own policies; null where none were ever set or cleared.</summary>
    public static PlistDictionary? OfNode(LocalNode node) =>
        node.FindByValue(RecordType.Config, AttributeName.RecordName, NodeRecord) is { } record && record.Values(AttributeName.AccountPolicyData) is [var value, ..]
            ? Parse(value.Bytes) : null;

    /// <summary>A user's policies; empty where there are none.</summary>
    public static PlistDictionary OfUser(DirectoryRecord user) => new(AccountPolicyData.Read(user).Where(entry => Categories.Contains(entry.Key)));

    /// <summary>Replaces the policies of the node (of a user, where one is given).</summary>
    public static void Replace(DirectorySession session, DirectoryRecord? user, PlistDictionary policies)
    {
        foreach (var category in Categories) _ = Rules(policies, category);
        if (policies.Keys.FirstOrDefault(key => !Categories.Contains(key)) is { } other) throw new AccountPolicyException($"the policy category '{other}'");
        if (user is not null)
        {
            AccountPolicyData.Update(user, book =>
            {
                foreach (var category in Categories) book.Remove(category);
                foreach (var (category, rules) in policies) book.Add(category, rules);
            });
            session.Touch(user);
            return;
        }
        var record = session.Node.FindByValue(RecordType.Config, AttributeName.RecordName, NodeRecord) ?? session.Node.Create(RecordType.Config, NodeRecord);
        record.Set(AttributeName.AccountPolicyData, Encoding.UTF8.GetString(PropertyList.ToXml(policies.Sorted())));
        session.Touch(record);
    }

    /// <summary>The name of the first rule of a category that doesn't hold (with <paramref name="holds"/>: that holds); null where there is none.</summary>
    public static string? First(PlistDictionary policies, string category, PolicyFacts facts, bool holds = false) =>
        Rules(policies, category).Where(rule => rule.Expression.Holds(facts) == holds).Select(rule => rule.Identifier).FirstOrDefault();

    /// <summary>How many of the last passwords the rules want to know.</summary>
    public static int HistoryDepth(PlistDictionary policies) =>
        Rules(policies, PasswordContent).Select(rule => rule.Expression.HistoryDepth).DefaultIfEmpty().Max();

    private static List<(string Identifier, PolicyExpression Expression)> Rules(PlistDictionary policies, string category)
    {
        if (policies[category] is not { } value) return [];
        if (value is not PlistArray rules) throw new AccountPolicyException($"{category} is no array");
        return [.. rules.Select(rule => Rule(rule, category))];
    }

    private static (string Identifier, PolicyExpression Expression) Rule(PlistValue value, string category)
    {
        if (value is not PlistDictionary rule) throw new AccountPolicyException($"{category} holds something that is no dictionary");
        if (rule.Keys.FirstOrDefault(key => key is not ("policyContent" or "policyIdentifier" or "policyContentDescription" or "policyParameters")) is { } other)
            throw new AccountPolicyException($"the policy key '{other}'");
        if (!rule.TryGetString("policyContent", out var content)) throw new AccountPolicyException($"a rule of {category} without policyContent");
        if (rule["policyIdentifier"] is not (null or PlistString)) throw new AccountPolicyException("a policyIdentifier that is no string");
        if (rule["policyParameters"] is not (null or PlistDictionary)) throw new AccountPolicyException("policyParameters that are no dictionary");
        var parameters = rule["policyParameters"] as PlistDictionary ?? [];
        return ((rule["policyIdentifier"] as PlistString)?.Value ?? "", PolicyExpression.Parse(content, parameters, category == PasswordContent));
    }

    private static PlistDictionary Parse(byte[] stored)
    {
        try
        {
            return PropertyList.Parse(stored) as PlistDictionary ?? throw new AccountPolicyException("the node's policies are no dictionary");
        }
        catch (PropertyListException)
        {
            throw new AccountPolicyException("the node's policies are no property list");
        }
    }
}
