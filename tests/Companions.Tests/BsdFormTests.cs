using MacToolHost;

namespace Companions.Tests;

/// <summary>Commands that both systems have: BSD's forms said in Linux's words, or done here.</summary>
public sealed class BsdFormTests
{
    private static readonly Dictionary<string, Func<IReadOnlyList<string>, IReadOnlyList<string>>> Words = new()
    {
        ["sed"] = Sed.InLinuxWords,
        ["find"] = FindCommand.InLinuxWords,
        ["xargs"] = XArgs.InLinuxWords,
        ["du"] = Du.InLinuxWords,
        ["tail"] = Tail.InLinuxWords,
        ["head"] = Head.InLinuxWords,
        ["ls"] = Ls.InLinuxWords,
        ["chmod"] = ChMod.InLinuxWords,
        ["grep"] = Grep.InLinuxWords,
    };

    [Theory]
    [InlineData("sed|-i||s/a/b/|f", "-i|-e|s/a/b/|--|f")]
    [InlineData("sed|-i.bak|s,a,b,|f", "-i.bak|-e|s,a,b,|--|f")]
    [InlineData("sed|-i|.bak|-e|s,a,b,|f", "-i.bak|-e|s,a,b,|--|f")]
    [InlineData("sed|-i|-e|s,a,b,|f", "-i-e|-e|s,a,b,|--|f")] // a Mac leaves f-e behind
    [InlineData("sed|-En|s/[[:<:]]a[[:>:]]/b/p", @"-E|-n|-e|s/\<a\>/b/p|--")]
    [InlineData("sed|-l|p", "-u|-e|p|--")]
    [InlineData("find|/a|/b|-name|-x|-print", "/a|/b|-name|-x|-print")]
    [InlineData("find|-E|.|-regex|x|-maxdepth|1", ".|-regextype|posix-extended|-maxdepth|1|-regex|x")]
    [InlineData("find|.|-depth|1|-type|d", ".|-mindepth|1|-maxdepth|1|-type|d")]
    [InlineData("find|.|-depth|-delete", ".|-depth|-delete")]
    [InlineData("find|.|-mtime|-1h30m", ".|-mmin|-90")]
    [InlineData("find|.|-mtime|+30", ".|-mtime|+30")]
    [InlineData("find|-xL|/a|-perm|+111", "-L|/a|-xdev|-perm|/111")]
    [InlineData("find|.|-exec|ls|-flags|{}|;", ".|-exec|ls|-flags|{}|;")]
    [InlineData("xargs", "-r")]
    [InlineData("xargs|-0|-n1|rm|-f", "-r|-0|-n|1|--|rm|-f")]
    [InlineData("xargs|-I|{}|echo|{}", "-r|-I|{}|--|echo|{}")]
    [InlineData("xargs|-J|%|cp|it's|%|to", "-r|sh|-c|'cp' 'it'\\''s' \"$@\" 'to'|xargs")]
    [InlineData("du|-s|/a", "-B512|-s|--|/a")]
    [InlineData("du|-sk|-d|1", "-k|-s|--max-depth=1|--")]
    [InlineData("du|-sg", "--block-size=1073741824|-s|--")]
    [InlineData("tail|+2|f", "-n|+2|--|f")]
    [InlineData("tail|-5|f", "-n|5|--|f")]
    [InlineData("tail|-n|-5|-f|f", "-n|-5|-f|--|f")]
    [InlineData("head|-5|f", "-n|5|--|f")]
    [InlineData("head|-n5|-q|-5", "-n|5|-q|-n|5|--")]
    [InlineData("head|-c|7", "-c|7|--")]
    [InlineData("ls|-leh|/a", "-l|-h|--|/a")]
    [InlineData("ls|-lT|/a", "-l|--time-style=+%b %e %H:%M:%S %Y|--|/a")]
    [InlineData("ls|-G@|/a", "--color=auto|--|/a")]
    [InlineData("chmod|-R|755|/a", "-R|--|755|/a")]
    [InlineData("chmod|-x|/a", "--|-x|/a")]
    [InlineData("chmod|-RN|/a", "-R|u-|--|/a")]
    [InlineData("chmod|a+x|/a", "--|a+x|/a")]
    [InlineData(@"grep|-Eo|\d+|f", "-Eo|[0-9]+|f")]
    [InlineData(@"grep|-A12|-e|[[:<:]]a[\d]\D|f", @"-A|12|-e|\<a[\d][^0-9]|f")]
    [InlineData(@"grep|-F|\d|f", @"-F|\d|f")]
    [InlineData(@"grep|a\.b|\d", @"a\.b|\d")]
    public void In_Linux_words(string call, string words) =>
        Assert.Equal(words.Split('|'), Words[call.Split('|')[0]](call.Split('|')[1..]));

