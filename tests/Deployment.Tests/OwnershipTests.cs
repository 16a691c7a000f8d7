using MacStateStore;
using MacStateStore.LocalPolicy;
using MacStateStore.SecureEnclave;

namespace Deployment.Tests;

/// <summary>
/// Owners and Install Users as the article "Owners and users: Primary and secondary systems on M1 Macs" tells of them, which quotes Apple
/// Platform Security: each rule it states stands in a comment beside what checks it.
/// </summary>
public sealed class OwnershipTests : IDisposable
{
    private const string Alice = "-u alice -p pw-alice";

    private readonly Fleet fleet = new("--os", "14.5", "--setup", "alice:pw-alice");

    public void Dispose() => fleet.Dispose();

    [Fact]
    public void A_restore_initializes_the_default_state()
    {
        var old = Owner();
        var policy = fleet.Look(mac => mac.System.VolumeGroup);
        fleet.Good("macemu", "policy", "show", "--raw", fleet.Machine + ".img4");
        fleet.Good("macemu", "install-os", "--volume", "Second", "--password", "pw-alice");
        fleet.Good("macemu", "dfu-restore");
        Assert.Single(fleet.Look(mac => mac.Systems));
        Assert.DoesNotContain("Second", fleet.Good("diskutil", "list"));
        // "a tethered erase-install … creates a new pair of public and private keys which are held in the Secure Enclave."
        var made = Owner();
        Assert.NotEqual(Convert.ToHexString(old.PublicKey.Span), Convert.ToHexString(made.PublicKey.Span));
        // "If any OIK already exists, it's destroyed as part of this process."
        Assert.Equal(1, fleet.Run("macemu", "policy", "verify", fleet.Machine + ".img4").Status);
        Assert.Equal(policy, fleet.Look(mac => mac.System.VolumeGroup));
    }

    [Fact]
    public void A_lost_Mac_gets_no_certificate()
    {
        fleet.Good("macemu", "find-my", "lost");
        fleet.Run("macemu", "dfu-restore");
        // "it's checked to see if it's associated with a lost Mac using the Find My Mac service. If it is, then certification is refused …"
        Assert.Equal(1, fleet.Run("macemu", "export", "certificates", fleet.Machine + ".c").Status);
        // "… and that attempt to set that Mac up fails."
        Assert.Contains("marked as lost", fleet.Run("macemu", "setup", "bob", "--password", "pw").Error);
        fleet.Good("macemu", "find-my", "off");
        fleet.Good("macemu", "restart");
        fleet.Good("macemu", "setup", "bob", "--password", "pw");
        fleet.Good("macemu", "export", "certificates", fleet.Machine + ".c");
    }

    [Fact]
    public void Certificates_hang_together()
    {
        var (authority, user, owner, policy) = Change(mac =>
        {
            var known = mac.Activation.Certificates()!;
            return (Certificate.Read(known.Authority)!, Certificate.Read(known.User)!, Certificate.Read(known.Owner)!, Image4File.Decode(mac.Policies.ImageOf(mac.System)!));
        });
        // "that User Identity Certificate (ucrt) is used to sign in RemotePolicies, which provide constraints for LocalPolicies"
        Assert.NotNull(user.Constraints);
        // "returning the Owner Identity Certificate (OIC) which is signed by the BAA and contains the constraints stored in ucrt"
        Assert.True(owner.IsSignedBy(authority.PublicKey.Span) && user.IsSignedBy(authority.PublicKey.Span));
        Assert.Equal(user.Constraints!.Value.ToArray(), owner.Constraints!.Value.ToArray());
        // "whenever the Secure Enclave signs a new LocalPolicy, it attaches the OIC to the Image4"
        Assert.Equal(Convert.ToHexString(owner.PublicKey.Span), Convert.ToHexString(Certificate.Read(policy.Manifest.Certificates[0])!.PublicKey.Span));
        Assert.True(P384.Verify(owner.PublicKey.Span, policy.Manifest.SignedPart(), policy.Manifest.Signature.Span));
    }

