using System.Text;
using Bputil;
using Csrutil;
using Diskutil;
using Dscl;
using Fdesetup;
using MacEmu;
using MacStateStore;
using MacToolHost;
using Profiles;
using Sysadminctl;

namespace Deployment.Tests;

/// <summary>What a command printed and ended with.</summary>
public sealed record Ended(string Command, int Status, string Output, string Error);

/// <summary>A Mac in a folder of its own, with the tools run in this process.</summary>
public sealed class Fleet : IDisposable
{
    private static readonly Dictionary<string, Tool> Tools = new() { ["dscl"] = DsclTool.Tool, ["sysadminctl"] = SysadminctlTool.Tool, ["profiles"] = ProfilesTool.Tool, ["diskutil"] = DiskutilTool.Tool, ["fdesetup"] = FdesetupTool.Tool, ["bputil"] = BputilTool.Tool, ["csrutil"] = CsrutilTool.Tool };

    private readonly string _folder = Directory.CreateTempSubdirectory("macemu-fleet-").FullName;

    /// <summary>A Mac as `macemu create` makes it.</summary>
    public Fleet(params string[] create) => Good(["macemu", "create", "--seed", "1", "--kdf-iterations", "1", .. create]);

    /// <summary>A copy of another Mac.</summary>
    public Fleet(Fleet original) => File.Copy(original.Machine, Machine);

    public string Machine => Path.Combine(_folder, "machine.db");

    /// <summary>Runs a command as root.</summary>
    public Ended Run(params IReadOnlyList<string> words) => Run("", words);

    /// <summary>Runs a command as root, with what is typed at its prompts.</summary>
    public Ended Run(string typed, IReadOnlyList<string> words)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        int status;
        using (var console = new ToolConsole(new MemoryStream(Encoding.UTF8.GetBytes(typed)), output, error, name => name switch
        {
            MachineLocation.MachineVariable => Machine,
            MachineLocation.UserVariable => "root",
            "HOME" => _folder,
            _ => null,
        }))
        {
            IReadOnlyList<string> arguments = [.. words.Skip(1)];
            status = words[0] == "macemu" ? MacEmuProgram.Run(arguments, console)
                : Tools.TryGetValue(words[0], out var tool) ? ToolRun.Start(tool, arguments, console)
                : Companions.Call.Run(words[0], arguments, console);
        }
        return new Ended(string.Join(' ', words), status, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    /// <summary>Runs a command that must succeed.</summary>
    public string Good(params IReadOnlyList<string> words)
    {
        var ended = Run(words);
        Assert.True(ended.Status == 0, $"'{ended.Command}' ended with {ended.Status}: {ended.Output}{ended.Error}");
        return ended.Output;
    }

    public T Look<T>(Func<Mac, T> look)
    {
        using var mac = Mac.Open(Machine);
        mac.BeginReading();
        return look(mac);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
