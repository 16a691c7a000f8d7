using System.Diagnostics;
using System.Text.RegularExpressions;
using Bputil;
using Csrutil;
using Diskutil;
using Dscl;
using Fdesetup;
using MacToolHost;
using Profiles;
using Sysadminctl;

namespace Transcripts.Tests;

/// <summary>A machine of its own, on which a case's commands run: as processes through a shell, or in this process.</summary>
public sealed partial class Workbench : IDisposable
{
    private const int LongestSeconds = 60;

    private static readonly Dictionary<string, Tool> InProcessTools = new()
    {
        ["dscl"] = DsclTool.Tool,
        ["sysadminctl"] = SysadminctlTool.Tool,
        ["profiles"] = ProfilesTool.Tool,
        ["diskutil"] = DiskutilTool.Tool,
        ["bputil"] = BputilTool.Tool,
        ["csrutil"] = CsrutilTool.Tool,
        ["fdesetup"] = FdesetupTool.Tool,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("macemu-case-").FullName;

    private string MachineFile => Path.Combine(_folder, "machine.db");

    /// <summary>Runs a shell line with the real executables.</summary>
    public Outcome RunProcess(string line, IReadOnlyList<string> typed, string user)
    {
        var start = new ProcessStartInfo("setsid") // no controlling terminal: prompts then read standard input
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var argument in (string[])["--wait", "bash", "-c", ByName(line)]) start.ArgumentList.Add(argument);
        start.Environment["PATH"] = $"{Project.Tools}:/usr/bin:/bin:/usr/sbin:/sbin";
        start.Environment["MACEMU_MACHINE"] = MachineFile;
        start.Environment["MACEMU_USER"] = user;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(string.Concat(typed.Select(answer => answer + "\n")));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all that was typed.
        }
        if (!process.WaitForExit(TimeSpan.FromSeconds(LongestSeconds)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{line}' has not ended after {LongestSeconds} s");
        }
        return new Outcome(output.Result, error.Result, process.ExitCode);
    }

    /// <summary>Runs a line of plain words in this process; null where it takes a shell or a tool that isn't at hand here.</summary>
    public Outcome? RunInProcess(string line, IReadOnlyList<string> typed, string user)
    {
        if (Words(ByName(line)) is not { } words) return null;
        if (words is ["sudo", .. var rest] && rest is not [['-', ..], ..])
        {
            words = rest;
            user = "root";
        }
        if (words.Count == 0 || !InProcessTools.TryGetValue(words[0], out var tool)) return null;
        using var input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Concat(typed.Select(answer => answer + "\n"))));
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        int status;
        using (var console = new ToolConsole(input, output, error, name => name switch
        {
            MachineLocation.MachineVariable => MachineFile,
            MachineLocation.UserVariable => user,
            _ => null,
        }))
            status = ToolRun.Start(tool, words[1..], console);
        return new Outcome(System.Text.Encoding.UTF8.GetString(output.ToArray()), System.Text.Encoding.UTF8.GetString(error.ToArray()), status);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Plain words with quotes; anything that only a shell understands is not for us.
    private static List<string>? Words(string line)
    {
        var words = new List<string>();
        for (var i = 0; i < line.Length;)
        {
            if (line[i] == ' ')
            {
                i++;
                continue;
            }
            var word = "";
            for (; i < line.Length && line[i] != ' '; i++)
            {
                if (line[i] is '\'' or '"')
                {
                    var end = line.IndexOf(line[i], i + 1);
                    if (end < 0) return null;
                    var quoted = line[(i + 1)..end];
                    if (line[i] == '"' && quoted.AsSpan().ContainsAny('$', '`', '\\')) return null;
                    word += quoted;
                    i = end;
                }
                else if ("|&;<>()$`\\*?[#~!".Contains(line[i])) return null;
                else word += line[i];
            }
            words.Add(word);
        }
        return words;
    }

    // Cases name tools by their paths on a Mac; here they are found by name.
    private static string ByName(string line) => PathOfTool().Replace(PathOfInstaller().Replace(line, "startosinstall"), "$1$2");

    [GeneratedRegex("\"/Applications/[^\"]+/startosinstall\"")]
    private static partial Regex PathOfInstaller();

    [GeneratedRegex(@"(^|[ ;|(])/usr/(?:s?bin|libexec)/(dscl|sysadminctl|profiles|mdmclient|open|diskutil|bputil|csrutil|kmutil|fdesetup|dseditgroup|dscacheutil|dsmemberutil|id|sw_vers|stat|sudo|whoami|groups)\b")]
    private static partial Regex PathOfTool();
}