    [Fact]
    public void An_owner_is_who_reaches_the_key()
    {
        // "by default only the primary admin user has access to it"
        Assert.Equal(["alice"], Owners());
        fleet.Good("sysadminctl", "-addUser", "bob", "-password", "pw-bob", "-admin");
        Assert.Equal(["alice"], Owners());
        fleet.Good("macemu", "restart", "--to", "1tr");
        // "Creating and maintaining LocalPolicies requires a user to have access to the private OIK in the Secure Enclave, making that user an Owner."
        Assert.Contains("User not found", fleet.Run("bputil", "-g", "-u", "bob", "-p", "pw-bob").Error);
        fleet.Good("macemu", "restart");
        // "any user with access to the Volume Encryption Key for the internal storage also has access to the OIK, and has Ownership"
        fleet.Good("sysadminctl", "-secureTokenOn", "bob", "-password", "pw-bob", "-adminUser", "alice", "-adminPassword", "pw-alice");
        Assert.Equal(["alice", "bob"], Owners());
        fleet.Good("macemu", "restart", "--to", "1tr");
        fleet.Good("bputil", "-g", "-u", "bob", "-p", "pw-bob");
        // "There currently appears to be no way to identify Owners … Even the command tool bputil doesn't appear to provide that information."
        Assert.DoesNotContain("alice", fleet.Good("bputil", "-d"));
    }

    [Fact]
    public void A_copied_user_is_the_Install_User()
    {
        // "Handing off Ownership … macOS offers to copy a user from the current boot system as the Install User, and the primary admin user, on the second OS."
        fleet.Good("macemu", "install-os", "--volume", "Second", "--disk", "external", "--copy-user", "alice", "--password", "pw-alice");
        Assert.Equal("alice", fleet.Look(mac => mac.Policies.InstallUserOf(mac.Systems[1])));
        Assert.Contains("Second: macOS 14.5, Full Security; the Install User alice, until it is set up\n", fleet.Good("macemu", "show"));
        // "To be able to boot from that second OS, it requires a LocalPolicy with an OIC attached" — there's only a single OIK for all of them.
        var (first, second) = Change(mac => (Certificates(mac, 0), Certificates(mac, 1)));
        Assert.Equal(first, second);
        Assert.Equal("", fleet.Good("macemu", "restart", "--system", "Second"));
        // "it prompts for that user's password, to allow it to access the OIK in the Secure Enclave for the new operating system"
        Assert.Contains("asks for the password of alice", fleet.Run("macemu", "setup", "alice", "--password", "another").Error);
        Assert.Contains("asks for the password of alice", fleet.Run("macemu", "setup", "bob", "--password", "pw-alice").Error);
        Assert.Empty(Owners());
        fleet.Good("macemu", "setup", "alice", "--password", "pw-alice");
        Assert.Equal(["alice"], Owners());
        Assert.Null(fleet.Look(mac => mac.Policies.InstallUserOf(mac.System)));
        fleet.Good(["bputil", "-f", "-v", fleet.Look(mac => mac.System.VolumeGroup), .. Alice.Split(' ')]);
        Assert.Equal("", fleet.Good("macemu", "restart", "--system", "Macintosh HD"));

        static string Certificates(Mac mac, int system) => Convert.ToHexString(Image4File.Decode(mac.Policies.ImageOf(mac.Systems[system])!).Manifest.Certificates[0].Span);
    }

    [Fact]
    public void Without_a_copied_user_the_Install_User_has_a_blank_password()
    {
        // "if the user decides not to copy the current user, macOS will create an Install User with a blank password"
        fleet.Good("macemu", "install-os", "--volume", "Second", "--os", "13.6", "--no-copy-user", "--user", "alice", "--password", "pw-alice");
        Assert.Equal("", fleet.Look(mac => mac.Policies.InstallUserOf(mac.Systems[1])));
        fleet.Good("macemu", "restart", "--system", "Second");
        Assert.Equal("13.6", fleet.Look(mac => mac.System.Version.ToString()));
        fleet.Good("macemu", "setup", "carol", "--password", "pw-carol");
        Assert.Equal(["carol"], Owners());
        Assert.True(fleet.Look(mac => mac.Accounts.IsOwner(mac.Accounts.Verify("carol", "pw-carol")!, "pw-carol")));
        Assert.Equal(["carol"], fleet.Look(mac => mac.SecureTokens.Keys.Users.Count == 1 ? Owners() : []));
    }

