using MacStateStore.Lifecycle;
using MacStateStore.Releases;
using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>
/// launchd as scripts drive it. A job is what its property list says and is kept in the machine; nothing is really started, so
/// launchctl tells states. <c>asuser UID COMMAND…</c> runs a command in a user's session, as the caller, which is why scripts put
/// <c>sudo -u NAME</c> after it. Texts: reports of users for 11 and later, memory for older ones.
/// </summary>
internal static class LaunchCtl
{
    public static readonly Companion Companion = new("launchctl", Run)
    {
        OnlyBecomesAnother = arguments => arguments is ["asuser", ..],
        // What a session's variable holds or a command is told may be secret.
        IsSecret = arguments => [.. arguments.Select((_, i) => i > 1 && arguments[0] is "asuser" or "setenv")],
    };

    private const int BadUsage = 64;
    private const int NotPermitted = 1;
    private const int NoProcess = 3;
    private const int InputOutput = 5;
    private const int NoService = 113;
    private const int NoAction = 125;
    private const int BadPermissions = 122;

    private static int Run(ToolRun run)
    {
        var rest = run.Arguments.Skip(1).ToList();
        switch (run.Arguments.Count > 0 ? run.Arguments[0] : "")
        {
            case "asuser": return AsUser(run);
            case "list": return LaunchList.List(run, rest);
            case "print": return LaunchList.Print(run, rest);
            case "print-disabled": return LaunchList.PrintDisabled(run, rest);
            case "load": return LaunchLegacy.Load(run, rest);
            case "unload": return LaunchLegacy.Unload(run, rest);
            case "start" or "stop" or "remove": return LaunchLegacy.ByLabel(run, rest);
            case "bootstrap": return Bootstrap(run, rest);
            case "bootout": return BootOut(run, rest);
            case "enable" or "disable": return Enable(run, rest, disables: run.Arguments[0] == "disable");
            case "kickstart": return Kickstart(run, rest);
            case "kill": return Kill(run, rest);
            case "getenv" or "setenv" or "unsetenv": return Variable(run, rest);
            case "managername":
                run.Console.OutLine(LaunchDomain.OfCaller(run) is var domain && domain == LaunchJobs.System ? "System" : domain.StartsWith("gui/", StringComparison.Ordinal) ? "Aqua" : "Background");
                return 0;
            case "manageruid":
                run.Console.OutLine(LaunchDomain.OfCaller(run) is var own && own == LaunchJobs.System ? "0" : own[(own.IndexOf('/', StringComparison.Ordinal) + 1)..]);
                return 0;
            case "managerpid":
                run.Console.OutLine("1");
                return 0;
            case "version":
                run.Console.OutLine("Darwin Bootstrapper Version 7.0.0: Fri May  3 03:37:01 PDT 2024; root:libxpc_executables-2679.0.25~1099/launchd/RELEASE_" + (run.Mac.Machine.Chip == Chip.Apple ? "ARM64E" : "X86_64"));
                return 0;
            case "":
                return Complain(run, "Usage: launchctl <subcommand> ... | help [subcommand]", BadUsage);
            case "attach" or "blame" or "config" or "debug" or "dumpstate" or "dumpjpcategory" or "error" or "examine" or "help" or "hostinfo" or "limit" or "plist" or "print-cache" or "procinfo" or "reboot" or "resolveport"
                or "runstats" or "submit" or "uncache" or "variant" or "bsexec" or "bslist" or "bstree" or "userswitch":
                throw new NotEmulatedException($"launchctl {run.Arguments[0]}");
            case var unknown:
                return Complain(run, $"Unrecognized subcommand: {unknown}\nUsage: launchctl <subcommand> ... | help [subcommand]", BadUsage);
        }
    }

    /// <summary>Says that there is no such service, as the newer verbs do.</summary>
    public static int NoSuchService(ToolRun run, LaunchDomain target)
    {
        if (run.Mac.System.Version.Has(Capability.LaunchctlSpeaksPlainly)) run.Console.ErrorLine("Bad request.");
        return Complain(run, $"Could not find service \"{target.Label}\" in domain for {target.Description}", NoService);
    }

    /// <summary>Whether a label is a loaded service of a domain.</summary>
    public static bool IsLoaded(ToolRun run, string domain, string label) =>
        run.Mac.LaunchJobs.Find(domain, label) is not null || LaunchServices.Waiting(run.Mac, domain).Contains(label) || MacProcesses.JobsIn(run.Mac, domain).Any(process => process.Job == label);

