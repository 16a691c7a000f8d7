using System.Text;
using MacToolHost;

namespace MacEmu.Tests;

/// <summary>What is hidden in the output that the journal and reports keep.</summary>
public sealed class SecretTextTests
{
    [Theory]
    [InlineData("password is s3cret.", "password is •••.")]
    [InlineData("pw: s3crets s3cret", "pw: s3crets •••")]                            // not within words,
    [InlineData("xcorrect-horsey", "x•••y")]                                         // unless it can't be chance
    [InlineData("Recovery key = 'ABCD-EF12-3456-7890-WXYZ-0000'", "Recovery key = •••")]
    [InlineData("key ABCD-EF12-3456-7890-WXYZ-0000 and 1", "key ••• and 1")]
    [InlineData("4A3B1234-ABCD-EF12-3456-7890WXYZ0000", "4A3B1234-ABCD-EF12-3456-7890WXYZ0000")]
    [InlineData("ABCD-EF12-3456-7890-WXYZ", "ABCD-EF12-3456-7890-WXYZ")]
    [InlineData("dsAttrTypeNative:ShadowHashData:\n 62706c69 73743030\n d1010203\nUniqueID: 501", "dsAttrTypeNative:ShadowHashData: •••\nUniqueID: 501")]
    [InlineData("<key>dsAttrTypeNative:ShadowHashData</key>\n<array><string>6270</string></array>\n<key>x</key>", "<key>dsAttrTypeNative:ShadowHashData</key>: •••<key>x</key>")]
    [InlineData("HeimdalSRPKey: ab cd", "HeimdalSRPKey: •••")]
    [InlineData("<key>AdminPassword</key>\n\t<string>hunter2</string>\n", "<key>AdminPassword</key>\n\t<string>•••</string>\n")]
    [InlineData("<key>RecoveryKey</key>\n\t<string>ABCD</string>\n", "<key>RecoveryKey</key>\n\t<string>•••</string>\n")]
    [InlineData("<key>policyCategoryPasswordContent</key>\n<array/>", "<key>policyCategoryPasswordContent</key>\n<array/>")]
    [InlineData("password: \"hunter2\"\nnext", "password: •••\nnext")]
    [InlineData("Password: ********\nRealName: x", "Password: ********\nRealName: x")]
    [InlineData("    \"Password\" = x;", "    \"Password\" = •••")]
    [InlineData("Enter the password for user 'alice':", "Enter the password for user 'alice':")]
    [InlineData("Secure token is ENABLED for user alice", "Secure token is ENABLED for user alice")]
    [InlineData("", "")]
    public void Secrets_are_hidden_and_the_rest_stands(string text, string expected) => Assert.Equal(expected, SecretText.Hide(text, ["s3cret", "", "correct-horse"]));

    [Fact]
    public void What_is_hidden_once_stays_as_it_is()
    {
        const string Text = "password: hunter2\n<key>Password</key><string>a</string>\nShadowHashData: 00\nABCD-EF12-3456-7890-WXYZ-0000 s3cret\n";
        var hidden = SecretText.Hide(Text, ["s3cret"]);
        Assert.Equal(hidden, SecretText.Hide(hidden, ["s3cret"]));
        Assert.DoesNotContain("hunter2", hidden);
    }

    [Fact]
    public void A_secret_that_the_end_cuts_is_hidden_as_well()
    {
        var secret = new string('x', 5000) + "end";
        var printed = new PrintedBeginning(100);
        printed.Add(Encoding.UTF8.GetBytes(new string('a', 90) + " " + secret + " and more"));
        Assert.Equal(new string('a', 90) + " ", printed.Text([secret]));
        Assert.Equal(91 + secret.Length + 9, printed.Size);
    }

    [Fact]
    public void The_beginning_is_kept_whole_as_text()
    {
        var printed = new PrintedBeginning(100);
        foreach (var piece in (string[])["ab", "", "\0\r\n", "é"]) printed.Add(Encoding.UTF8.GetBytes(piece));
        printed.Add([0xFF, 0xC3]);
        Assert.Equal("ab\0\r\né\uFFFD\uFFFD", printed.Text([]));
        for (var i = 0; i < 5000; i++) printed.Add(Encoding.UTF8.GetBytes("😀"));
        Assert.Equal(20_009, printed.Size);
        var text = printed.Text([]);
        Assert.True(text.Length is 99 or 100);
        Assert.False(char.IsHighSurrogate(text[^1]));
    }
}