    [Fact]
    public void Without_an_owner_it_does_not_work()
    {
        fleet.Good("sysadminctl", "-addUser", "bob", "-password", "pw-bob", "-admin");
        // "an attempt may be blocked, with an alert reporting that the disk has no Owner"
        Assert.Contains("the disk has no Owner", fleet.Run("macemu", "install-os", "--volume", "Second", "--copy-user", "bob", "--password", "pw-bob").Error);
        Assert.Single(fleet.Look(mac => mac.Systems));
        using var unowned = new Fleet("--os", "14.5", "--no-setup");
        Assert.Contains("the disk has no Owner", unowned.Run("macemu", "install-os", "--volume", "Second").Error);
        // "or an update may apparently proceed normally, but fail to change the version of macOS installed"
        Assert.Equal(1, fleet.Run("macemu", "update", "--to", "14.6", "--user", "bob", "--password", "pw-bob").Status);
        Assert.Equal("14.5", fleet.Look(mac => mac.System.Version.ToString()));
        // "macOS should always prompt the user for the Owner's password on such occasions … if that doesn't happen access to the OIK may fail"
        Assert.Equal(1, fleet.Run("macemu", "update", "--to", "14.6").Status);
        fleet.Good("macemu", "update", "--to", "14.6", "--user", "alice", "--password", "pw-alice");
        Assert.Equal("14.6", fleet.Look(mac => mac.System.Version.ToString()));
    }

    [Fact]
    public void Each_system_has_its_policy_and_its_recoveryOS()
    {
        fleet.Good("macemu", "install-os", "--volume", "Second", "--copy-user", "alice", "--password", "pw-alice");
        fleet.Good("macemu", "restart", "--system", "Second");
        fleet.Good("macemu", "setup", "alice", "--password", "pw-alice");
        fleet.Good("macemu", "restart", "--system", "Macintosh HD", "--to", "1tr");
        var second = fleet.Look(mac => mac.Systems[1].VolumeGroup);
        // Permissive takes the recoveryOS that belongs to the system, Reduced doesn't (dossier bputil, 6.3).
        var refused = fleet.Run(["bputil", "-n", "-v", second, .. Alice.Split(' ')]);
        Assert.Contains("Boot objects update failed for /Volumes/Second: ", refused.Error);
        Assert.Contains("\"pairing (17)\"", refused.Error);
        fleet.Good(["bputil", "-g", "-v", second, .. Alice.Split(' ')]);
        Assert.Equal((SecurityMode.Full, SecurityMode.Reduced), fleet.Look(mac => (mac.Policies.SettingsOf(mac.Systems[0]).Mode, mac.Policies.SettingsOf(mac.Systems[1]).Mode)));
        // Several systems are asked for by number; what is typed wrong changes nothing.
        var status = fleet.Run("2\n", ["csrutil", "authenticated-root", "status"]);
        Assert.EndsWith(" 1: Macintosh HD\n 2: Second\nPick a macOS installation (1..2): Authenticated Root status: enabled\n", status.Output);
        Assert.Equal(1, fleet.Run("", ["csrutil", "authenticated-root"]).Status);
        var all = fleet.Good("bputil", "-e");
        Assert.Equal(2, all.Split("Local policy for volume group ").Length - 1);
        Assert.Contains("OS Pairing Status                             : Paired\n", all);
        Assert.Contains("OS Pairing Status                             : Not Paired\n", all);
    }

    private IReadOnlyList<string> Owners() => fleet.Look(mac => mac.Policies.OwnersOf(mac.System));

    private Certificate Owner() => Certificate.Read(Change(mac => mac.Activation.Certificates()!.Owner))!;

    private T Change<T>(Func<Mac, T> change)
    {
        using var mac = Mac.Open(fleet.Machine);
        mac.Begin(new MacStateStore.Storage.JournalEntry("test", "[]", "root"));
        var result = change(mac);
        mac.End(0);
        return result;
    }
}