    /// <summary>Takes a job into launchd; 0, or the number of the error.</summary>
    public static int TryLoad(ToolRun run, string domain, string path, bool enables = false)
    {
        if (LaunchPlist.Read(run.Mac.Path, path) is not { } plist) return InputOutput;
        if (domain == LaunchJobs.System && LaunchPlist.IsOpenToOthers(run.Mac.Path, path)) return BadPermissions;
        if (enables) run.Mac.LaunchJobs.Disable(domain, plist.Label, disabled: false);
        if (IsLoaded(run, domain, plist.Label)) return InputOutput;
        if (!enables && (run.Mac.LaunchJobs.Override(domain, plist.Label) ?? plist.Disabled)) return InputOutput;
        run.Mac.LaunchJobs.Load(plist.In(domain, path));
        LaunchServices.Follow(run.Mac, plist.Label, runs: true);
        return 0;
    }

    /// <summary>Takes a job out of launchd; false where it isn't in it.</summary>
    public static bool TryUnload(ToolRun run, string domain, string label)
    {
        if (run.Mac.LaunchJobs.Find(domain, label) is null) return LaunchServices.Stop(run.Mac, domain, label);
        run.Mac.LaunchJobs.Unload(domain, label);
        LaunchServices.Follow(run.Mac, label, runs: false);
        return true;
    }

    /// <summary>What an error's number means.</summary>
    public static string Meaning(int error) => error switch
    {
        NotPermitted => "Operation not permitted",
        NoProcess => "No such process",
        InputOutput => "Input/output error",
        BadPermissions => "Path had bad ownership/permissions",
        NoAction => "Domain does not support specified action",
        _ => "Unknown error",
    };

    private static int AsUser(ToolRun run)
    {
        if (run.Arguments is not [_, var number, var command, ..] || Account.TryNumber(number) is not { } uid)
        {
            run.Console.ErrorLine("Usage: launchctl asuser <UID> <command> [arguments...]");
            return BadUsage;
        }
        if (!run.IsRoot)
        {
            run.Console.ErrorLine($"Could not switch to audit session 0x{100_000 + (uid & 0xFFFF):x}: 1: Operation not permitted");
            return 1;
        }
        var variables = ProcessImage.InheritedEnvironment;
        variables[LaunchDomain.SessionVariable] = $"{uid}";
        run.Afterwards = () => ProcessImage.Replace("launchctl", command, [.. run.Arguments.Skip(2)], variables);
        return 0;
    }

    private static int Bootstrap(ToolRun run, List<string> rest)
    {
        if (rest is not [var name, _, ..] || LaunchDomain.Parse(name) is not { Label: null } domain)
            return Complain(run, "Unrecognized target specifier.\nUsage: launchctl bootstrap <domain-target> [service-path, service-path2, ...]\nPlease refer to `man launchctl` for explanation of the <domain-target> specifiers.", BadUsage);
        var error = 0;
        foreach (var path in rest.Skip(1).SelectMany(path => PathsIn(run, path)))
            if (Refusal(run, domain) is var refused && (refused != 0 ? refused : TryLoad(run, domain.Name, path)) is var problem and not 0)
            {
                if (run.Mac.System.Version.Has(Capability.LaunchctlHintsAtBootstrap)) run.Console.ErrorLine($"Bootstrap failed: {problem}: {Meaning(problem)}");
                else run.Console.ErrorLine($"{path}: {(LaunchPlist.Read(run.Mac.Path, path) is { } plist && IsLoaded(run, domain.Name, plist.Label) ? "service already bootstrapped" : Meaning(problem))}");
                if (problem == InputOutput && !run.IsRoot) run.Console.ErrorLine("Try re-running the command as root for richer errors.");
                error = problem;
            }
        return error;
    }

    private static int BootOut(ToolRun run, List<string> rest)
    {
        if (rest.Count == 0 || LaunchDomain.Parse(rest[0]) is not { } target)
            return Complain(run, "Unrecognized target specifier.\nUsage: launchctl bootout <domain-target> [service-path1, service-path2, ...] | <service-target>\n<service-target> takes a form of <domain-target>/<service-id>.\nPlease refer to `man launchctl` for explanation of the <domain-target> specifiers.", BadUsage);
        if (Refusal(run, target) is var refused and not 0) return Failed(refused);
        if (target.Label is { } label) return TryUnload(run, target.Name, label) ? 0 : IsLoaded(run, target.Name, label) ? Protected() : Failed(NoProcess);
        if (rest.Count == 1) throw new NotEmulatedException($"launchctl bootout {rest[0]} (a whole domain)");
        var status = 0;
        foreach (var path in rest.Skip(1).SelectMany(path => PathsIn(run, path)))
            if (LaunchPlist.Read(run.Mac.Path, path) is not { } plist || !TryUnload(run, target.Name, plist.Label)) status = Failed(InputOutput);
        return status;

        int Failed(int error) => Complain(run, $"Boot-out failed: {error}: {Meaning(error)}", error);

        int Protected() => Complain(run, "Boot-out failed: 150: Operation not permitted while System Integrity Protection is engaged", 150);
    }

