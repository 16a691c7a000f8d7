using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions.SoftwareUpdates;

/// <summary>
/// <c>softwareupdate --install</c> and <c>--download</c>: on Apple silicon an owner of the volume authorizes what was downloaded. Without
/// <c>--restart</c> the next start installs it.
/// </summary>
internal static class InstallUpdates
{
    public static int Run(ToolRun run, UpdateRequest request)
    {
        var (mac, console) = (run.Mac, run.Console);
        var isApple = mac.Machine.Chip == Chip.Apple;
        if (isApple && run.IsRoot && !mac.System.Version.Has(Capability.SoftwareUpdateRunsAsRoot))
        {
            console.ErrorLine(Messages.NotWithSudo);
            return 1;
        }
        if (!run.IsRoot && (Account.Caller(run) is not { } caller || !Memberships.IsAdmin(mac.Directory, caller.Record)))
            throw new NotEmulatedException("softwareupdate --install by somebody who is no admin");
        console.Out(Messages.Head);
        if (!ListUpdates.IsConnected(run)) return 1;
        if (Chosen(run, request) is not { } update)
        {
            console.ErrorLine(Messages.NothingToInstall);
            return 0;
        }
        var (target, restarts) = (update.Release, request.Has("restart"));
        if (!mac.System.Version.Has(Capability.SoftwareUpdateNamesVersions)) return InstallOnOlder(run, update, request);
        console.OutLine($"Downloading {update.Title}");
        console.OutLine($"Downloaded: {update.Title}");
        var (name, password) = isApple || !run.IsRoot ? Credentials(run, request) : (null, "");
        try
        {
            // The bootstrap token serves the MDM server only.
            if (isApple && name is null) throw new LifecycleException(Messages.NotAuthenticated);
            if (request.Has("download")) mac.SoftwareUpdate.Require(target, name, password);
            else if (restarts) mac.SoftwareUpdate.Install(target, name, password);
            else mac.SoftwareUpdate.Prepare(target, name, password);
        }
        catch (LifecycleException)
        {
            console.ErrorLine(Messages.NotAuthenticated);
            throw new CommandFailedException(1);
        }
        if (!request.Has("download") && restarts) console.OutLine(Messages.Restarting);
        return 0;
    }

    private static int InstallOnOlder(ToolRun run, AvailableUpdate update, UpdateRequest request)
    {
        var (name, password) = run.IsRoot ? (null, "") : Credentials(run, request);
        try
        {
            run.Mac.SoftwareUpdate.Require(update.Release, name, password);
        }
        catch (LifecycleException)
        {
            run.Console.ErrorLine(Messages.NotAuthenticated);
            throw new CommandFailedException(1);
        }
        run.Console.OutLine($"\nDownloading {update.Title}\nDownloaded {update.Title}");
        if (!request.Has("download"))
        {
            run.Console.OutLine($"Installing {update.Title}\nDone with {update.Title}");
            if (request.Has("restart")) run.Mac.SoftwareUpdate.Install(update.Release, name, password);
            else run.Mac.SoftwareUpdate.Prepare(update.Release, name, password);
        }
        run.Console.OutLine("Done.");
        if (!request.Has("download") && !request.Has("restart")) run.Console.OutLine(Messages.RestartNeeded);
        return 0;
    }

    // A label chooses; --all, --recommended and --os-only take what there is.
    private static AvailableUpdate? Chosen(ToolRun run, UpdateRequest request)
    {
        var offered = ListUpdates.Offered(run, request);
        foreach (var label in request.Operands.Where(label => label != offered?.Label)) run.Console.ErrorLine(Messages.NoSuchUpdate(label));
        return request.Operands.Contains(offered?.Label ?? "") || request.Has("all") || request.Has("recommended") || request.Has("os-only") ? offered : null;
    }

    // Without --user, whoever types: behind sudo that is who called it, else who is at the console.
    private static (string? Name, string Password) Credentials(ToolRun run, UpdateRequest request)
    {
        var name = request.Value("user") ?? (run.IsRoot ? run.Console.Environment("SUDO_USER") ?? run.Mac.Sessions.ConsoleUser : run.User);
        if (request.Has("stdinpass")) return (name, run.Mac.Pause(run.Console.ReadLine) ?? "");
        return (name, run.AskSecret(Messages.PasswordPrompt));
    }
}
