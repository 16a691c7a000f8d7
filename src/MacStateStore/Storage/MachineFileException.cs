namespace MacStateStore.Storage;

/// <summary>Why a machine file can't be used.</summary>
public enum MachineFileProblem
{
    /// <summary>There is no such file, or it isn't a machine of this program, or its content is damaged, or a newer program wrote it.</summary>
    Unusable,
    /// <summary>The file or its disk doesn't let us write.</summary>
    NotWritable,
}

/// <summary>
/// The machine file can't be opened, read or written. The message says what happened, to which file, and what to do.
/// </summary>
public sealed class MachineFileException(string message, MachineFileProblem problem = MachineFileProblem.Unusable, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>What kind of problem it is; tools choose their exit status by it.</summary>
    public MachineFileProblem Problem { get; } = problem;
}
