namespace Dscl.Tests;

/// <summary>diff (dossier dscl, 6.7).</summary>
public sealed class DiffTests : IDisposable
{
    private readonly TestMachine _mac = new();

    public DiffTests()
    {
        _mac.Dscl(".", "-create", "/Machines/a", "Comment", "same");
        _mac.Dscl(".", "-create", "/Machines/b", "Comment", "same");
    }

    public void Dispose() => _mac.Dispose();

    [Fact]
    public void What_differs_is_shown_with_its_sign_and_the_rest_is_not()
    {
        _mac.Dscl(".", "-create", "/Machines/a", "only", "left");
        _mac.Dscl(".", "-create", "/Machines/b", "RealName", "right one");
        _mac.Dscl(".", "-create", "/Machines/a", "IPAddress", "10.0.0.1", "10.0.0.2");
        _mac.Dscl(".", "-create", "/Machines/b", "IPAddress", "10.0.0.2", "10.0.0.1");
        Assert.Equal(Outcome.Printed("""
            - dsAttrTypeNative:only: left
            - IPAddress: 10.0.0.1 10.0.0.2
            + IPAddress: 10.0.0.2 10.0.0.1
            + RealName:
             right one
            - RecordName: a
            + RecordName: b

            """), _mac.Unchanged(".", "-diff", "/Machines/a", "/Machines/b"));
        Assert.Equal(Outcome.Printed("- IPAddress: 10.0.0.2 10.0.0.1\n+ IPAddress: 10.0.0.1 10.0.0.2\n"), _mac.Dscl(".", "diff", "/Machines/b", "/Machines/a", "IPAddress", "Comment"));
        Assert.Equal(Outcome.Printed("- dsAttrTypeStandard:RecordName: a\n+ dsAttrTypeStandard:RecordName: b\n"), _mac.Dscl("-raw", ".", "diff", "/Machines/a", "/Machines/b", "RecordName"));
    }

    [Fact]
    public void Equal_ones_are_silent()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-diff", "/Users/bob", "/Users/bob"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-diff", "/Machines/a", "/Machines/b", "Comment"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-diff", "/Machines/a", "/Machines/b", "nosuch"));
    }

    [Fact]
    public void Only_records_that_are_there_are_compared()
    {
        Assert.Equal(Outcome.InvalidPath("diff"), _mac.Dscl(".", "-diff", "/Machines/a", "/Machines/nosuch"));
        Assert.Equal(Outcome.InvalidPath("diff"), _mac.Dscl(".", "-diff", "/Nosuch/a", "/Machines/a"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-diff", "/Machines", "/Machines/a"));
    }

    [Fact]
    public void Hashes_are_compared_for_root_only()
    {
        Assert.Contains("- dsAttrTypeNative:ShadowHashData:\n 62706c69", _mac.Dscl(".", "-diff", "/Users/alice", "/Users/bob").Out, StringComparison.Ordinal);
        Assert.DoesNotContain("ShadowHashData", _mac.As("alice", ".", "-diff", "/Users/alice", "/Users/bob").Out, StringComparison.Ordinal);
    }
}
