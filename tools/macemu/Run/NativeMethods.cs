using System.Runtime.InteropServices;

namespace MacEmu.Run;

/// <summary>The kernel's calls for namespaces and mounts.</summary>
internal static partial class NativeMethods
{
    internal const int CloneNewNamespace = 0x20000;

    internal const ulong MountReadOnly = 1;
    internal const ulong MountNoSetUserId = 2;
    internal const ulong MountNoDevices = 4;
    internal const ulong MountNoExecute = 8;
    internal const ulong MountRemount = 32;
    internal const ulong MountBind = 4096;
    internal const ulong MountRecursive = 16384;
    internal const ulong MountSlave = 1 << 19;
    internal const ulong MountRelativeTime = 1 << 21;
    internal const int UnmountDetach = 2;

    internal const int AccessExecute = 1;
    internal const int AccessRead = 4;

    internal const int ControlAmbientCapabilities = 47;
    internal const nint ClearAllAmbientCapabilities = 4;

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(string source, string target, string? type, ulong flags, string? data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unmount(string target, int flags);

    /// <summary>mknod(2); anybody may make a character device numbered 0 since kernel 5.8.</summary>
    [LibraryImport("libc", EntryPoint = "mknod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MakeNode(string path, uint mode, ulong device);

    /// <summary>pivot_root(2), which glibc has no function for.</summary>
    internal static int PivotRoot(string newRoot, string putOld)
    {
        nint number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 155 : 41;
        return (int)SystemCall(number, newRoot, putOld);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint SystemCall(nint number, string first, string second);

    /// <summary>mount_setattr(2) for a whole tree of mounts, since kernel 5.12.</summary>
    internal static unsafe bool MakeReadOnly(string path)
    {
        // attr_set, attr_clr, propagation, userns_fd
        ulong* attributes = stackalloc ulong[] { MountReadOnly, 0, 0, 0 };
        return SystemCall(MountSetAttributes, CurrentDirectory, path, Recursive, attributes, 4 * sizeof(ulong)) == 0;
    }

    private const nint MountSetAttributes = 442;
    private const int CurrentDirectory = -100;
    private const uint Recursive = 0x8000;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint SystemCall(nint number, nint directory, string path, nuint flags, ulong* attributes, nuint size);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int ProcessControl(int option, nint second, nint third, nint fourth, nint fifth);

    /// <summary>A second number for an open file, which no program that we become or start gets.</summary>
    internal static int OwnDuplicate(int descriptor) => FileControl(descriptor, DuplicateClosedByExec, 3);

    private const int DuplicateClosedByExec = 1030;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2")]
    internal static partial int Duplicate(int descriptor, int newDescriptor);

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial string? RealPath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Access(string path, int mode);
}
