namespace MacEmu;

/// <summary>The statuses of macemu's own (design section 6), beside those of <see cref="MacToolHost.ExitStatus"/>.</summary>
internal static class Status
{
    public const int Good = 0;
    public const int CheckFailed = 1;
    public const int Usage = 2;
}

/// <summary>A command can't do what was asked: one line says what, which, and what to do.</summary>
/// <param name="message">That line without the leading <c>macemu: </c>.</param>
/// <param name="exitStatus">What the process ends with.</param>
internal sealed class MacEmuException(string message, int exitStatus = Status.Usage) : Exception(message)
{
    public int ExitStatus { get; } = exitStatus;
}
