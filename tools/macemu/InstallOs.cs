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
        var password = Verb.Valued("--password", "PASSWORD", "that owner's password");
        var noCopy = Verb.Flag("--no-copy-user", "copy nobody: ownership goes to whoever sets the new system up (so it is if nothing is said)");
        return new Verb("install-os", "install a further macOS; on Apple silicon an owner hands ownership to it", "macemu install-os --volume Second --copy-user alice --password s3cret", run =>
        {
            var name = run.Value(volume)!;
            if (AccountNames.Problem(name) is { } problem) throw new MacEmuException($"install-os: --volume: {problem}");
            if (run.Value(noCopy) && run.Value(copy) is not null) throw new MacEmuException("install-os: --copy-user and --no-copy-user contradict each other");
            if ((run.Value(copy) is null) != (run.Value(password) is null)) throw new MacEmuException("install-os: --copy-user and --password belong together");
            var wanted = run.Value(os) is { } version ? MacOSRelease.Find(version) ?? throw new MacEmuException($"install-os: --os: no macOS {version} is known") : null;
            return run.Event(mac =>
            {
                var release = wanted ?? new MacOSRelease(mac.System.Version, mac.System.Build);
                mac.Installer.Install(name, release, run.Value(disk) == "external", run.Value(copy) is { } owner ? new InstallationOwner(owner, run.Value(password)!, IsCopied: true) : null);
            });
        }) { volume, os, disk, copy, password, noCopy };
    }
}
