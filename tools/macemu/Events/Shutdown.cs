namespace MacEmu;

/// <summary>A shutdown.</summary>
internal static class Shutdown
{
    public static Verb Define() =>
        new("shutdown", "turn the Mac off; no tool runs on it until 'macemu restart'", "macemu shutdown", run => run.Event(mac => mac.Power.ShutDown()));
}
