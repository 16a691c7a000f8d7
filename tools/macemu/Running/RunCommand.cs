using System.CommandLine;
using System.Globalization;
using MacEmu.Run;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;

namespace MacEmu;

/// <summary>Runs a script or command on the Mac, with the emulators at the Mac's paths (design section 7).</summary>
internal static class RunCommand
{
    private const string Root = "root";

    public static Verb Define()
    {
        var user = Verb.Valued("--as", "NAME", "the user who runs it (root if left out)");
        var shell = Verb.Valued("--shell", "SH", "the shell that reads it, instead of the one that its first line names");
        var keep = Verb.Flag("--keep-env", "pass on the whole environment instead of a Mac's clean one");
        var trace = Verb.Flag("--trace", "afterwards show on standard error what was called: status, number of changes, what isn't emulated");
        var strict = Verb.Flag("--strict", "a call that isn't emulated makes the run end with 78, whatever the script makes of it (the default)");
        var loose = Verb.Flag("--loose", "such a call is only told, the script's exit status stands");
        var noSleep = Verb.Flag("--no-sleep", "'sleep' passes at once: the Mac's clock moves on by as much");
        var jamf = Verb.Flag("--jamf", "give the script what Jamf Pro gives: mount point, computer name, user at the screen, then the arguments as parameters 4 and on");
        var variables = new Option<string[]>("--env") { Description = "set this variable for it (repeatable)", HelpName = "NAME=VALUE", Arity = ArgumentArity.OneOrMore };
        return new Verb("run", "run a script or command on the Mac", "macemu run --as alice ./my-script.sh --verbose",
            run =>
            {
                if (run.Value(strict) && run.Value(loose)) throw new MacEmuException("run: --strict and --loose exclude each other");
                return Run(run, new Wishes(run.Value(user) ?? Root, run.Value(shell), run.Value(keep), run.Value(trace), run.Value(loose), run.Value(noSleep), run.Value(jamf), Variables(run.Value(variables) ?? [])));
            })
        {
            Rest = "(SCRIPT [ARGUMENT…] | -- COMMAND [ARGUMENT…])",
            Details = "The script finds the emulators at the Mac's paths (/usr/bin/dscl …), and its exit status is that of the run.\nOptions stand before SCRIPT; what follows it is the script's own.",
            Symbols = [user, shell, keep, trace, strict, loose, noSleep, jamf, variables],
        };
    }

    /// <summary>What the options say.</summary>
    private sealed record Wishes(string User, string? Shell, bool KeepEnvironment, bool Trace, bool Loose, bool NoSleep, bool Jamf, Dictionary<string, string> Variables);

    private static int Run(Invocation run, Wishes wishes)
    {
        if (run.Rest.Count == 0) throw new MacEmuException("run: name a script, or a command after '--'; 'macemu run --help' tells how it is used");
        if (run.Rest[0].Length == 0) throw new MacEmuException($"run: the {(run.RestIsCommand ? "command" : "script")}'s name is empty");
        if (wishes.Shell is "") throw new MacEmuException("run: --shell is empty");
        if (wishes.Jamf && run.RestIsCommand) throw new MacEmuException("run: --jamf is for a script");
        var (environment, before, jamf) = Prepare(run, wishes);
        run.Console.FlushOutput();
        int status;
        using (var output = wishes.Jamf ? new WatchedOutput() : null)
        {
            status = run.RestIsCommand
                ? MacNamespace.Run(environment, run.Rest)
                : MacNamespace.RunScript(environment, run.Rest[0], [.. jamf, .. run.Rest.Skip(wishes.Jamf && run.Rest is [_, "--", ..] ? 2 : 1)]);
            if (output?.Result() is { } result) run.Console.ErrorLine($"Extension attribute: {TextTable.Printable(result)}");
        }
        return RunReport.Tell(run, environment.Variables[MachineLocation.RunVariable], before, status, wishes.Trace, wishes.Loose);
    }

    private static Dictionary<string, string> Variables(string[] assignments)
    {
        var variables = new Dictionary<string, string>();
        foreach (var assignment in assignments)
        {
            var end = assignment.IndexOf('=', StringComparison.Ordinal);
            if (end <= 0) throw new MacEmuException($"run: --env: '{assignment}' is not NAME=VALUE");
            variables[assignment[..end]] = assignment[(end + 1)..];
        }
        return variables;
    }

    private static (ScriptEnvironment Environment, long NewestRow, string[] OfJamf) Prepare(Invocation run, Wishes wishes)
    {
        var userName = wishes.User;
        using var mac = run.Open();
        mac.BeginReading();
        if (!mac.Boot.IsRunning) throw new MacEmuException("run: the Mac is shut down; start it with 'macemu restart'", ExitStatus.NotEmulated);
        var node = mac.Directory;
        var user = node.FindByValue(RecordType.Users, AttributeName.RecordName, userName)
            ?? throw new MacEmuException($"run: --as {userName}: no such user on this Mac; 'macemu show' lists the users");
        RootView.Make(run, mac);
        var variables = new Dictionary<string, string>(wishes.Variables)
        {
            [MachineLocation.RunVariable] = run.Console.Environment(MachineLocation.RunVariable) ?? Guid.NewGuid().ToString(),
        };
        mac.RunStates.KeepBefore(variables[MachineLocation.RunVariable]);
        if (wishes.NoSleep) variables[MachineLocation.NoSleepVariable] = "1";
        return (new ScriptEnvironment
        {
            Shell = wishes.Shell,
            KeepEnvironment = wishes.KeepEnvironment,
            ToolsDirectory = ToolLinks.ToolsDirectory(run.Console),
            CommandDirectories = MacPaths.CommandsBut(MissingCommands(mac)),
            MachineFile = run.Machine.Path,
            UserName = user.Name,
            UserId = Id(user.Text(AttributeName.UniqueId)) ?? throw new MacEmuException($"run: --as {userName}: the user has no usable UniqueID"),
            GroupId = Id(user.Text(AttributeName.PrimaryGroupId)) ?? throw new MacEmuException($"run: --as {userName}: the user has no usable PrimaryGroupID"),
            HomeDirectory = user.Text(AttributeName.HomeDirectory) is { } home && home.StartsWith('/') ? Path.GetFullPath(home) : "/var/empty",
            LoginShell = user.Text(AttributeName.UserShell) ?? "/bin/sh",
            PasswdText = AccountFiles.Passwd(node),
            GroupText = AccountFiles.Groups(node),
            Variables = variables,
        }, mac.Journal.Newest, wishes.Jamf ? ["/", ComputerName(mac), mac.Sessions.ConsoleUser ?? ""] : []);
    }

    private static IEnumerable<string> MissingCommands(Mac mac)
    {
        if (!JamfAgent.IsOn(mac)) yield return JamfAgent.Command;
        if (!mac.System.Version.Has(Capability.HasPython2)) yield return "python";
    }

    private static string ComputerName(Mac mac) => mac.HostSettings["computerName"] ?? HardwareModel.Find(mac.Machine.Model)?.Name ?? "Mac";

    private static uint? Id(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id is >= int.MinValue and < uint.MaxValue ? unchecked((uint)id) : null;
}
