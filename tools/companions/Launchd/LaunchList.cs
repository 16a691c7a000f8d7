using MacStateStore.Lifecycle;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>What launchctl shows: <c>list</c>, <c>print</c>, <c>print-disabled</c> (layouts memory).</summary>
internal static class LaunchList
{
    private const int NoService = 113;

    private sealed record Service(string Label, long? Pid, LaunchJob? Job, string Program);

    public static int List(ToolRun run, List<string> arguments)
    {
        var plist = arguments.Remove("-x");
        if (plist) throw new NotEmulatedException("launchctl list -x");
        var domain = LaunchDomain.OfCaller(run);
        if (arguments.Count == 0)
        {
            run.Console.OutLine("PID\tStatus\tLabel");
            foreach (var service in In(run, domain)) run.Console.OutLine($"{(service.Pid is { } pid ? $"{pid}" : "-")}\t0\t{service.Label}");
            return 0;
        }
        if (In(run, domain).FirstOrDefault(service => service.Label == arguments[0]) is not { } found)
        {
            run.Console.ErrorLine($"Could not find service \"{arguments[0]}\" in domain for port");
            return NoService;
        }
        run.Console.Out("{\n");
        Line("LimitLoadToSessionType", domain == LaunchJobs.System ? "\"System\"" : "\"Aqua\"");
        Line("Label", $"\"{found.Label}\"");
        Line("OnDemand", found.Job is { Runs: true } ? "false" : "true");
        Line("LastExitStatus", "0");
        if (found.Pid is { } process) Line("PID", $"{process}");
        Line("Program", $"\"{found.Program}\"");
        if (found.Job is { Arguments.Count: > 0 } job)
            run.Console.Out("\t\"ProgramArguments\" = (\n" + string.Concat(job.Arguments.Select(argument => $"\t\t\"{argument}\";\n")) + "\t);\n");
        run.Console.Out("};\n");
        return 0;

        void Line(string key, string value) => run.Console.OutLine($"\t\"{key}\" = {value};");
    }

    public static int Print(ToolRun run, List<string> arguments)
    {
        if (arguments is not [var name] || LaunchDomain.Parse(name) is not { } target)
        {
            run.Console.ErrorLine("Unrecognized target specifier.\nUsage: launchctl print <domain-target> | <service-target>\n<service-target> takes a form of <domain-target>/<service-id>.\nPlease refer to `man launchctl` for explanation of the <domain-target> specifiers.");
            return 64;
        }
        if (!target.Exists(run.Mac))
        {
            if (run.Mac.System.Version.Has(Capability.LaunchctlSpeaksPlainly)) run.Console.ErrorLine("Bad request.");
            run.Console.ErrorLine($"Could not find domain for {target.Description}");
            return NoService;
        }
        var services = In(run, target.Name);
        if (target.Label is null)
        {
            run.Console.Out($"{target.Name} = {{\n\ttype = {(target.Name == LaunchJobs.System ? "system" : target.Name.StartsWith("gui/", StringComparison.Ordinal) ? "login" : "user")}\n\thandle = 0\n\tactive count = {services.Count}\n\tservice count = {services.Count}\n\tactive service count = {services.Count(service => service.Pid is not null)}\n\n\tservices = {{\n");
            foreach (var service in services) run.Console.OutLine($"\t\t{service.Pid ?? 0,8} {(service.Pid is null ? "-" : "0"),6} \t{service.Label}");
            run.Console.Out("\t}\n\n\tdisabled services = {\n");
            foreach (var (label, text) in Overrides(run, target.Name)) run.Console.OutLine($"\t\t\"{label}\" => {text}");
            run.Console.Out("\t}\n}\n");
            return 0;
        }
        if (services.FirstOrDefault(service => service.Label == target.Label) is not { } found) return LaunchCtl.NoSuchService(run, target);
        var kind = target.Name == LaunchJobs.System ? "Daemon" : "Agent";
        run.Console.Out(
            $"{target.Name}/{found.Label} = {{\n\tactive count = {(found.Pid is null ? 0 : 1)}\n\tpath = {found.Job?.Path ?? $"/System/Library/Launch{kind}s/{found.Label}.plist"}\n\ttype = Launch{kind}\n" +
            $"\tstate = {(found.Pid is null ? "not running" : "running")}\n\n\tprogram = {found.Program}\n");
        if (found.Job is { Arguments.Count: > 0 } job) run.Console.Out("\targuments = {\n" + string.Concat(job.Arguments.Select(argument => $"\t\t{argument}\n")) + "\t}\n");
        run.Console.Out($"\n\tdomain = {target.Name}\n\tminimum runtime = 10\n\texit timeout = 5\n\truns = {(found.Pid is null ? 0 : 1)}\n");
        if (found.Pid is { } pid) run.Console.Out($"\tpid = {pid}\n\timmediate reason = {(found.Job is { Runs: true } ? "speculative" : "ipc (mach)")}\n\tforks = 0\n\texecs = 1\n\tinitialized = 1\n\ttrampolined = 1\n\tstarted suspended = 0\n\tproxy started suspended = 0\n");
        run.Console.Out("\tlast exit code = (never exited)\n\n\tproperties = " + (found.Job is { Runs: true } ? "keepalive | runatload" : "supports transactions") + "\n}\n");
        return 0;
    }

    public static int PrintDisabled(ToolRun run, List<string> arguments)
    {
        if (arguments is not [var name] || LaunchDomain.Parse(name) is not { Label: null } target)
        {
            run.Console.ErrorLine("Usage: launchctl print-disabled <domain-target>");
            return 64;
        }
        run.Console.Out("\n\tdisabled services = {\n");
        foreach (var (label, text) in Overrides(run, target.Name)) run.Console.OutLine($"\t\t\"{label}\" => {text}");
        run.Console.Out("\t}\n\n\tlogin item associations = {\n\t}\n");
        return 0;
    }

    private static IEnumerable<(string Label, string Text)> Overrides(ToolRun run, string domain)
    {
        var plainly = run.Mac.System.Version.Has(Capability.LaunchctlSpeaksPlainly);
        var all = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        if (domain == LaunchJobs.System)
            foreach (var label in LaunchServices.Disabled(run.Mac)) all[label] = true;
        foreach (var (label, disabled) in run.Mac.LaunchJobs.Overrides(domain)) all[label] = disabled;
        return all.Select(entry => (entry.Key, plainly ? entry.Value ? "disabled" : "enabled" : entry.Value ? "true" : "false"));
    }

    private static List<Service> In(ToolRun run, string domain) =>
    [
        .. MacProcesses.JobsIn(run.Mac, domain).Select(process => new Service(process.Job, process.Pid, null, process.Path)),
        .. LaunchServices.Waiting(run.Mac, domain).Select(label => new Service(label, null, null, $"/usr/libexec/{label}")),
        .. run.Mac.LaunchJobs.In(domain).Select(job => new Service(job.Label, job.Pid, job, job.ProgramPath)),
    ];
}