    private static int Enable(ToolRun run, List<string> rest, bool disables)
    {
        var verb = disables ? "disable" : "enable";
        if (rest is not [var name] || LaunchDomain.Parse(name) is not { Label: { } label } target)
            return Complain(run, $"Unrecognized target specifier.\nUsage: launchctl {verb} <service-target>\n<service-target> takes a form of <domain-target>/<service-id>.\nPlease refer to `man launchctl` for explanation of the <domain-target> specifiers.", BadUsage);
        if (!target.IsOpenTo(run)) return Complain(run, $"Could not {verb} service: 1: Operation not permitted", NotPermitted);
        run.Mac.LaunchJobs.Disable(target.Name, label, disables);
        return 0;
    }

    private static int Kickstart(ToolRun run, List<string> rest)
    {
        var options = Options.Read(rest, "kps");
        if (options is not { Problem: null, Rest: [var name] } || LaunchDomain.Parse(name) is not { Label: { } label } target)
            return Complain(run, "Usage: launchctl kickstart [-k] [-p] [-s] <service-target>", BadUsage);
        if (options.Has('s')) throw new NotEmulatedException("launchctl kickstart -s");
        if (!target.Exists(run.Mac)) return Complain(run, $"Could not find domain for {target.Description}", NoService);
        if (!target.IsOpenTo(run)) return Complain(run, $"Could not kickstart service \"{label}\": 1: Operation not permitted", NotPermitted);
        if (run.Mac.LaunchJobs.Find(target.Name, label) is not { } job)
        {
            if (MacProcesses.JobsIn(run.Mac, target.Name).FirstOrDefault(each => each.Job == label) is not { } own) return NoSuchService(run, target);
            if (options.Has('k') && target.Name == LaunchJobs.System && run.Mac.System.Version.Has(Capability.LaunchctlSparesSystemServices))
                return Complain(run, $"Could not kickstart service \"{label}\": 1: Operation not permitted", NotPermitted);
            if (options.Has('p')) run.Console.OutLine($"service spawned with pid: {own.Pid}");
            return 0;
        }
        if (run.Mac.LaunchJobs.Override(target.Name, label) == true) return Complain(run, $"Could not kickstart service \"{label}\": 119: Service is disabled", 119);
        var pid = job.Pid is { } runs && !options.Has('k') ? runs : run.Mac.LaunchJobs.Start(target.Name, label);
        if (options.Has('p')) run.Console.OutLine($"service spawned with pid: {pid}");
        return 0;
    }

    private static int Kill(ToolRun run, List<string> rest)
    {
        if (rest is not [var signal, var name] || LaunchDomain.Parse(name) is not { Label: { } label } target)
            return Complain(run, "Usage: launchctl kill <signal-number|signal-name> <service-target>", BadUsage);
        if (!target.IsOpenTo(run)) return Complain(run, "Could not signal service: 1: Operation not permitted", NotPermitted);
        if (run.Mac.LaunchJobs.Find(target.Name, label) is not { } job)
            return MacProcesses.JobsIn(run.Mac, target.Name).Any(process => process.Job == label) ? 0 : NoSuchService(run, target);
        if (job.Pid is null) return Complain(run, "No process to signal.", NoProcess);
        // What is to run always is started again at once.
        if (signal.Replace("SIG", "", StringComparison.Ordinal) is "KILL" or "TERM" or "INT" or "9" or "15" or "2")
        {
            if (job.Runs) run.Mac.LaunchJobs.Start(target.Name, label);
            else run.Mac.LaunchJobs.Stop(target.Name, label);
        }
        return 0;
    }

    private static int Variable(ToolRun run, List<string> rest)
    {
        var verb = run.Arguments[0];
        if (rest.Count != (verb == "setenv" ? 2 : 1))
            return Complain(run, $"Usage: launchctl {verb} {(verb == "setenv" ? "<<key> <value>, ...>" : "<key>")}", BadUsage);
        var setting = $"launchd.{LaunchDomain.OfCaller(run)}.{rest[0]}";
        if (verb != "getenv") run.Mac.HostSettings[setting] = verb == "setenv" ? rest[1] : null;
        else if (run.Mac.HostSettings[setting] is { } value) run.Console.OutLine(value);
        return 0;
    }

    private static int Refusal(ToolRun run, LaunchDomain domain) =>
        !domain.Exists(run.Mac) ? NoAction : domain.IsOpenTo(run) ? 0 : domain.Name == LaunchJobs.System && run.Arguments[0] == "bootstrap" ? InputOutput : NotPermitted;

    /// <summary>A list's full path, or those in a folder.</summary>
    public static IEnumerable<string> PathsIn(ToolRun run, string path)
    {
        var full = Path.GetFullPath(path);
        var place = MachineFolder.Locate(run.Mac.Path, full);
        return Directory.Exists(place)
            ? Directory.EnumerateFiles(place, "*.plist").Order(StringComparer.Ordinal).Select(file => $"{full.TrimEnd('/')}/{Path.GetFileName(file)}")
            : [full];
    }

    private static int Complain(ToolRun run, string text, int status)
    {
        run.Console.ErrorLine(text);
        return status;
    }
}
