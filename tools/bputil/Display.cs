using MacStateStore;
using MacStateStore.LocalPolicy;

namespace Bputil;

/// <summary><c>bputil -d</c>: one policy (dossier bputil, 5).</summary>
internal static class Display
{
    public static int Run(Call call)
    {
        var system = call.Target();
        var isJson = call.Line.Has(Grammar.Json);
        if (isJson) call.Say(Messages.OperatingOn(system.VolumeGroup));
        if (Read(call, system) is not { } policy) return Call.Failed;
        if (isJson)
        {
            call.Run.Console.Out(PolicyJson.Of(call, [(system, policy)]));
            return 0;
        }
        var isCurrent = system.Name == call.Mac.System.Name && !call.Line.Has(Grammar.Group);
        call.Say(isCurrent ? Messages.CurrentPolicy : Messages.PolicyOf(system.VolumeGroup));
        foreach (var line in PolicyText.Of(call, system, policy)) call.Say(line);
        return 0;
    }

    /// <summary>A system's policy; null, after saying so, where there is none that can be read.</summary>
    public static PolicyContents? Read(Call call, InstalledSystem system)
    {
        try
        {
            if (call.Policies.ContentsOf(system) is { } policy) return policy;
        }
        catch (Image4Exception)
        {
            // A damaged one can't be got either.
        }
        call.Say(Messages.CannotGet(system.VolumeGroup));
        call.Say(Messages.CannotDisplay(system.VolumeGroup));
        return null;
    }
}
