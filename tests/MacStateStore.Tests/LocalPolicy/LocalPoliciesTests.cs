using MacStateStore.Lifecycle;
using MacStateStore.LocalPolicy;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;

namespace MacStateStore.Tests.LocalPolicy;

public sealed class LocalPoliciesTests
{
    private static readonly MachineSpecification Alice = new()
    {
        Os = "14.3",
        Users = [new UserSpecification(new NewAccount("alice") { IsAdmin = true }) { Password = "pw", HasSecureToken = true }],
    };

    [Fact]
    public void The_policies_of_the_factory_are_signed_and_hang_together()
    {
        using var test = new TestMac(Alice);
        var mac = test.Mac;
        var policy = mac.Policies.ContentsOf(mac.System)!;
        Assert.Equal(SecurityMode.Full, policy.Mode);
        Assert.Equal("23.4.56.0.0,0", policy.Text("love"));
        Assert.Equal(mac.System.VolumeGroup, policy.Uuid("vuid"));
        Assert.Equal(Convert.ToHexString(mac.Policies.NonceHash("lpnh")!), policy.Hex("lpnh"));
        Assert.True(mac.Policies.IsPairingValid(mac.System, policy));
        var certificates = mac.Activation.Certificates()!;
        var (root, user, owner) = (Read(certificates.Authority), Read(certificates.User), Read(certificates.Owner));
        foreach (var certificate in (Certificate[])[root, user, owner]) Assert.True(certificate.IsSignedBy(root.PublicKey.Span));
        Assert.Equal((true, false, false), (root.IsAuthority, user.IsAuthority, owner.IsAuthority));
        Assert.Equal(user.Constraints!.Value.ToArray(), owner.Constraints!.Value.ToArray());
        var manifest = Image4File.Decode(mac.Policies.ImageOf(mac.System)!).Manifest;
        Assert.Equal(certificates.Owner.ToArray(), manifest.Certificates.Single().ToArray());
        Assert.True(P384.Verify(owner.PublicKey.Span, manifest.SignedPart(), manifest.Signature.Span));
        Assert.Null(mac.Policies.StartProblem(mac.System));

        static Certificate Read(ReadOnlyMemory<byte> bytes) => Certificate.Read(bytes)!;
    }

    [Fact]
    public void The_same_seed_signs_the_same()
    {
        using TestMac one = new(Alice with { Seed = 5 }), other = new(Alice with { Seed = 5 }), third = new(Alice with { Seed = 6 });
        Assert.Equal(one.Mac.Policies.ImageOf(one.Mac.System), other.Mac.Policies.ImageOf(other.Mac.System));
        Assert.NotEqual(one.Mac.Policies.ImageOf(one.Mac.System), third.Mac.Policies.ImageOf(third.Mac.System));
    }

    [Fact]
    public void Every_change_gives_every_policy_a_new_nonce()
    {
        using var test = new TestMac(Alice with { BootEnvironment = BootState.OneTrueRecovery });
        var mac = test.Mac;
        var before = mac.Policies.ContentsOf(mac.System)!;
        var recovery = mac.Policies.ImageOf(mac.System, PolicyRole.RecoveryOS)!;
        mac.Policies.Change(mac.System, mac.Policies.Authenticate(mac.System, "alice", "pw"), policy => policy.AtLeast(SecurityMode.Reduced));
        var after = mac.Policies.ContentsOf(mac.System)!;
        Assert.NotEqual(before.Hex("lpnh"), after.Hex("lpnh"));
        Assert.Equal(before.Hex("rpnh"), after.Hex("rpnh"));
        Assert.Equal(before.Hex("prot"), after.Hex("prot")); // the measurement leaves nonces out
        Assert.NotEqual(recovery, mac.Policies.ImageOf(mac.System, PolicyRole.RecoveryOS));
        Assert.Null(mac.Power.Restart());
    }

    [Fact]
    public void Start_checks_what_a_policy_says()
    {
        using var test = new TestMac(Alice);
        var system = test.Mac.System;
        var old = test.Mac.Policies.ImageOf(system)!;
        test.Mac.FindMy.Set(FindMyState.On);
        Assert.Null(test.Mac.Policies.StartProblem(system));
        var good = test.Mac.Policies.ImageOf(system)!;

        Assert.Contains("rpnh", Start(old)); // replayed
        Assert.Contains("can't read the LocalPolicy", Start(good[..^1]));
        var file = Image4File.Decode(good);
        Assert.Contains("its signature is wrong", Start(With(file, file.Manifest with { Signature = Image4File.Decode(old).Manifest.Signature })));
        Assert.Contains("no Owner Identity Certificate", Start(With(file, file.Manifest with { Certificates = [] })));
        Assert.Contains("none of Apple's", Start(With(file, file.Manifest with { Certificates = [OtherOwner()] })));
        Assert.Null(Start(good));

        string? Start(byte[] image)
        {
            test.Replace(system.VolumeGroup, image);
            var problem = test.Mac.Power.Restart();
            Assert.Equal(problem is null ? BootState.MacOS : BootState.RecoveryOS, test.Mac.Boot.Environment);
            return problem;
        }

        static byte[] With(Image4File file, Image4Manifest manifest) => (file with { Manifest = manifest }).Encode();

        static ReadOnlyMemory<byte> OtherOwner()
        {
            using var other = new TestMac(Alice with { Seed = 99 });
            return other.Mac.Activation.Certificates()!.Owner;
        }
    }

    [Fact]
    public void A_lost_Mac_starts_recoveryOS_only_until_it_is_found()
    {
        using var test = new TestMac(Alice);
        test.Mac.FindMy.Set(FindMyState.Lost);
        Assert.Contains("marked as lost", test.Mac.Power.Restart());
        Assert.Equal(BootState.RecoveryOS, test.Mac.Boot.Environment);
        test.Mac.FindMy.Set(FindMyState.On);
        Assert.Null(test.Mac.Power.Restart());
    }

    [Fact]
    public void A_virtual_Mac_has_no_certificates_and_starts_all_the_same()
    {
        using var test = new TestMac(Alice with { Model = "VirtualMac2,1" });
        Assert.Null(test.Mac.Activation.Certificates());
        Assert.Empty(Image4File.Decode(test.Mac.Policies.ImageOf(test.Mac.System)!).Manifest.Certificates);
        Assert.Null(test.Mac.Power.Restart());
        Assert.Equal(BootState.MacOS, test.Mac.Boot.Environment);
    }

    [Fact]
    public void Intel_has_no_policies()
    {
        using var test = new TestMac(Alice with { Chip = Chip.T2 });
        Assert.False(test.Mac.Policies.Exist);
        Assert.Null(test.Mac.Activation.Certificates());
        Assert.Null(test.Mac.Power.Restart());
    }

    [Theory]
    [InlineData("21A559", "21.1.559.0.0,0")]
    [InlineData("23D56", "23.4.56.0.0,0")]
    [InlineData("24G624", "24.7.624.0.0,0")]
    [InlineData("25F71", "25.6.71.0.0,0")]
    [InlineData("22E772610a", "22.5.772610.0.0,0")]
    public void The_version_of_a_policy_is_the_build_in_numbers(string build, string train) => Assert.Equal(train, Measurements.Train(build));
}
