using MacStateStore.Lifecycle;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>launchctl's old verbs, which tell of a failure and end with 0 all the same (an issue seen for load; the rest memory).</summary>
internal static class LaunchLegacy
{
    private const int NoProcess = 3;
    private const string Agents = "/LaunchAgents/";

    public static int Load(ToolRun run, List<string> arguments)
    {
        if (Read(run, arguments, "load") is not var (domain, force, paths)) return 1;
        foreach (var path in paths)
        {
            Warn(run, domain, path, "bootstrap");
            if (LaunchCtl.TryLoad(run, domain, path, force) is not (var error and not 0)) continue;
            if (run.Mac.System.Version.Has(Capability.LaunchctlHintsAtBootstrap))
                run.Console.ErrorLine($"Load failed: {error}: {LaunchCtl.Meaning(error)}\nTry running `launchctl bootstrap` as root for richer errors.");
            else
            {
                var plist = LaunchPlist.Read(run.Mac.Path, path);
                var exists = File.Exists(MachineFolder.Locate(run.Mac.Path, path));
                run.Console.ErrorLine($"{path}: " + (plist is null ? exists ? "Invalid property list" : "No such file or directory" : LaunchCtl.IsLoaded(run, domain, plist.Label) ? "service already loaded" : error == 5 ? "Service is disabled" : LaunchCtl.Meaning(error)));
                if (!exists) return 1;
            }
        }
        return 0;
    }

    public static int Unload(ToolRun run, List<string> arguments)
    {
        if (Read(run, arguments, "unload") is not var (domain, force, paths)) return 1;
        foreach (var path in paths)
        {
            Warn(run, domain, path, "bootout");
            var plist = LaunchPlist.Read(run.Mac.Path, path);
            if (plist is not null && force) run.Mac.LaunchJobs.Disable(domain, plist.Label, disabled: true);
            if (plist is not null && LaunchCtl.TryUnload(run, domain, plist.Label)) continue;
            run.Console.ErrorLine(run.Mac.System.Version.Has(Capability.LaunchctlHintsAtBootstrap)
                ? "Unload failed: 5: Input/output error\nTry running `launchctl bootout` as root for richer errors."
                : plist is null && !File.Exists(MachineFolder.Locate(run.Mac.Path, path)) ? $"{path}: No such file or directory" : $"{path}: Could not find specified service");
        }
        return 0;
    }

    /// <summary><c>start</c>, <c>stop</c> and <c>remove</c>: silent, with 3 where there is no such job.</summary>
    public static int ByLabel(ToolRun run, List<string> arguments)
    {
        var verb = run.Arguments[0];
        if (arguments is not [var label])
        {
            run.Console.ErrorLine($"Usage: launchctl {verb} <service-name>");
            return 64;
        }
        var domain = LaunchDomain.OfCaller(run);
        if (run.Mac.LaunchJobs.Find(domain, label) is not { } job) return LaunchCtl.IsLoaded(run, domain, label) ? 0 : NoProcess;
        if (verb == "remove") LaunchCtl.TryUnload(run, domain, label);
        else if (verb == "start")
        {
            if (job.Pid is null) run.Mac.LaunchJobs.Start(domain, label);
        }
        else if (job.Runs) run.Mac.LaunchJobs.Start(domain, label); // KeepAlive starts it anew
        else run.Mac.LaunchJobs.Stop(domain, label);
        return 0;
    }

    private static (string Domain, bool Force, List<string> Paths)? Read(ToolRun run, List<string> arguments, string verb)
    {
        var options = Options.Read(arguments, "wFS:D:");
        if (options.Problem is null && options.Rest.Count > 0)
            return (LaunchDomain.OfCaller(run), options.Has('w') || options.Has('F'), [.. options.Rest.SelectMany(path => LaunchCtl.PathsIn(run, path))]);
        run.Console.ErrorLine($"Usage: launchctl {verb} [-wF] [-S <session-type>] [-D <domain>] <service-path1, service-path2, ...>");
        return null;
    }

    private static void Warn(ToolRun run, string domain, string path, string better)
    {
        if (domain == LaunchJobs.System && path.Contains(Agents, StringComparison.Ordinal) && run.Mac.System.Version.Has(Capability.LaunchctlHintsAtBootstrap))
            run.Console.ErrorLine($"Warning: Expecting a LaunchDaemons path since the command was ran as root. Got LaunchAgents instead.\n`launchctl {better}` is a recommended alternative.");
    }
}
