namespace MacEmu;

/// <summary>Kernel extensions.</summary>
internal static class KextCommand
{
    public static Verb Define()
    {
        var extension = Verb.Required("TEAM/BUNDLE", "team identifier and bundle identifier, such as EQHXZ8M8AV/com.example.driver");
        var user = Verb.Valued("--user", "NAME", "the admin who approves it; left out, the MDM server does");
        var password = Verb.Valued("--password", "PASSWORD", "that admin's password");
        return new Verb("kext", "kernel extensions", "macemu kext approve EQHXZ8M8AV/com.example.driver")
        {
            new Verb("approve", "let a kernel extension load", "macemu kext approve EQHXZ8M8AV/com.example.driver", run =>
            {
                var (team, bundle) = Parts(run.Value(extension));
                var (name, secret) = Credentials.Of(run, "kext approve", user, password);
                return run.Event(mac =>
                {
                    if (name is null) mac.KernelExtensions.ApproveByManagement(team, bundle);
                    else mac.KernelExtensions.ApproveByUser(team, bundle, name, secret);
                });
            }) { extension, user, password },
            new Verb("list", "list the kernel extensions that were approved, and whether the next start loads them", "macemu kext list", run => run.Look(mac =>
            {
                var isTaken = mac.KernelExtensions.IsCollectionTaken;
                TextTable.Write(run.Console, ["TEAM", "BUNDLE", "APPROVED BY", "LOADS"], mac.KernelExtensions.Approved.Select(extension => (string[])
                    [extension.Team, extension.Bundle, extension.ApprovedBy, extension.IsBuilt && isTaken ? "yes" : "no"]));
                return Status.Good;
            })),
            new Verb("build", "build the auxiliary kernel collection out of those approved", "macemu kext build", run => run.Event(mac => mac.KernelExtensions.Build())),
        };
    }

    private static (string Team, string Bundle) Parts(string text)
    {
        var parts = text.Split('/');
        return parts is [{ Length: 10 } team, { Length: > 0 } bundle] && team.All(char.IsAsciiLetterOrDigit) && bundle.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? (team, bundle) : throw new MacEmuException($"kext approve: '{text}' is not a team of ten letters or digits and a bundle like EQHXZ8M8AV/com.example.driver");
    }
}
