using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Makes an empty container of disks or partitions (dossier diskutil, 2; recorded for a Fusion drive).</summary>
internal static class CreateContainer
{
    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { } arguments) throw call.UsageFailure();
        var names = arguments.Value("-main") is { } main
            ? arguments.Operands.Count > 0 ? [] : arguments.Value("-secondary") is { } secondary ? [main, secondary] : [main]
            : arguments.Operands;
        if (names.Count is not (1 or 2) || (arguments.Has("-secondary") && !arguments.Has("-main")) || names.Distinct().Count() != names.Count) throw call.UsageFailure();
        call.RequireOwner(names[0]);
        Make(call, [.. names.Select(call.Find)], isAlone: true);
        return 0;
    }

    /// <summary>Makes the container; where it is made for a volume, the last lines are the caller's.</summary>
    public static Disk Make(Call call, IReadOnlyList<Place> stores, bool isAlone = false)
    {
        call.Progress($"Creating container with {string.Join(' ', stores.Select(store => store.Identifier))}");
        call.Progress($"{Messages.Started} on {stores[0].Identifier}");
        call.Progress("Creating a new empty APFS Container");
        call.Progress("Unmounting Volumes");
        foreach (var store in stores)
        {
            if (store.Partition is { Slice: > 0 }) Steps.Unmount(call, store);
            else
                foreach (var mounted in call.Disks.MountedOn(store.Disk).ToList()) Steps.Unmount(call, mounted);
        }
        foreach (var store in stores) call.Progress($"Switching {store.Identifier} to APFS");
        call.Progress("Creating APFS Container");
        var container = Steps.Do(call, () => call.Disks.CreateContainer([.. stores.Select(store => call.Disks.Find(store.Identifier)!)]));
        if (stores.Count > 1) call.Progress("FusionLC autodetect: regular Fusion");
        call.Progress($"Created new APFS Container {container.Identifier}");
        if (!isAlone) return container;
        call.Progress($"Disk from APFS operation: {container.Identifier}");
        call.Progress($"{Messages.Finished} on {stores[0].Identifier}");
        return container;
    }
}
