using MacStateStore;

namespace Csrutil;

/// <summary>Which macOS a verb is about: on Apple silicon each has its own policy, and one of several is picked by number (dossier csrutil, 7).</summary>
internal static class Installation
{
    public static InstalledSystem Pick(Call call)
    {
        var systems = call.Mac.Systems.Where(system => !system.IsErased).ToList();
        if (systems.Count == 0) throw call.Failure(Messages.NoInstallations);
        if (systems.Count == 1) return systems[0];
        call.Say(Messages.Several);
        for (var i = 0; i < systems.Count; i++) call.Say($" {i + 1}: {systems[i].Name}");
        var console = call.Run.Console;
        console.Out(Messages.Pick(systems.Count));
        console.FlushOutput();
        var answer = call.Mac.Pause(console.ReadLine);
        if (int.TryParse(answer?.Trim(), out var number) && number >= 1 && number <= systems.Count) return systems[number - 1];
        throw new MacToolHost.CommandFailedException(Call.Failed); // what it says of a wrong number nobody has recorded
    }
}
