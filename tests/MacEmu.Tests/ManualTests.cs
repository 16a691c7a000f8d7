using System.Diagnostics;

namespace MacEmu.Tests;

/// <summary>The manual pages are whole, and groff has nothing to say against them.</summary>
public sealed class ManualTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void The_page_of_macemu_has_every_command_and_option_of_its_help()
    {
        var page = bench.Good("manual").Replace("\\-", "-", StringComparison.Ordinal);
        Assert.StartsWith($".TH \"MACEMU\" \"1\" \"\" \"{bench.Good("--version").Trim().Replace("macemu", "MacToolEmu")}\"", page);
        foreach (var command in CommandLineTests.Commands.Cast<object[]>().Select(row => (string)row[0]))
        {
            Assert.Contains($".SS \"macemu {command}\"\n", page);
            foreach (var option in bench.Good([.. command.Split(' '), "--help"]).Split('\n').Where(line => line.StartsWith("  --", StringComparison.Ordinal)))
                Assert.Contains($".B \"{option.Trim().Split(' ')[0]}", page);
        }
    }

    [SkippableFact]
    public void Groff_takes_the_page_without_a_warning()
    {
        Skip.If(!File.Exists("/usr/bin/groff"), "groff is not installed");
        var page = bench.Write("macemu.1", bench.Good("manual"));
        using var groff = Process.Start(new ProcessStartInfo("/usr/bin/groff", ["-man", "-ww", "-Tutf8", page]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = groff.StandardError.ReadToEndAsync();
        var text = groff.StandardOutput.ReadToEnd();
        Assert.Equal(("", 0), (errors.Result, groff.HasExited || groff.WaitForExit(10_000) ? groff.ExitCode : -1));
        Assert.Contains("emulated Macs for testing admin scripts", text); // headings are in bold, with marks in between
    }

    [Fact]
    public void Who_has_no_page_is_told()
    {
        bench.Bad(2, "manual: 'ls' is not macemu or one of dscl, sysadminctl, fdesetup, profiles, diskutil, bputil, csrutil", "manual", "ls");
        Assert.Equal("8\n", bench.Good("manual", "fdesetup", "--section"));
        bench.Environment["MACEMU_TOOLS"] = bench.Folder;
        bench.Bad(78, $"{bench.Folder}/dscl is missing; it belongs beside macemu", "manual", "dscl");
    }
}
