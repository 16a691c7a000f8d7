using FsCheck;
using FsCheck.Fluent;
using MacToolEmu.Tests;
using MacStateStore.OpenDirectory;
using MacStateStore.SecureEnclave;

namespace MacStateStore.Tests.OpenDirectory;

/// <summary>What holds after any history of commands.</summary>
public sealed class HistoryProperties
{
    private static readonly string[] Names = ["alice", "bob", "carol"];
    private static readonly string[] Passwords = ["alice-pw", "bob-pw", "carol-pw", "other-pw", "x"];

    private sealed record Step(int Kind, string Name, string Other, string Password, string OtherPassword);

    private static Gen<Step> Steps =>
        from kind in Gen.Choose(0, 8)
        from name in Gen.Elements(Names)
        from other in Gen.Elements(Names)
        from password in Gen.Elements(Passwords)
        from otherPassword in Gen.Elements(Passwords)
        select new Step(kind, name, other, password, otherPassword);

    [Theory]
    [InlineData("10.14")]
    [InlineData("10.15")]
    [InlineData("14")]
    [InlineData("26")]
    public void Somebody_always_holds_a_token_and_what_is_refused_changes_nothing(string os)
    {
        using var template = new TestMac(new MachineSpecification
        {
            Os = os,
            Users = [.. Names.Select(name => new UserSpecification(new NewAccount(name) { IsAdmin = name != "carol" }) { Password = $"{name}-pw", HasSecureToken = name == "alice" })],
        });
        template.Mac.End(0);
        Prop.ForAll(Steps.ListOf().ToArbitrary(), steps =>
        {
            using var test = new TestMac(template.Path);
            foreach (var step in steps)
            {
                var before = State(test);
                test.Mac.KeepSoFar();
                try
                {
                    if (!Run(test, step))
                    {
                        test.Mac.Undo();
                        Assert.Equal(before, State(test));
                    }
                }
                catch (DirectoryException)
                {
                    test.Mac.Undo();
                    Assert.Equal(before, State(test));
                }
                Assert.NotEmpty(test.Mac.SecureTokens.Holders);
                Assert.False(test.Mac.SecureTokens.Keys.IsUnclaimed);
                // The four views come from one fact: every holder with a record is marked as one.
                foreach (var person in test.Mac.Accounts.People)
                    Assert.Equal(person.HasSecureToken, test.User(person.Name).Has(AttributeName.AuthenticationAuthority, ";SecureToken;"));
            }
        }).Check(Examples.Of(60));
    }

    private static bool Run(TestMac test, Step step)
    {
        if (test.User(step.Name) is not { } user) return false;
        var accounts = test.Mac.Accounts;
        switch (step.Kind)
        {
            case 0:
                test.Root.ResetPassword(user, step.Password);
                return true;
            case 1:
                test.Root.ChangePassword(user, step.OtherPassword, step.Password);
                return true;
            case 2: return accounts.GrantSecureToken(user, step.Password, step.Other, step.OtherPassword) == SecureTokenOutcome.Done;
            case 3: return accounts.RevokeSecureToken(user, step.Password, step.Other, step.OtherPassword) == SecureTokenOutcome.Done;
            case 4 when accounts.MayDelete(user):
                accounts.Delete(user, keepHome: false);
                return true;
            case 5:
                test.Root.DeleteRecord(user);
                return true;
            case 6:
                test.Root.Authenticate(step.Name, step.Password);
                return true;
            case 7: return accounts.ResetPassword(user, step.Password, test.User(step.Other), step.OtherPassword) == SecureTokenOutcome.Done;
            case 8 when !accounts.Describe(user).HasSecureToken:
                test.Root.DeleteAttribute(user, AttributeName.AuthenticationAuthority);
                return true;
            default: return false;
        }
    }

    // All of the directory and of the crypto users, but for the count of failed logins, which is kept on purpose.
    private static string State(TestMac test) => string.Join("\n",
        new[] { RecordType.Users, RecordType.Groups, RecordType.SharePoints }.SelectMany(test.Mac.Directory.Records).Where(record => !record.IsBuiltIn || record.Name == "admin")
            .SelectMany(record => record.AllAttributes()
                .Where(attribute => attribute.Name != AttributeName.AccountPolicyData)
                .SelectMany(attribute => attribute.Values.Select(value => $"{record.Type.ShortName}/{record.Name} {attribute.Name.Key} {Convert.ToHexString(value.Bytes)}")))
            .Concat(test.Mac.SecureTokens.Keys.Users.Select(user => user.ToString())));
}
