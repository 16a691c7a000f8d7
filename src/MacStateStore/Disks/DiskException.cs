namespace MacStateStore.Disks;

/// <summary>Why something can't be done with a disk, under the numbers of the DiskManagement framework (dossier diskutil, 13).</summary>
public enum DiskProblem
{
    /// <summary>It makes no sense.</summary>
    InvalidRequest = -69886,
    /// <summary>Somebody uses a volume.</summary>
    CannotUnmount = -69888,
    /// <summary>A file system can't be mounted.</summary>
    CannotMount = -69842,
    /// <summary>Only a mounted volume will do.</summary>
    NeedsMountPoint = -69854,
    /// <summary>A mounted sealed volume can't be verified or repaired.</summary>
    VerifyFailed = -69845,
    /// <summary>The container has no room.</summary>
    CannotAddVolume = -69624,
    /// <summary>The size is what it is already.</summary>
    SameSize = -69743,
    /// <summary>The container can't be that small.</summary>
    ResizeFailed = -69606,
    /// <summary>The volume isn't locked.</summary>
    NotLocked = -69589,
    /// <summary>A volume is locked.</summary>
    Locked = -69582,
    /// <summary>The disk or a gap in its map is too small.</summary>
    TooSmall = -69519,
    /// <summary>A partition can't be resized that way.</summary>
    CannotResizePartition = -69859,
    /// <summary>Somebody uses a volume that is to be repaired.</summary>
    CannotUnmountForRepair = -69673,
    /// <summary>The caller may not.</summary>
    InsufficientPrivileges = -69863,
    /// <summary>A home folder's owner can't be set.</summary>
    CannotResetPermissions = -69841,
    /// <summary>The file system can't be made.</summary>
    FormatterFailed = -69832,
}

/// <summary>Something can't be done with a disk.</summary>
/// <param name="problem">Why.</param>
public sealed class DiskException(DiskProblem problem) : Exception(problem.ToString())
{
    /// <summary>Why.</summary>
    public DiskProblem Problem { get; } = problem;
}
