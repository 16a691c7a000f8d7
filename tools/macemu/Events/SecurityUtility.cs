using MacStateStore.Boot;
using MacStateStore.Lifecycle;
using MacStateStore.LocalPolicy;

namespace MacEmu;

/// <summary>Startup Security Utility, which a person uses in recoveryOS.</summary>
internal static class SecurityUtility
{
    public static Verb Define()
    {
        var mode = Verb.OneOf("--mode", "the security policy: full or reduced on Apple silicon; full, medium or none with a T2 chip", "full", "reduced", "medium", "none");
        var external = Verb.OneOf("--external-boot", "with a T2 chip: whether the Mac starts from disks that are plugged in", "allowed", "disallowed");
        var kexts = Verb.Flag("--allow-kexts", "with reduced: allow user management of kernel extensions from identified developers");
        var mdm = Verb.Flag("--allow-mdm", "with reduced: allow remote management of kernel extensions and software updates");
        var user = Verb.Valued("--user", "NAME", "an admin who is a volume owner", required: true);
        var password = Verb.Valued("--password", "PASSWORD", "that user's password", required: true);
        var system = Verb.Valued("--system", "NAME", "which installed system (the one whose recoveryOS runs if left out)");
        return new Verb("security-utility", "set the security policy as in Startup Security Utility; takes recoveryOS, the boxes take 1TR", "macemu security-utility --mode reduced --allow-kexts --user alice --password s3cret", run =>
        {
            var isFull = run.Value(mode) == "full";
            if (run.Value(mode) is null && run.Value(external) is null) throw new MacEmuException("security-utility: say what is to be: --mode, or --external-boot");
            if (isFull && (run.Value(kexts) || run.Value(mdm))) throw new MacEmuException("security-utility: --allow-kexts and --allow-mdm go with --mode reduced");
            return run.Event(mac =>
            {
                if (!mac.Policies.Exist)
                {
                    if (run.Value(mode) == "reduced" || run.Value(system) is not null) throw new MacEmuException("security-utility: --mode reduced and --system are for Apple silicon");
                    mac.StartupSecurity.Change(run.Value(user)!, run.Value(password)!, run.Value(mode) is { } level ? Enum.Parse<SecureBootLevel>(level, ignoreCase: true) : null,
                        run.Value(external) is { } allowed ? allowed == "allowed" : null);
                    return;
                }
                if (run.Value(external) is not null || run.Value(mode) is not ("full" or "reduced")) throw new MacEmuException("security-utility: on Apple silicon it takes --mode full or reduced");
                var target = Systems.Find(mac, run.Value(system));
                try
                {
                    var signer = mac.Policies.Authenticate(target, run.Value(user)!, run.Value(password)!);
                    mac.Policies.SetMode(target, signer, isFull ? SecurityMode.Full : SecurityMode.Reduced, run.Value(kexts), run.Value(mdm));
                }
                catch (PolicyException error)
                {
                    throw new LifecycleException($"security-utility: {Explain(error.Problem, target.Name)}");
                }
            });
        }) { mode, external, kexts, mdm, user, password, system };
    }

    private static string Explain(PolicyProblem problem, string system) => problem switch
    {
        PolicyProblem.UserNotFound => $"that user is no owner of {system}",
        PolicyProblem.PasswordRejected => "the password is wrong",
        PolicyProblem.OwnerRequired => "it takes an admin who is a volume owner",
        PolicyProblem.BootMode => "it runs in recoveryOS, and its boxes in 1TR only ('macemu restart --to 1tr')",
        PolicyProblem.Pairing => $"the recoveryOS that runs isn't that of {system}",
        _ => $"the LocalPolicy can't be changed ({problem})",
    };
}
