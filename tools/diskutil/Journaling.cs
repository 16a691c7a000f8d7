using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Gives a mounted HFS Plus volume a journal, or takes it (dossier diskutil, 2; public listings).</summary>
internal static class Journaling
{
    public static int Enable(Call call) => Set(call, true);

    public static int Disable(Call call) => Set(call, false);

    /// <summary>The journal can stand on another volume; that isn't done here.</summary>
    public static int Move(Call call)
    {
        if (call.Words is not ["external", _, _] and not ["internal", _]) throw call.UsageFailure();
        throw new MacToolHost.NotEmulatedException("diskutil moveJournal");
    }

    private static int Set(Call call, bool isJournaled)
    {
        var words = !isJournaled && call.Words is [var first, .. var rest] && first.Equals("force", StringComparison.OrdinalIgnoreCase) ? rest : call.Words;
        if (words is not [var device]) throw call.UsageFailure();
        call.RequireOwner(device);
        var place = call.Find(device);
        if (place.Partition?.Format is not { IsHfs: true } format) throw call.Failure(DiskProblem.InvalidRequest);
        if (format.IsJournaled == isJournaled) throw call.Failure($"Journaling is already {(isJournaled ? "enabled" : "disabled")} for volume {place.VolumeName} on {place.Identifier}");
        Steps.Do(call, () => call.Disks.SetJournal(place.Partition, isJournaled));
        call.Progress($"Journaling has been {(isJournaled ? "enabled" : "disabled")} for volume {place.VolumeName} on {place.Identifier}");
        return 0;
    }
}
