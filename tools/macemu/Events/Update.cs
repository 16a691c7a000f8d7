using MacStateStore.Lifecycle;
using MacStateStore.Releases;

namespace MacEmu;

/// <summary>An update of macOS.</summary>
internal static class Update
{
    public static Verb Define()
    {
        var to = Verb.Valued("--to", "VERSION", "the version (the newest of the same release if left out)");
        var user = Verb.Valued("--user", "NAME", "who authorizes it; left out, on Apple silicon the bootstrap token does");
        var password = Verb.Valued("--password", "PASSWORD", "that user's password");
        return new Verb("update", "install a newer macOS and restart; on Apple silicon a volume owner or the bootstrap token authorizes it", "macemu update --to 14.6 --user alice --password s3cret", run =>
        {
            var wanted = run.Value(to) is { } version ? MacOSRelease.Find(version) ?? throw new MacEmuException($"update: --to: no macOS {version} is known") : null;
            var (name, secret) = Credentials.Of(run, "update", user, password);
            return run.Event(mac =>
            {
                var target = wanted ?? mac.SoftwareUpdate.Offered
                    ?? throw new LifecycleException($"macOS {mac.System.Version} is the newest of its release; name another with --to");
                mac.SoftwareUpdate.Install(target, name, secret);
            });
        }) { to, user, password };
    }
}
