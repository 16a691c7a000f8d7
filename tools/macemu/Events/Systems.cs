using MacStateStore;
using MacStateStore.Lifecycle;

namespace MacEmu;

/// <summary>Installed systems by the names that a person types.</summary>
internal static class Systems
{
    /// <summary>The system of that name; the started one for null.</summary>
    /// <exception cref="LifecycleException">There is none of that name.</exception>
    public static InstalledSystem Find(Mac mac, string? name) => name is null ? mac.System
        : mac.Systems.FirstOrDefault(system => system.Name == name)
            ?? throw new LifecycleException($"no system is named {name}; there is {string.Join(", ", mac.Systems.Select(system => system.Name))}");
}
