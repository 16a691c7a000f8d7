namespace MacToolHost;

/// <summary>The statuses that our own conditions end with; a tool's own come from its dossier.</summary>
public static class ExitStatus
{
    /// <summary>The input is no text (EX_DATAERR).</summary>
    public const int BadInput = 65;
    /// <summary>Something went wrong that nobody foresaw (EX_SOFTWARE).</summary>
    public const int InternalError = 70;
    /// <summary>The machine file can't be written (EX_IOERR).</summary>
    public const int CannotWrite = 74;
    /// <summary>There is no usable machine, or what was asked for isn't emulated (EX_CONFIG).</summary>
    public const int NotEmulated = 78;
}

/// <summary>The real tool has this, and we don't emulate it: said loudly, and nothing is changed.</summary>
/// <param name="what">What isn't emulated, as typed, such as <c>dscl -mcxread</c>.</param>
public sealed class NotEmulatedException(string what) : Exception(what);

/// <summary>A command failed and is undone; what it printed stands. The status is the real tool's.</summary>
/// <param name="exitStatus">What the process ends with.</param>
public sealed class CommandFailedException(int exitStatus) : Exception($"exit status {exitStatus}")
{
    /// <summary>What the process ends with.</summary>
    public int ExitStatus { get; } = exitStatus;
}
