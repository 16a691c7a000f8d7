namespace Companions;

/// <summary>Commands that stand elsewhere on a Mac than on Linux, and do the same.</summary>
internal static class PassedOn
{
    /// <summary>On a Mac in /usr/sbin.</summary>
    public static readonly Companion Chown = new("chown", _ => 0) { IsForHost = _ => true };
}
