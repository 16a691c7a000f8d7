using MacStateStore.Lifecycle;

namespace MacEmu;

/// <summary>Erase All Content and Settings, by a person.</summary>
internal static class Erase
{
    public static Verb Define()
    {
        var user = Verb.Valued("--user", "NAME", "a volume owner");
        var password = Verb.Valued("--password", "PASSWORD", "the owner's password");
        return new Verb("erase", "Erase All Content and Settings (for the MDM command see 'mdm command EraseDevice')", "macemu erase --user alice --password s3cret", run =>
        {
            var (name, secret) = Credentials.Of(run, "erase", user, password);
            return run.Event(mac =>
            {
                if (name is null) throw new LifecycleException("a volume owner has to authorize Erase All Content and Settings; give --user and --password");
                mac.Erasure.ByUser(name, secret);
            });
        }) { user, password };
    }
}
