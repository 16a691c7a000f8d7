using MacStateStore;
using MacStateStore.LocalPolicy;

namespace Bputil;

/// <summary>What changes a policy: Full Security, or the ways to loosen it (dossier bputil, 2, 6 and 9.2).</summary>
internal static class Write
{
    public static int Run(Call call)
    {
        var system = call.Target();
        var signer = Authenticate(call, system);
        call.Say(Messages.InProgress);
        try
        {
            if (call.Line.Has(Grammar.Full) && !call.Mac.IsOnline) throw new PolicyException(PolicyProblem.Network);
            call.Policies.Change(system, signer, policy => Wanted(call.Line, policy));
            return 0;
        }
        catch (PolicyException error)
        {
            throw call.Failure(Messages.Failed(NameOf(call, system), error.Problem));
        }
    }

    // -g and -n begin anew, the others keep what is there (cross-check 8).
    private static PolicyContents Wanted(CommandLine line, PolicyContents policy)
    {
        if (line.Has(Grammar.Full) || line.Has(Grammar.Reduced) || line.Has(Grammar.Permissive)) policy = policy.WithoutSettings();
        if (line.Has(Grammar.Reduced) || line.Has(Grammar.Kexts) || line.Has(Grammar.Mdm)) policy = policy.AtLeast(SecurityMode.Reduced);
        if (line.HasAny([Grammar.Permissive, Grammar.NoCtrr, Grammar.BootArgs, Grammar.NoSeal])) policy = policy.AtLeast(SecurityMode.Permissive);
        foreach (var (option, code) in (ReadOnlySpan<(Option, string)>)[(Grammar.Kexts, "smb2"), (Grammar.Mdm, "smb3"), (Grammar.NoSeal, "sip1"), (Grammar.NoCtrr, "sip2"), (Grammar.BootArgs, "sip3")])
            if (line.Has(option)) policy = policy.With(code, true);
        return policy;
    }

    private static PolicySigner Authenticate(Call call, InstalledSystem system)
    {
        var name = call.Line.Value(Grammar.User) ?? (call.Policies.OwnersOf(system) is [var only] ? only : call.Run.Ask(Messages.AskUser));
        var password = call.Line.Value(Grammar.Password) ?? call.Run.AskSecret(Messages.AskPassword(name));
        try
        {
            return call.Policies.Authenticate(system, name, password);
        }
        catch (PolicyException error) when (error.Problem is PolicyProblem.UserNotFound or PolicyProblem.PasswordRejected)
        {
            throw call.Failure(Messages.Rejected(error.Problem));
        }
        catch (PolicyException error)
        {
            throw call.Failure(Messages.Failed(NameOf(call, system), error.Problem));
        }
    }

    // The mount point in recoveryOS, where the volume has one there, else the volume group.
    private static string NameOf(Call call, InstalledSystem system) =>
        call.Mac.Boot.Environment != BootState.MacOS && call.Mac.Disks.All.SelectMany(disk => disk.Volumes).FirstOrDefault(volume => volume.Group == system.VolumeGroup && volume.Is("System")) is { MountPoint: { } point }
            ? point : system.VolumeGroup;
}
