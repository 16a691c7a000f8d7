using MacStateStore;
using MacStateStore.LocalPolicy;

namespace Bputil;

/// <summary><c>bputil -e</c>: every policy (dossier bputil, 5.1 and 5.3).</summary>
internal static class DisplayAll
{
    public static int Run(Call call)
    {
        var isJson = call.Line.Has(Grammar.Json);
        var read = new List<(InstalledSystem, PolicyContents)>();
        var status = 0;
        var isFirst = true;
        foreach (var system in call.Mac.Systems)
        {
            if (isJson) call.Say(Messages.OperatingOn(system.VolumeGroup));
            if (Display.Read(call, system) is not { } policy)
            {
                status = Call.Failed;
                continue;
            }
            read.Add((system, policy));
            if (isJson) continue;
            if (!isFirst) call.Say("");
            isFirst = false;
            call.Say(Messages.PolicyOf(system.VolumeGroup));
            foreach (var line in PolicyText.Of(call, system, policy)) call.Say(line);
        }
        if (isJson) call.Run.Console.Out(PolicyJson.Of(call, read));
        return status;
    }
}
