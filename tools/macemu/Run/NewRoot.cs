using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MacEmu.Run;

/// <summary>
/// Makes the new root and moves into it. The calling thread must be alone in its mount namespace; the root is that
/// thread's, so all of this, and the execve after it, happens on one thread.
/// </summary>
internal static class NewRoot
{
    private const string MountPoint = "/tmp";

    // Overlays take a character device numbered 0, 0 for "nothing here".
    private const uint CharacterDevice = 0x2000;

    /// <summary>Test switch: as if the kernel refused overlays (before 5.11 without privilege, or stacked too deep).</summary>
    private static readonly bool NoOverlay = Environment.GetEnvironmentVariable("MACEMU_NO_OVERLAY") == "1";

    /// <summary>
    /// Puts an empty file system in place of the root, with the old root below it, and fills it. Throws where the machine
    /// refuses that; nothing has changed for this process then.
    /// </summary>
    internal static void Enter(IReadOnlyList<Step> steps)
    {
        // What is mounted here must never reach the host, whereas what the host mounts meanwhile may well appear here.
        Check(NativeMethods.Mount("none", "/", null, NativeMethods.MountRecursive | NativeMethods.MountSlave, null), "/");
        Check(NativeMethods.Mount("macemu", MountPoint, "tmpfs", NativeMethods.MountNoSetUserId | NativeMethods.MountNoDevices, "mode=755"), MountPoint);
        try
        {
            string oldRoot = MountPoint + HostPath.Root;
            Directory.CreateDirectory(oldRoot);
            Check(NativeMethods.PivotRoot(MountPoint, oldRoot), MountPoint);
        }
        catch (Win32Exception)
        {
            _ = NativeMethods.Unmount(MountPoint, NativeMethods.UnmountDetach);
            throw;
        }
        Directory.SetCurrentDirectory("/");
        foreach (Step step in steps)
            Do(step);
    }

    private static void Do(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Folder:
                Directory.CreateDirectory(step.Path);
                break;
            case StepKind.Link:
                File.CreateSymbolicLink(step.Path, step.Operand);
                break;
            case StepKind.Text:
                File.WriteAllText(step.Path, step.Operand);
                break;
            case StepKind.Directory:
                Directory.CreateDirectory(step.Path);
                if (!Bind(step.Operand, step.Path))
                    Replace(step, Directory.Delete);
                break;
            case StepKind.File:
                File.Create(step.Path).Dispose();
                if (!Bind(step.Operand, step.Path))
                    Replace(step, File.Delete);
                break;
            case StepKind.Cover:
                if (!Bind(step.Operand, step.Path))
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                break;
            case StepKind.ReadOnly:
                if (Bind(step.Path, step.Path))
                    Protect(step.Path);
                break;
            case StepKind.AllReadOnly:
                if (!NativeMethods.MakeReadOnly(step.Path))
                    Protect(step.Path);
                break;
            case StepKind.Hide:
                _ = NativeMethods.MakeNode(step.Path, CharacterDevice, 0);
                break;
            case StepKind.Merge:
                Merge(step.Path, step.Operand);
                break;
            default:
                throw new InvalidOperationException($"unknown step {step.Kind}");
        }
    }

    private static bool Bind(string source, string target) =>
        NativeMethods.Mount(source, target, null, NativeMethods.MountBind | NativeMethods.MountRecursive, null) == 0;

    /// <summary>In a user namespace the flags that the mount has from outside must be repeated; which these are can only be tried.</summary>
    private static void Protect(string path)
    {
        const ulong change = NativeMethods.MountRemount | NativeMethods.MountBind | NativeMethods.MountReadOnly;
        ulong[] inherited =
        [
            0, NativeMethods.MountRelativeTime, NativeMethods.MountNoSetUserId | NativeMethods.MountNoDevices,
            NativeMethods.MountNoSetUserId | NativeMethods.MountNoDevices | NativeMethods.MountRelativeTime,
            NativeMethods.MountNoSetUserId | NativeMethods.MountNoDevices | NativeMethods.MountNoExecute | NativeMethods.MountRelativeTime,
        ];
        _ = inherited.Any(flags => NativeMethods.Mount("none", path, null, change | flags, null) == 0);
    }

    /// <summary>A host entry that can't be bound (a dead network mount, say) is still reachable by a link.</summary>
    private static void Replace(Step step, Action<string> delete)
    {
        delete(step.Path);
        File.CreateSymbolicLink(step.Path, step.Operand);
    }

    /// <summary>An overlay; where that is refused, a directory of links, which looks the same to all but `readlink`.</summary>
    private static void Merge(string target, string directories)
    {
        if (!NoOverlay && NativeMethods.Mount("macemu", target, "overlay", NativeMethods.MountReadOnly, "lowerdir=" + directories) == 0)
            return;
        string first = directories[..directories.IndexOf(':')];
        string second = directories[(first.Length + 1)..];
        HashSet<string> taken = [.. Directory.EnumerateFileSystemEntries(first).Select(path => Path.GetFileName(path)!)];
        foreach (string path in Directory.EnumerateFileSystemEntries(second))
        {
            string name = Path.GetFileName(path);
            if (!taken.Contains(name))
                File.CreateSymbolicLink($"{first}/{name}", path);
        }
        foreach (string name in MacPaths.LinuxCommands)
            File.Delete($"{first}/{name}");
        if (!Bind(first, target))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static void Check(int result, string path)
    {
        if (result != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new Win32Exception(error, $"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }
}
