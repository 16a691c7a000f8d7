using MacStateStore;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions.SoftwareUpdates;

/// <summary><c>softwareupdate</c>: finds out what is asked for (dossier bputil, 12; docs/fidelity.md).</summary>
internal static class SoftwareUpdateTool
{
    public static readonly Companion Companion = new("softwareupdate", Run);

    private static readonly (string Name, Func<ToolRun, UpdateRequest, int> Run)[] Verbs =
    [
        ("history", History.Run), ("schedule", Schedule.Run), ("install-rosetta", Rosetta.Run), ("install", InstallUpdates.Run), ("download", InstallUpdates.Run), ("list", ListUpdates.Run),
    ];

    // What changes nothing of what the verbs do here.
    private static readonly string[] Modifiers =
        ["all", "recommended", "restart", "os-only", "safari-only", "stdinpass", "user", "agree-to-license", "no-scan", "force", "include-config-data", "product-types", "verbose"];

    private static int Run(ToolRun run)
    {
        if (run.Mac.Boot.Environment != BootState.MacOS) throw new NotEmulatedException("softwareupdate in recoveryOS");
        var request = UpdateRequest.Read(run.Arguments);
        var version = run.Mac.System.Version;
        if ((request.Problem ?? TooNew(version, request)) is { } problem)
        {
            // Seen: the tool explains itself, and ends as if all were well.
            run.Console.ErrorLine($"softwareupdate: {problem}");
            run.Console.Error(Messages.Usage(version));
            return 0;
        }
        if (request.Has("help") || run.Arguments.Count == 0)
        {
            run.Console.Out(Messages.Usage(version));
            return 0;
        }
        var verb = Array.Find(Verbs, verb => request.Has(verb.Name));
        if (verb.Name is null || request.Names.FirstOrDefault(name => !Modifiers.Contains(name) && name != verb.Name) is not null)
            throw new NotEmulatedException($"softwareupdate {string.Join(' ', run.Arguments)}");
        return verb.Run(run, request);
    }

    private static string? TooNew(MacOSVersion version, UpdateRequest request) =>
        request.Names.FirstOrDefault(name => name switch
        {
            "restart" => !version.Has(Capability.SoftwareUpdateRestarts),
            "install-rosetta" or "agree-to-license" or "user" or "stdinpass" => !version.Has(Capability.HasVolumeOwners),
            _ => false,
        }) is { } name ? $"unrecognized option `--{name}'" : null;
}
