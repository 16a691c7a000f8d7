namespace Scripts.Tests;

/// <summary>The project's example, as a newcomer runs it.</summary>
public sealed class ExampleTests
{
    [SkippableFact]
    public void The_example_keeps_the_token_for_alice_only_with_the_tag()
    {
        foreach (var (arguments, itadmin, alice) in new (string[], bool, bool)[] { ([], false, true), (["--untagged"], true, false) })
        {
            using var rehearsal = new Rehearsal("{machine: {os: '14.5'}}");
            var ended = rehearsal.Run("macemu", ["run", Path.Combine(Rehearsal.Examples, "disabledtags/create-admin.sh"), .. arguments]);
            Assert.Equal(new Ended(0, "itadmin made: UID 480, yes itadmin is a member of admin\n", ""), ended);
            Assert.Equal(0, rehearsal.Run("macemu", "setup", "alice", "--password", "s3cret").Status);

            Assert.Equal(itadmin, rehearsal.Account("itadmin")!.HasSecureToken);
            Assert.Equal(alice, rehearsal.Account("alice")!.HasSecureToken);
            Assert.Equal(alice, rehearsal.Account("alice")!.IsVolumeOwner);
        }
    }
}
