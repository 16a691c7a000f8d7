using System.Diagnostics;

namespace MacEmu.Tests;

public sealed class CompletionsTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("macemu sh", "show shutdown")]
    [InlineData("macemu show --j", "--json")]
    [InlineData("macemu clock ", "show set advance --machine --help")]
    [InlineData("macemu --machine clock snapshot r", "restore")]
    [InlineData("macemu snapshot save show --m", "--machine")]
    [InlineData("macemu restart --to ", "macos recoveryos 1tr")]
    [InlineData("macemu create --chip t", "t2")]
    [InlineData("macemu login alice --pass", "--password")]
    public void Bash_completes(string line, string words)
    {
        var script = bench.Write("completions.bash", bench.Good("completions", "bash"));
        var command = $"source {script}; COMP_WORDS=({line}{(line.EndsWith(' ') ? "''" : "")}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _macemu; echo ${{COMPREPLY[@]}}";
        using var bash = Process.Start(new ProcessStartInfo("bash", ["--norc", "-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Assert.Equal((words + "\n", ""), (bash.StandardOutput.ReadToEnd(), bash.StandardError.ReadToEnd()));
    }

    [SkippableTheory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public void Each_shell_can_read_its_script(string shell, string check)
    {
        var script = bench.Write("completions", bench.Good("completions", shell));
        Skip.IfNot(File.Exists($"/bin/{shell}") || File.Exists($"/usr/bin/{shell}"), $"this host has no {shell}");
        using var process = Process.Start(new ProcessStartInfo(shell, [check, script]) { RedirectStandardError = true })!;
        Assert.Equal("", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Every_command_is_in_every_script()
    {
        foreach (var shell in (string[])["bash", "zsh", "fish"])
        {
            var script = bench.Good("completions", shell);
            foreach (var word in (string[])["create", "kdf-iterations", "advance", "snapshot", "delete", "uninstall", "keep-env", "1tr"]) Assert.Contains(word, script);
        }
    }
}
