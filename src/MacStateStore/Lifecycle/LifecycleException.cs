namespace MacStateStore.Lifecycle;

/// <summary>An event can't happen to the Mac as it is. The message says why and what to do instead.</summary>
public class LifecycleException(string message) : Exception(message);
