using MacStateStore.OpenDirectory;

namespace MacStateStore.Tests.SecureEnclave;

/// <summary>Who gets the first secure token, by release (cross-check 1; Apple Platform Deployment).</summary>
public sealed class FirstTokenTests
{
    public static TheoryData<string> Releases => [.. new[] { "10.13", "10.14", "10.15", "11", "12", "13", "14", "15", "26" }];

    [Theory]
    [MemberData(nameof(Releases))]
    public void Setup_Assistants_user_holds_the_token_in_every_release(string os)
    {
        using var test = new TestMac(new MachineSpecification { Os = os, Setup = new SetupUser("alice", "s3cret") });

        Assert.True(test.Mac.SecureTokens.Has(test.User("alice")));
        Assert.True(test.Mac.SecureTokens.Keys.CanUnlock(test.User("alice").Text(AttributeName.GeneratedUid)!, "s3cret"));
        Assert.False(test.Mac.SecureTokens.Keys.CanUnlock(test.User("alice").Text(AttributeName.GeneratedUid)!, "wrong"));
        Assert.True(test.User("alice").Has(AttributeName.AuthenticationAuthority, ";SecureToken;"));
    }
}
