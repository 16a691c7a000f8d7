using System.Globalization;
using MacEmu.Run;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Storage;
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
        var variables = new System.CommandLine.Option<string[]>("--env") { Description = "set this variable for it (repeatable)", HelpName = "NAME=VALUE", Arity = System.CommandLine.ArgumentArity.OneOrMore };
        return new Verb("run", "run a script or command on the Mac", "macemu run --as alice ./my-script.sh --verbose",
            run => Run(run, run.Value(user) ?? Root, run.Value(shell), run.Value(keep), run.Value(variables) ?? []))
        {
            Rest = "(SCRIPT [ARGUMENT…] | -- COMMAND [ARGUMENT…])",
            Details = "The script finds the emulators at the Mac's paths (/usr/bin/dscl …), and its exit status is that of the run.\nOptions stand before SCRIPT; what follows it is the script's own.",
            Symbols = [user, shell, keep, variables],
        };
    }

    private static int Run(Invocation run, string userName, string? shell, bool keepEnvironment, string[] variables)
    {
        if (run.Rest.Count == 0) throw new MacEmuException("run: name a script, or a command after '--'; 'macemu run --help' tells how it is used");
        if (run.Rest[0].Length == 0) throw new MacEmuException($"run: the {(run.RestIsCommand ? "command" : "script")}'s name is empty");
        if (shell is "") throw new MacEmuException("run: --shell is empty");
        var environment = Prepare(run, userName, Variables(variables)) with { Shell = shell, KeepEnvironment = keepEnvironment };
        run.Console.FlushOutput();
        return run.RestIsCommand
            ? MacNamespace.Run(environment, run.Rest)
            : MacNamespace.RunScript(environment, run.Rest[0], [.. run.Rest.Skip(1)]);
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

    private static ScriptEnvironment Prepare(Invocation run, string userName, Dictionary<string, string> variables)
    {
        using var mac = run.Open();
        mac.BeginReading();
        if (!mac.Boot.IsRunning) throw new MacEmuException("run: the Mac is shut down; start it with 'macemu restart'", ExitStatus.NotEmulated);
        var node = mac.Directory;
        var user = node.FindByValue(RecordType.Users, AttributeName.RecordName, userName)
            ?? throw new MacEmuException($"run: --as {userName}: no such user on this Mac; 'macemu show' lists the users");
        MakeFolders(mac, run.Machine.Path + ".root");
        ShowDirectory(run, mac);
        return new ScriptEnvironment
        {
            ToolsDirectory = ToolLinks.ToolsDirectory(run.Console),
            MachineFile = run.Machine.Path,
            UserName = user.Name,
            UserId = Id(user.Text(AttributeName.UniqueId)) ?? throw new MacEmuException($"run: --as {userName}: the user has no usable UniqueID"),
            GroupId = Id(user.Text(AttributeName.PrimaryGroupId)) ?? throw new MacEmuException($"run: --as {userName}: the user has no usable PrimaryGroupID"),
            HomeDirectory = user.Text(AttributeName.HomeDirectory) is { } home && home.StartsWith('/') ? Path.GetFullPath(home) : "/var/empty",
            LoginShell = user.Text(AttributeName.UserShell) ?? "/bin/sh",
            PasswdText = AccountFiles.Passwd(node),
            GroupText = AccountFiles.Groups(node),
            Variables = new Dictionary<string, string>(variables)
            {
                [MachineLocation.RunVariable] = run.Console.Environment(MachineLocation.RunVariable) ?? Guid.NewGuid().ToString(),
            },
        };
    }

    // The script's `cd ~alice` is to work for whoever has a home by now, and what waits for Setup Assistant is to find that it has run.
    private static void MakeFolders(Mac mac, string root)
    {
        try
        {
            foreach (var home in mac.Accounts.HomeFolders)
                if (home.StartsWith('/') && Path.GetFullPath(home).StartsWith("/Users/", StringComparison.Ordinal))
                    Directory.CreateDirectory(root + Path.GetFullPath(home));
            if (!mac.System.IsSetUp) return;
            Directory.CreateDirectory(root + "/var/db");
            File.OpenHandle(root + SetupDone, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A machine in a read-only place has no folders of its own.
        }
    }

    // The record files that a script may look at. Nobody writes meanwhile, or this view could fall behind that change for good.
    private static void ShowDirectory(Invocation run, Mac mac)
    {
        if (MachineFolder.ViewOfDirectory(mac).IsFresh) return;
        try
        {
            using var alone = run.Open();
            alone.BeginReadingAlone();
            MachineFolder.ViewOfDirectory(alone).Refresh();
        }
        catch (Exception error) when (error is IOException or MachineFileException)
        {
            // A machine in a read-only place has none; who looks for the files finds nothing.
        }
    }

    private const string SetupDone = "/var/db/.AppleSetupDone";

    private static uint? Id(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id is >= int.MinValue and < uint.MaxValue ? unchecked((uint)id) : null;
}
