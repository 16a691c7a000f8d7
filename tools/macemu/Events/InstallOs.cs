using MacStateStore;
using MacStateStore.Lifecycle;
using MacStateStore.Releases;

namespace MacEmu;

/// <summary>A further macOS beside the one that runs.</summary>
internal static class InstallOs
{
    public static Verb Define()
    {
        var volume = Verb.Valued("--volume", "NAME", "the name of its volume, such as Second", required: true);
        var os = Verb.Valued("--os", "VERSION", "the version (that of the started system if left out)");
        var disk = Verb.OneOf("--disk", "where: internal (beside the started system, if left out) or external (a disk that is plugged in for it)", "internal", "external");
        var copy = Verb.Valued("--copy-user", "NAME", "copy this owner to the new system: it asks for the same password when it is set up");
        var user = Verb.Valued("--user", "NAME", "an owner who consents, and isn't copied (the only one, if left out)");
        var password = Verb.Valued("--password", "PASSWORD", "that owner's password (asked for, if left out, where an owner must consent)");
        var noCopy = Verb.Flag("--no-copy-user", "copy nobody: ownership goes to whoever sets the new system up (so it is if nothing is said)");
        return new Verb("install-os", "install a further macOS; on Apple silicon an owner hands ownership to it", "macemu install-os --volume Second --copy-user alice --password s3cret", run =>
        {
            var name = run.Value(volume)!;
            if (AccountNames.Problem(name) is { } problem) throw new MacEmuException($"install-os: --volume: {problem}");
            if (run.Value(noCopy) && run.Value(copy) is not null) throw new MacEmuException("install-os: --copy-user and --no-copy-user contradict each other");
            if (run.Value(copy) is not null && run.Value(user) is not null) throw new MacEmuException("install-os: --copy-user and --user name the same thing, an owner; give one of them");
            var wanted = run.Value(os) is { } version ? MacOSRelease.Find(version) ?? throw new MacEmuException($"install-os: --os: no macOS {version} is known") : null;
            return run.Event(mac =>
            {
                var release = wanted ?? new MacOSRelease(mac.System.Version, mac.System.Build);
                mac.Installer.Install(name, release, run.Value(disk) == "external", Owner(mac));
            });

            InstallationOwner? Owner(Mac mac)
            {
                if (!mac.Policies.Exist) return null;
                var name = run.Value(copy) ?? run.Value(user) ?? (mac.Policies.OwnersOf(mac.System) switch
                {
                    [] => null,
                    [var only] => only,
                    var several => throw new MacEmuException($"install-os: an owner has to consent: --user NAME or --copy-user NAME, one of {string.Join(", ", several)}"),
                });
                return name is null ? null // the library says what is missing
                    : new InstallationOwner(name, run.Value(password) ?? mac.Pause(() => run.Console.AskSecret($"Password of {name}: ")), IsCopied: run.Value(copy) is not null);
            }
        }) { volume, os, disk, copy, user, password, noCopy };
    }
}