    [Theory]
    [InlineData("sed|-i|s/a/b/|f")] // there the script is a suffix and the file a script
    [InlineData("find|.|-flags|hidden")]
    [InlineData("find|-s|.")]
    [InlineData("find|.|-depth|1|-o|-name|x")]
    [InlineData("find|.|-mtime|-1q")]
    [InlineData("du|-t|1")]
    [InlineData("tail|-r|f")]
    [InlineData("ls|-lO|f")]
    [InlineData("ls|-le@|f")]
    [InlineData("chmod|+a|everyone deny delete|f")]
    [InlineData("chmod|-C|f")]
    public void What_has_no_words_is_refused_and_journalled(string call)
    {
        using var bench = new Bench();
        Assert.Throws<NotEmulatedException>(() => Words[call.Split('|')[0]](call.Split('|')[1..]));
        var outcome = bench.AsBob(call.Split('|')[0], call.Split('|')[1..]);
        Assert.Equal(78, outcome.Status);
        Assert.StartsWith("macemu: not emulated: " + call.Split('|')[0], outcome.Errors, StringComparison.Ordinal);
        Assert.Equal((call.Split('|')[0], 78), (bench.Journal[^1].Entry.Tool, bench.Journal[^1].ExitStatus));
    }

    [Theory]
    [InlineData("sed|-Q|p", 1, "sed: illegal option -- Q\nusage: sed script ")]
    [InlineData("sed|--version", 1, "sed: illegal option -- -\nusage: sed script ")]
    [InlineData("date|--iso-8601", 1, "date: illegal option -- -\nusage: date ")]
    [InlineData("stat|-c|%U|f", 1, "stat: illegal option -- c\nusage: stat ")]
    [InlineData("find|-name|x", 1, "find: illegal option -- n\nusage: find ")]
    [InlineData("find|-x", 1, "usage: find ")]
    [InlineData("find|.|-printf|%p", 1, "find: -printf: unknown primary or operator\n")]
    [InlineData("du|--max-depth=1", 64, "du: illegal option -- -\nusage: du ")]
    [InlineData("xargs|--no-run-if-empty|rm", 1, "xargs: illegal option -- -\nusage: xargs ")]
    [InlineData("head|-n|-5|f", 1, "head: illegal line count -- -5\n")]
    [InlineData("head|-c|0|f", 1, "head: illegal byte count -- 0\n")]
    [InlineData("tail|-n|x|f", 1, "tail: illegal offset -- x\n")]
    [InlineData("ls|--sort=size", 1, "ls: unrecognized option `--sort=size'\nusage: ls ")]
    [InlineData("chmod|-q|755|f", 1, "chmod: illegal option -- q\nusage:\tchmod ")]
    [InlineData("chmod|755", 1, "usage:\tchmod ")]
    [InlineData("grep|-oP|a|f", 2, "grep: invalid option -- P\nusage: grep ")]
    [InlineData("ps|--no-headers", 1, "ps: illegal option -- -\nusage: ps ")]
    [InlineData("id|--user", 1, "id: illegal option -- -\nusage: id ")]
    [InlineData("mktemp|--suffix=.x", 1, "mktemp: illegal option -- -\nusage: mktemp ")]
    [InlineData("readlink|-e|f", 1, "readlink: illegal option -- e\nusage: readlink [-fn] ")]
    [InlineData("who|--count", 78, "macemu: not emulated: who ")]
    public void What_only_Linux_knows_is_refused_in_a_run(string call, int status, string message)
    {
        using var bench = new Bench();
        var outcome = bench.InRun("bob", call.Split('|')[0], call.Split('|')[1..]);
        Assert.Equal((status, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith(message, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_edited_in_place()
    {
        using var bench = new Bench();
        var file = Path.Combine(bench.Folder, "f");
        File.WriteAllText(file, "one\n");
        Assert.Equal(new Outcome(0, "", ""), bench.Start("bob", "", "sed", "-i", "", "s/one/two/", file));
        Assert.Equal("two\n", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("aGk=\n", "hi")]
    [InlineData("YQph\nYQ==\n", "a\naa", "-b", "4")]
    [InlineData("hi", "aGk=\n", "-D")]
    [InlineData("hi", "aG\nk=", "--decode")]
    public void Base64_of_standard_input(string expected, string input, params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, expected, ""), bench.Run("bob", input, "base64", arguments));
    }

    [Fact]
    public void Base64_of_files()
    {
        using var bench = new Bench();
        var (from, to) = (Path.Combine(bench.Folder, "from"), Path.Combine(bench.Folder, "to"));
        File.WriteAllText(from, "hi");
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("base64", "-i", from, "-o", to));
        Assert.Equal("aGk=\n", File.ReadAllText(to));
        Assert.Equal(1, bench.AsBob("base64", "-i", from + "x").Status);
        Assert.Equal(1, bench.Run("bob", "&&&", "base64", "-D").Status);
        Assert.Equal(64, bench.AsBob("base64", "-w0").Status); // only Linux's knows it
    }

    [Fact]
    public void Temporary_files()
    {
        using var bench = new Bench();
        Assert.Matches($"^{bench.Folder}/x\\.[0-9A-Za-z]{{4}}\n$", bench.AsBob("mktemp", $"{bench.Folder}/x.XXXX").Output);
        var folder = bench.AsBob("mktemp", "-d", $"{bench.Folder}/d.XXXXXX").Output.Trim();
        Assert.True(Directory.Exists(folder));
        var literal = bench.AsBob("mktemp", $"{bench.Folder}/XXXX.log"); // only trailing X count
        Assert.Equal($"{bench.Folder}/XXXX.log\n", literal.Output);
        Assert.Equal(new Outcome(1, "", $"mktemp: mkstemp failed on {bench.Folder}/XXXX.log: File exists\n"), bench.AsBob("mktemp", $"{bench.Folder}/XXXX.log"));
        Assert.Equal(new Outcome(1, "", ""), bench.AsBob("mktemp", "-q", $"{bench.Folder}/none/XXXX"));
        var prefixed = bench.AsBob("mktemp", "-t", "tool").Output.Trim();
        Assert.Matches(@"/tool\.[0-9A-Za-z]{8}$", prefixed);
        File.Delete(prefixed);
    }

    [Fact]
    public void Sums()
    {
        using var bench = new Bench();
        var file = Path.Combine(bench.Folder, "f");
        File.WriteAllText(file, "hi");
        Assert.Equal("49f68a5c8493ec2c0bf489821c21fc3b\n", bench.AsBob("md5", "-q", file).Output);
        Assert.Equal($"MD5 ({file}) = 49f68a5c8493ec2c0bf489821c21fc3b\n", bench.AsBob("md5", file).Output);
        Assert.Equal($"49f68a5c8493ec2c0bf489821c21fc3b {file}\n", bench.AsBob("md5", "-r", file).Output);
        Assert.Equal("MD5 (\"hi\") = 49f68a5c8493ec2c0bf489821c21fc3b\n", bench.AsBob("md5", "-s", "hi").Output);
        Assert.Equal("49f68a5c8493ec2c0bf489821c21fc3b\n", bench.Run("bob", "hi", "md5").Output);
        Assert.Equal(new Outcome(1, "", $"md5: {file}x: No such file or directory\n"), bench.AsBob("md5", file + "x"));
    }

    [Fact]
    public void Flags_and_extended_attributes_of_files()
    {
        using var bench = new Bench();
        var file = Path.Combine(bench.Folder, "f");
        File.WriteAllText(file, "");
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("chflags", "hidden,uchg", file));
        Assert.Equal("32770 hidden,uchg\n", bench.AsBob("stat", "-f", "%f %Sf", file).Output);
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("chflags", "nouchg", file));
        Assert.Equal("0x8000\n", bench.AsBob("stat", "-f", "%#Xf", file).Output);
        Assert.Equal(new Outcome(1, "", $"chflags: {file}: Operation not permitted\n"), bench.AsBob("chflags", "schg", file));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("chflags", "-R", "0", bench.Folder));
        Assert.Equal("0 -\n", bench.AsBob("stat", "-f", "%f %Sf", file).Output);
        Assert.Equal(new Outcome(1, "", "chflags: invalid flag: shiny\n"), bench.AsBob("chflags", "shiny", file));
        Assert.Equal(1, bench.AsBob("chflags", "hidden", file + "x").Status);

        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("xattr", "-w", "com.apple.quarantine", "0081;x", file));
        Assert.Equal("com.apple.quarantine\n", bench.AsBob("xattr", file).Output);
        Assert.Equal("com.apple.quarantine: 0081;x\n", bench.AsBob("xattr", "-l", file).Output);
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("xattr", "-dr", "com.apple.quarantine", bench.Folder));
        Assert.Equal(new Outcome(1, "", $"xattr: {file}: No such xattr: com.apple.quarantine\n"), bench.AsBob("xattr", "-d", "com.apple.quarantine", file));
        Assert.Equal(new Outcome(1, "", $"xattr: No such file: {file}x\n"), bench.AsBob("xattr", file + "x"));
    }

    [Fact]
    public void Other_formats_of_stat()
    {
        using var bench = new Bench();
        var file = Path.Combine(bench.Folder, "f");
        File.WriteAllText(file, "12345");
        Bench.Protect(file, 0b110_000_000);
        Assert.Contains(" st_mode=0100600 st_nlink=1 ", bench.AsBob("stat", "-s", file).Output, StringComparison.Ordinal);
        Assert.EndsWith(" st_flags=0\n", bench.AsBob("stat", "-s", file).Output, StringComparison.Ordinal);
        Assert.StartsWith($"  File: \"{file}\"\n  Size: 5            FileType: Regular File\n  Mode: (0600/-rw-------)         Uid: (", bench.AsBob("stat", "-x", file).Output, StringComparison.Ordinal);
        Assert.EndsWith($" {file}\n", bench.AsBob("stat", file).Output, StringComparison.Ordinal);
        Assert.StartsWith("-rw------- ", bench.AsBob("stat", "-l", file).Output, StringComparison.Ordinal);
        Assert.Equal(1, bench.AsBob("stat", "-x", "-f", "%z", file).Status);
        Assert.False(Stat.IsBsd(["-c", "%s", file]));
    }

    [Fact]
    public void Readlink_follows_on_newer_systems()
    {
        using var old = new Bench(Bench.Usual("11.7"));
        Assert.Equal(new Outcome(1, "", "readlink: illegal option -- f\nusage: readlink [-n] [file ...]\n"), old.InRun("bob", "readlink", "-f", old.Folder));
        using var bench = new Bench();
        Assert.Equal(bench.Folder + "\n", bench.Start("bob", "", "readlink", "-f", bench.Folder + "/.").Output);
    }
}
