using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MacToolEmu.Tests;
using MacStateStore.LocalPolicy;

namespace MacStateStore.Tests.LocalPolicy;

public sealed class Image4Tests
{
    private static readonly Gen<Image4Value> Values = Gen.OneOf(
        ArbMap.Default.GeneratorFor<ulong>().Select(number => (Image4Value)new Image4Value.Number(number)),
        ArbMap.Default.GeneratorFor<bool>().Select(flag => (Image4Value)new Image4Value.Flag(flag)),
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => (Image4Value)new Image4Value.Data(bytes)),
        Gen.ListOf(Gen.Choose(' ', '~')).Select(text => (Image4Value)new Image4Value.Text(string.Concat(text.Select(c => (char)c)))));

    private static readonly Gen<string> Codes = Gen.ArrayOf(Gen.Choose('!', '~'), 4).Select(code => string.Concat(code.Select(c => (char)c)));

    private static readonly Gen<Image4Properties> Parts = Gen.ListOf(Gen.Zip(Codes, Values, (code, value) => (code, value))).Select(items =>
    {
        var properties = new Image4Properties();
        foreach (var (code, value) in items) properties[code] = value;
        return properties;
    });

    private static readonly Arbitrary<Image4File> Files = Gen.Zip(Gen.Zip(Parts, Parts), Gen.Zip(Codes, ArbMap.Default.GeneratorFor<byte[]>()), (parts, rest) =>
        new Image4File(rest.Item1, "", rest.Item2, new Image4Manifest(parts.Item1, new Dictionary<string, Image4Properties> { [rest.Item1 == "MANP" ? "lpol" : rest.Item1] = parts.Item2 }, rest.Item2, [new byte[] { 0x30, 0 }]))).ToArbitrary();

    [Fact]
    public void What_was_written_is_read_again() => Check.One(Examples.Of(300), Prop.ForAll(Files, file =>
    {
        var read = Image4File.Decode(file.Encode());
        return read.Encode().AsSpan().SequenceEqual(file.Encode()) && read.Manifest.Properties.Equals(file.Manifest.Properties)
            && read.Manifest.Objects.Single().Value.Equals(file.Manifest.Objects.Single().Value);
    }));

    [Fact]
    public void Tags_are_the_codes_as_numbers()
    {
        // The octets that the dossier lists (bputil, 11).
        var bytes = Convert.ToHexString(Sample().Encode());
        foreach (var (code, octets) in (ReadOnlySpan<(string, string)>)
            [("MANB", "FF84EA859C42"), ("MANP", "FF84EA859C50"), ("lpol", "FF86E3C1DE6C"), ("ECID", "FF84AA8D9244"), ("vuid", "FF87B3D5D264"), ("smb0", "FF879BB5C430"), ("sip0", "FF879BA5E030")])
            Assert.Contains(octets, bytes);
    }

    [Fact]
    public void Damaged_files_are_refused_cleanly()
    {
        var whole = Sample().Encode();
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var damaged = Damage(whole, random);
            try
            {
                // What is still a file (a bit of a hash is another) is written as it was read.
                var file = Image4File.Decode(damaged);
                Assert.Equal(damaged, file.Encode());
                PolicyContents.Of(file.Manifest);
            }
            catch (Image4Exception error)
            {
                Assert.NotEmpty(error.Message);
                refused++;
            }
        }
        Assert.InRange(refused, 3_000, 10_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("3000")]
    [InlineData("3080160449494D470000")] // of indefinite length
    [InlineData("300616044943344D00")]
    public void What_is_no_file_is_refused(string hex) => Assert.Throws<Image4Exception>(() => Image4File.Decode(Convert.FromHexString(hex)));

    [Fact]
    public void What_follows_the_file_is_refused() => Assert.Throws<Image4Exception>(() => Image4File.Decode((byte[])[.. Sample().Encode(), 0]));

    [Theory]
    [InlineData("smb1", "smb1 is there without smb0")]
    [InlineData("rlpo", "rlpo is no field of a LocalPolicy")]
    public void A_policy_agrees_with_the_table_of_fields(string code, string problem)
    {
        var manifest = new Image4Manifest(new Image4Properties(), new Dictionary<string, Image4Properties> { ["lpol"] = new() { [code] = new Image4Value.Flag(true) } });
        Assert.Equal(problem, Assert.Throws<Image4Exception>(() => PolicyContents.Of(manifest)).Message);
    }

    [Theory]
    [InlineData("smb2", null, "smb2 needs smb0")]
    [InlineData("sip0", "smb0", "sip0 needs smb1")]
    [InlineData("auxp", "smb0", "auxp needs smb2")]
    public void A_field_waits_for_its_prerequisite(string code, string? present, string problem)
    {
        var policy = present is null ? PolicyContents.Empty : PolicyContents.Empty.With(present, true);
        Image4Value value = code switch { "sip0" => new Image4Value.Number(1), "auxp" => new Image4Value.Data(new byte[48]), _ => new Image4Value.Flag(true) };
        Assert.StartsWith(problem, Assert.Throws<ArgumentException>(() => policy.With(code, value)).Message);
    }

    [Fact]
    public void Taking_a_prerequisite_away_takes_what_depended_on_it()
    {
        var policy = PolicyContents.Empty.AtLeast(SecurityMode.Permissive).With("smb2", true).With("smb3", true).With("auxp", new byte[48]).With("auxi", new byte[48]).With("sip0", 0x7F).With("coih", new byte[48]);
        Assert.Equal(["smb0", "smb2", "smb3", "auxp", "auxi"], Names(policy.With("smb1", false)));
        Assert.Equal(["smb0", "smb1", "smb3", "coih", "sip0"], Names(policy.With("smb2", false)));
        Assert.Empty(policy.With("smb0", false).Fields);
        Assert.Equal(SecurityMode.Full, policy.With("smb0", false).Mode);

        static IEnumerable<string> Names(PolicyContents policy) => PolicyFields.All.Select(field => field.Code).Where(code => policy[code] is not null).OrderBy(code => code[..3] switch { "smb" => 0, "aux" => 1, _ => 2 }).ThenBy(code => code switch { "auxp" => "a", "auxi" => "b", _ => code });
    }

    [Fact]
    public void A_measurement_ignores_what_changes_with_the_nonces()
    {
        var policy = PolicyContents.Empty.With("vuid", new byte[16]).With("lpnh", new byte[48]);
        Assert.Equal(policy.Measure(), policy.With("lpnh", Enumerable.Repeat((byte)1, 48).ToArray()).Measure());
        Assert.NotEqual(policy.Measure(), policy.With("smb0", true).Measure());
    }

    [SkippableFact]
    public void OpenSSL_reads_the_same_structure()
    {
        Skip.IfNot(File.Exists("/usr/bin/openssl"));
        using var openssl = Process.Start(new ProcessStartInfo("/usr/bin/openssl", "asn1parse -inform DER") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        openssl.StandardInput.BaseStream.Write(Sample().Encode());
        openssl.StandardInput.Close();
        var text = openssl.StandardOutput.ReadToEnd();
        openssl.WaitForExit();
        Assert.Equal(0, openssl.ExitCode);
        foreach (var part in (string[])["IA5STRING         :IMG4", "IA5STRING         :IM4P", "IA5STRING         :IM4M", $"priv [ {Number("MANB")} ]", $"priv [ {Number("smb0")} ]", "IA5STRING         :lpol"])
            Assert.Contains(part, text);

        static int Number(string code) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Encoding.ASCII.GetBytes(code));
    }

    private static Image4File Sample()
    {
        var policy = PolicyContents.Empty.With("ECID", 0x1234_5678_9ABC_DEF0).With("CHIP", 0x8112).With("vuid", new byte[16]).With("lpnh", new byte[48])
            .With("love", new Image4Value.Text("23.6.79.0.0,0")).AtLeast(SecurityMode.Permissive).With("sip0", 0x7F).With("sip2", true);
        return new Image4File("lpol", "", ReadOnlyMemory<byte>.Empty, policy.ToManifest() with { Signature = new byte[] { 1, 2, 3 } });
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 1; times--)
            switch (random.Next(4))
            {
                case 0: bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes.RemoveRange(random.Next(bytes.Count), 1); break;
                case 2: bytes.Insert(random.Next(bytes.Count), (byte)random.Next(256)); break;
                default: // cut off
                    var end = random.Next(1, bytes.Count);
                    bytes.RemoveRange(end, bytes.Count - end);
                    break;
            }
        return [.. bytes];
    }
}
