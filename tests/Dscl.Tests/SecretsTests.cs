namespace Dscl.Tests;

/// <summary>No password gets into the journal.</summary>
public sealed class SecretsTests : IDisposable
{
    private const string Password = "S3CRET";

    private readonly TestMachine _mac = new();

    public void Dispose() => _mac.Dispose();

    [Theory]
    [InlineData("-u", "alice", "-P", Password, ".", "-list", "/Users")]
    [InlineData("-P", Password, ".", "-list", "/Users")]
    [InlineData(".", "-P", Password)]
    [InlineData("-raw", "-u", "alice", "-P", Password, "localhost", "read", "/")]
    [InlineData(".", "-passwd", "/Users/bob", Password)]
    [InlineData(".", "passwd", "/Users/bob", Password, Password)]
    [InlineData("-q", "/Search", "passwd", "/Users/bob", Password, Password, Password)]
    [InlineData(".", "-authonly", "bob", Password)]
    [InlineData(".", "auth", "bob", Password)]
    [InlineData(".", "su", "bob", Password)]
    [InlineData(".", "-create", "/Users/bob", "Password", Password)]
    [InlineData(".", "-create", "/Users/bob", "passwd", Password)]
    [InlineData(".", "mk", "/Users/bob", "dsAttrTypeStandard:Password", Password)]
    [InlineData(".", "-append", "/Users/bob", "dsAttrTypeNative:passwd", "x", Password)]
    [InlineData(".", "-merge", "/Users/bob", "Password", Password)]
    [InlineData(".", "-change", "/Users/bob", "Password", Password, Password)]
    [InlineData(".", "-changei", "/Users/bob", "Password", "1", Password)]
    [InlineData(".", "-delete", "/Users/bob", "Password", Password)]
    [InlineData(".", "-create", "/Users/bob", "ShadowHashData", Password)]
    public void A_secret_word_is_hidden_and_the_rest_is_shown(params string[] arguments)
    {
        _mac.Dscl(arguments);
        var shown = _mac.With(mac => mac.Journal.Read(last: 2)[0]);
        Assert.Equal("[" + string.Join(',', arguments.Select(word => $"\"{(word is Password || HidesAll(arguments, word) ? "•••" : word)}\"")) + "]", shown.Entry.Arguments);
        Assert.DoesNotContain(Password, string.Concat(shown.Changes.Select(change => change.Before + change.After)), StringComparison.Ordinal);
    }

    // All values of a password attribute are hidden, and the number of changei with them.
    private static bool HidesAll(string[] arguments, string word) => word is "x" or "1" && arguments.Length > 4;

    [Fact]
    public void Other_attributes_stay_readable()
    {
        _mac.Dscl(".", "-create", "/Users/bob", "RealName", "Bob B");
        Assert.Equal("""[".","-create","/Users/bob","RealName","Bob B"]""", _mac.With(mac => mac.Journal.Read(last: 2)[0]).Entry.Arguments);
    }

    [Fact]
    public void A_prompted_password_is_not_seen_either()
    {
        _mac.Typing($"{Password}\n", ".", "-passwd", "/Users/bob");
        Assert.True(_mac.IsPassword("bob", Password));
        var rows = _mac.With(mac => mac.Journal.Read(last: 4));
        Assert.DoesNotContain(Password, string.Concat(rows.SelectMany(row => row.Changes.Select(change => change.Before + change.After).Append(row.Entry.Arguments))), StringComparison.Ordinal);
    }
}
