using System.Text.Json;

namespace MacEmu.Tests;

/// <summary><c>macemu coverage</c> over tools that only declare themselves.</summary>
public sealed class CoverageTests : IDisposable
{
    private static readonly string[] Names = ["dscl", "sysadminctl", "fdesetup", "profiles", "diskutil", "bputil", "csrutil"];

    private readonly Bench bench = new();

    public CoverageTests()
    {
        bench.Environment["MACEMU_TOOLS"] = bench.Folder;
        foreach (var name in Names)
        {
            var tool = bench.Write(name, "#!/bin/sh\n[ \"$MACEMU_DECLARE\" ] || exit 9\nprintf 'list\\t\\tls\\t\\t\\t\\tEmulated\\tRecorded\\t\\n'\n"
                + "printf 'list\\t-new\\t\\t13.0\\t26.0\\tapple\\tPartly\\tInferred\\tnot all of it\\n'\nprintf '\\t-x\\t\\t\\t11.0\\t\\tNot\\tDocumented\\t\\n'\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public void It_lists_what_each_tool_declares()
    {
        var lines = bench.Good("coverage", "--tool", "csrutil").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
        [
            "COMMAND            RELEASES                           EMULATED  KNOWN FROM  NOTE",
            "csrutil list       all                                yes       recorded",
            "csrutil list -new  from 13, before 26, Apple silicon  partly    inferred    not all of it",
            "csrutil -x         before 11                          no        documented",
        ], lines);
        Assert.Equal(1 + (3 * Names.Length), bench.Good("coverage").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("10.15", "list,-x")]
    [InlineData("12.5", "list")]
    [InlineData("13", "list,list -new")]
    [InlineData("26", "list")]
    public void A_release_shows_only_what_it_has(string os, string expected)
    {
        var features = JsonDocument.Parse(bench.Good("coverage", "--json", "--tool", "dscl", "--os", os)).RootElement.GetProperty("dscl").EnumerateArray();
        Assert.Equal(expected, string.Join(',', features.Select(feature =>
            $"{Text(feature, "verb")} {Text(feature, "option")}".Trim())));
    }

    [Fact]
    public void Json_has_all_that_is_known_of_a_feature()
    {
        var json = JsonDocument.Parse(bench.Good("coverage", "--json")).RootElement;
        Assert.Equal(Names, json.EnumerateObject().Select(tool => tool.Name));
        Assert.Equal("""{"verb":"list","option":"-new","since":"13","before":"26","appleSilicon":true,"emulated":"partly","knownFrom":"inferred","note":"not all of it"}""",
            JsonSerializer.Serialize(json.GetProperty("bputil")[1]));
        Assert.Equal("""{"verb":"list","aliases":["ls"],"emulated":"yes","knownFrom":"recorded"}""", JsonSerializer.Serialize(json.GetProperty("bputil")[0]));
    }

    [Fact]
    public void Markdown_counts_by_release_what_is_emulated()
    {
        var markdown = bench.Good("coverage", "--markdown", "--tool", "dscl");
        Assert.Contains("\n| | 10.13 | 10.14 | 10.15 | 11 | 12 | 13 | 14 | 15 | 26 |\n", markdown);
        Assert.Contains("\n| dscl | 1/2 | 1/2 | 1/2 | 1/1 | 1/1 | 2/2 | 2/2 | 2/2 | 1/1 |\n", markdown);
        Assert.Contains("\n| `list` | `-new` | from 13, before 26, Apple silicon | partly | inferred | not all of it |\n", markdown);
        Assert.DoesNotContain("sysadminctl", markdown);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        bench.Bad(2, "coverage: --os 12.99: no such macOS", "coverage", "--os", "12.99");
        bench.Bad(2, "coverage: --markdown and --json exclude each other", "coverage", "--markdown", "--json");
        bench.Bad(2, "coverage: --usage goes only with --json", "coverage", "--usage", "x", "--markdown");
        Assert.Equal(2, bench.Run("coverage", "--tool", "sw_vers").Status);
        File.Delete(Path.Combine(bench.Folder, "dscl"));
        bench.Bad(78, $"{bench.Folder}/dscl is missing; it belongs beside macemu", "coverage");
    }

    private static string? Text(JsonElement feature, string name) => feature.TryGetProperty(name, out var value) ? value.GetString() : null;
}
