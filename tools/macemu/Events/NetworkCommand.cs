namespace MacEmu;

/// <summary>Whether the Mac reaches the internet.</summary>
internal static class NetworkCommand
{
    public static Verb Define() => new("network", "the Mac's own network", "macemu network offline")
    {
        new Verb("online", "the Mac reaches the internet", "macemu network online", run => run.Event(mac => mac.IsOnline = true)),
        new Verb("offline", "the Mac reaches nothing; bputil -f needs the network", "macemu network offline", run => run.Event(mac => mac.IsOnline = false)),
    };
}
