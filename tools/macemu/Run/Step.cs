namespace MacEmu.Run;

/// <summary>What to do at a path of the new root.</summary>
internal enum StepKind
{
    /// <summary>Make a directory.</summary>
    Folder,

    /// <summary>Make a link to the operand.</summary>
    Link,

    /// <summary>Write a file with the operand as its text.</summary>
    Text,

    /// <summary>Make a directory and let the operand, a directory, appear there.</summary>
    Directory,

    /// <summary>Make a file and let the operand, a file, appear there.</summary>
    File,

    /// <summary>Let the operand appear at a file or directory that is there already.</summary>
    Cover,

    /// <summary>Let a directory that is there already be read and not written, as far as the kernel lets us say so.</summary>
    ReadOnly,

    /// <summary>Let everything below a directory be read and not written, also what is mounted there.</summary>
    AllReadOnly,

    /// <summary>Make a mark by which a merge shows nothing of that name.</summary>
    Hide,

    /// <summary>Let two directories, the operand's before and after its colon, appear there as one, read-only.</summary>
    Merge,
}

/// <summary>One row of the table from which the new root is made. Paths are as they are after the root has changed.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Path">Where.</param>
/// <param name="Operand">With what.</param>
internal readonly record struct Step(StepKind Kind, string Path, string Operand = "");
