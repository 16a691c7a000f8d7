using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions.SoftwareUpdates;

/// <summary>
/// <c>startosinstall</c>, the tool in macOS's installer: on Apple silicon it takes an owner (dossier bputil, 12). Which macOS it installs
/// says the name of the application that it lies in, such as <c>Install macOS Sonoma.app</c>.
/// </summary>
internal static class StartOsInstall
{
    public static readonly Companion Companion = new("startosinstall", run => Run(run, Call.PathOfProcess()));

    private const int NotAuthorized = 7;
    private const string Application = "/Install ";

    private static readonly string[] Flags = ["--agreetolicense", "--nointeraction", "--forcequitapps", "--stdinpass", "--passprompt"];
    // Neither a delay nor a process to signal matters here, nor does an older macOS's application path.
    private static readonly string[] WithValue = ["--user", "--rebootdelay", "--pidtosignal", "--applicationpath"];
    // What is looked at only once somebody has authorized it.
    private static readonly string[] Missing = ["--eraseinstall", "--newvolumename", "--preservecontainer", "--installpackage", "--volume"];

    internal static int Run(ToolRun run, string path)
    {
        var given = Read(run);
        var (mac, console) = (run.Mac, run.Console);
        if (!run.IsRoot) throw new NotEmulatedException("startosinstall by somebody other than root");
        if (!given.ContainsKey("--agreetolicense")) throw new NotEmulatedException("startosinstall without --agreetolicense");
        var target = Target(mac, path) ?? throw new NotEmulatedException($"startosinstall of {path}, whose macOS isn't known");
        console.Out(Messages.License);
        string? name = null;
        var password = "";
        if (mac.Machine.Chip == Chip.Apple)
        {
            if (!given.ContainsKey("--stdinpass") && !given.ContainsKey("--passprompt")) throw Fail(Messages.NoPasswordForInstaller);
            name = given.GetValueOrDefault("--user") ?? console.Environment("SUDO_USER") ?? mac.Sessions.ConsoleUser;
            password = given.ContainsKey("--stdinpass") ? mac.Pause(console.ReadLine) ?? "" : run.AskSecret(Messages.PasswordPrompt);
            if (name is null || mac.Accounts.Verify(name, password) is not { } user || !mac.Accounts.IsOwner(user, password) || !Memberships.IsAdmin(mac.Directory, user)) throw Fail(Messages.NoAuthorization);
        }
        if (Missing.FirstOrDefault(given.ContainsKey) is { } missing) throw new NotEmulatedException($"startosinstall {missing}");
        console.OutLine(Messages.PreparingInstaller);
        for (var percent = 0; percent <= 100; percent += 10) console.OutLine($"Preparing: {percent}.0%");
        if (target.Version == mac.System.Version) mac.Power.Restart(); // the same again
        else mac.SoftwareUpdate.Install(target, name, password);
        console.OutLine(Messages.Restarting);
        return 0;

        CommandFailedException Fail(string text)
        {
            console.ErrorLine(text);
            return new CommandFailedException(NotAuthorized);
        }
    }

    /// <summary>The macOS of an installer: the newest of the release that its application is named after; by itself, the newest that the Mac runs.</summary>
    internal static MacOSRelease? Target(Mac mac, string path)
    {
        var model = HardwareModel.Find(mac.Machine.Model);
        var name = path.LastIndexOf(Application, StringComparison.Ordinal) is >= 0 and var start && path.IndexOf(".app/", start, StringComparison.Ordinal) is > 0 and var end
            ? path[(start + Application.Length)..end] : null;
        return MacOSRelease.All.LastOrDefault(release => (name is null ? model?.Runs(release.Version) != false : MacOSRelease.NameOf(release.Version) == name)
            && release.Version <= MacOSRelease.Newest.Version);
    }

    private static Dictionary<string, string> Read(ToolRun run)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < run.Arguments.Count; i++)
        {
            var word = run.Arguments[i];
            if (Flags.Contains(word) || word is "--eraseinstall" or "--preservecontainer") given[word] = "";
            else if ((WithValue.Contains(word) || Missing.Contains(word)) && i + 1 < run.Arguments.Count) given[word] = run.Arguments[++i];
            else throw new NotEmulatedException($"startosinstall {word}");
        }
        return given;
    }
}
