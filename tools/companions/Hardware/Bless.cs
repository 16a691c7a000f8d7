using MacStateStore;
using MacStateStore.LocalPolicy;
using MacToolHost;

namespace Companions;

/// <summary>
/// <c>bless --info --getBoot</c>: what the Mac starts from (memory; which device: guess); and <c>bless --setBoot</c>, which chooses that and on
/// Apple silicon makes a policy where there is none (dossier bputil, 12). Nothing else of bless is emulated.
/// </summary>
internal static class Bless
{
    public static readonly Companion Companion = new("bless", Run);

    private const string Failed = "Bootability failed ";
    private const string WrongDevice = "Error Domain=BYServiceErrorDomain Code=602 \"(null)\"";
    private const string OwnerRequired =
        "Error Domain=BYErrorDomain Code=103 \"Owner authentication is required\" UserInfo={BYErrorHint=LocalAuthenticationRequired, NSLocalizedDescription=Owner authentication is required}";

    private static int Run(ToolRun run)
    {
        var words = run.Arguments.Select(word => word.TrimStart('-')).Select(word => word switch { "getboot" => "getBoot", "setboot" => "setBoot", _ => word }).ToList();
        if (words.Contains("setBoot")) return SetBoot(run, words);
        if (words is not (["info", "getBoot"] or ["getBoot"] or ["getBoot", "info"]) || run.Arguments.Any(word => word is not ['-', ..]))
            throw new NotEmulatedException($"bless {string.Join(' ', run.Arguments)}".TrimEnd());
        var group = run.Mac.Power.NextSystem.VolumeGroup;
        var members = run.Mac.Disks.All.SelectMany(disk => disk.Volumes).Where(volume => volume.KeysUuid == group).ToList();
        var place = members.Find(volume => volume.Is("System")) ?? members.FirstOrDefault();
        var device = place?.Identifier ?? run.Mac.Disks.Find("/")?.Identifier;
        if (device is null)
        {
            run.Console.ErrorLine("Can't get boot volume"); // unseen
            throw new CommandFailedException(1);
        }
        run.Console.OutLine($"/dev/{device}");
        return 0;
    }

    private static int SetBoot(ToolRun run, List<string> words)
    {
        if (words.Find(word => word is not ("setBoot" or "device" or "mount" or "user" or "stdinpass") && !IsValue(words, word)) is { } unknown) throw new NotEmulatedException($"bless --setBoot with {unknown}");
        if (!run.IsRoot) throw new NotEmulatedException("bless --setBoot by a user other than root");
        var target = Value(words, "device") ?? Value(words, "mount");
        var volume = target is null ? null : run.Mac.Disks.Find(target)?.Volume;
        if (volume is null || run.Mac.Systems.FirstOrDefault(system => system.VolumeGroup == volume.KeysUuid) is not { } chosen) throw Fail(run, WrongDevice);
        if (run.Mac.Policies.Exist)
        {
            var name = Value(words, "user") ?? throw Fail(run, OwnerRequired);
            var password = words.Contains("stdinpass") ? run.Mac.Pause(run.Console.ReadLine) ?? "" : run.AskSecret("Password: "); // the prompt: guess
            Authorize(run, chosen, name, password);
        }
        run.Mac.Power.StartNext(chosen);
        return 0;
    }

    // A first policy is signed by an owner of the started system, an existing one is proved to be the user's.
    private static void Authorize(ToolRun run, InstalledSystem chosen, string name, string password)
    {
        var policies = run.Mac.Policies;
        try
        {
            var signer = policies.Authenticate(policies.Has(chosen) ? chosen : run.Mac.System, name, password, mustBeAdmin: false);
            if (!policies.Has(chosen)) policies.Change(chosen, signer, policy => policy);
        }
        catch (PolicyException)
        {
            throw Fail(run, OwnerRequired);
        }
    }

    private static bool IsValue(List<string> words, string word) => words.IndexOf(word) is > 0 and var at && words[at - 1] is ("device" or "mount" or "user");

    private static string? Value(List<string> words, string option) => words.IndexOf(option) is >= 0 and var at && at + 1 < words.Count ? words[at + 1] : null;

    private static CommandFailedException Fail(ToolRun run, string error)
    {
        run.Console.ErrorLine(Failed + error);
        return new CommandFailedException(1);
    }
}
