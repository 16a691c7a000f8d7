namespace MacEmu;

/// <summary>A Rapid Security Response.</summary>
internal static class SecurityResponseCommand
{
    public static Verb Define()
    {
        var user = Verb.Valued("--user", "NAME", "who authorizes it; left out, on Apple silicon the bootstrap token does");
        var password = Verb.Valued("--password", "PASSWORD", "that user's password");
        return new Verb("rsr", "install a Rapid Security Response and restart; on Apple silicon a volume owner or the bootstrap token authorizes it", "macemu rsr --user alice --password s3cret", run =>
        {
            var (name, secret) = Credentials.Of(run, "rsr", user, password);
            return run.Event(mac => run.Console.OutLine($"macOS {mac.System.Version} {mac.SoftwareUpdate.InstallSecurityResponse(name, secret)}"));
        }) { user, password };
    }
}
