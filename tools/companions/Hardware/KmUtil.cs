using System.Security.Cryptography;
using MacStateStore;
using MacStateStore.LocalPolicy;
using MacToolHost;

namespace Companions;

/// <summary>
/// <c>kmutil configure-boot</c>: puts a custom boot object in the place of the kernel, which takes 1TR and an owner (dossier bputil, 12), and
/// <c>kmutil showloaded</c>. Nothing else of kmutil is emulated.
/// </summary>
internal static class KmUtil
{
    public static readonly Companion Companion = new("kmutil", Run);

    private const string Warning = "By setting a custom boot object, you will be putting your system into Permissive Security.\n";
    private const string Question = "Are you sure you want to do this? (enter y or n) ";
    private const string OnlyInRecovery = "configure-boot must be run from macOS Recovery";
    private const int MachOHeader = 32;
    private const int CommandCount = 16;

    private static readonly string[] WithValue = ["-c", "--custom-boot-object", "-v", "--volume", "--entry-point", "--lowest-virtual-address"];

    private static int Run(ToolRun run)
    {
        if (run.Arguments is ["showloaded", ..]) return LoadedKexts.Show(run);
        if (run.Arguments is not ["configure-boot", ..]) throw new NotEmulatedException($"kmutil {string.Join(' ', run.Arguments.Take(1))}".TrimEnd());
        if (!run.Mac.Policies.Exist) throw new NotEmulatedException("kmutil configure-boot on an Intel Mac");
        var options = Read([.. run.Arguments.Skip(1)]);
        if (run.Mac.Boot.Environment == BootState.MacOS) throw Failure(run, OnlyInRecovery);
        var volume = Value(options, "-v", "--volume");
        var file = Value(options, "-c", "--custom-boot-object");
        if (volume is null || file is null) throw new NotEmulatedException("kmutil configure-boot without -c and -v");
        run.Console.OutLine(Warning);
        if (run.Ask(Question) is not ("y" or "Y")) return 1;
        var system = run.Mac.Disks.Find(volume)?.Volume is { } place ? run.Mac.Systems.FirstOrDefault(installed => installed.VolumeGroup == place.KeysUuid) : null;
        if (system is null) throw new NotEmulatedException($"kmutil configure-boot for {volume}, which no system is installed on");
        var content = File.Exists(file) ? File.ReadAllBytes(file) : throw new NotEmulatedException($"kmutil configure-boot with {file}, which isn't there");
        var isRaw = options.ContainsKey("--raw");
        if (!isRaw)
        {
            run.Console.OutLine("found valid Mach-O binary, deriving Mach-O boot properties...");
            if (!HasCommands(content)) throw Problem(run, "Fileset Error: Invalid Mach-O boot properties", describes: true);
        }
        var signer = Authenticate(run, system);
        if (isRaw) run.Console.OutLine("found raw boot object, deriving Mach-O boot properties...");
        run.Console.OutLine("wrapping boot object payload...");
        try
        {
            run.Mac.Policies.Change(system, signer, policy => policy.AtLeast(SecurityMode.Permissive).With("coih", SHA384.HashData(content)));
            return 0;
        }
        catch (PolicyException error)
        {
            throw Problem(run, $"Boot policy error: Error updating custom os local policy: code {(error.Problem == PolicyProblem.Pairing ? "pairing (17)" : "AP boot mode (11)")}");
        }
    }

    private static PolicySigner Authenticate(ToolRun run, InstalledSystem system)
    {
        var name = run.Ask("Username: ");
        var password = run.AskSecret("Password: ");
        try
        {
            return run.Mac.Policies.Authenticate(system, name, password);
        }
        catch (PolicyException error)
        {
            throw Problem(run, error.Problem == PolicyProblem.PasswordRejected ? "Unable to set credentials, possibly wrong name or password" : "not a valid admin user");
        }
    }

    // A 64-bit Mach-O that has load commands.
    private static bool HasCommands(byte[] content) =>
        content.Length >= MachOHeader && content.AsSpan(0, 4).SequenceEqual((ReadOnlySpan<byte>)[0xCF, 0xFA, 0xED, 0xFE]) && BitConverter.ToUInt32(content, CommandCount) > 0;

    private static Dictionary<string, string> Read(IReadOnlyList<string> words)
    {
        var options = new Dictionary<string, string>();
        for (var i = 0; i < words.Count; i++)
            if (!WithValue.Contains(words[i])) options[words[i]] = "";
            else if (i + 1 < words.Count) options[words[i]] = words[++i];
        return options;
    }

    private static string? Value(Dictionary<string, string> options, string letter, string name) => options.GetValueOrDefault(letter) ?? options.GetValueOrDefault(name);

    private static CommandFailedException Problem(ToolRun run, string text, bool describes = false) =>
        Failure(run, $"Error Domain=KMErrorDomain Code=71 \"{text}\"{(describes ? $" UserInfo={{NSLocalizedDescription={text}}}" : "")}");

    private static CommandFailedException Failure(ToolRun run, string line)
    {
        run.Console.ErrorLine(line);
        return new CommandFailedException(1);
    }
}
