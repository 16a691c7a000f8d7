using System.Runtime.InteropServices;

namespace MacToolHost.Processes;

/// <summary>
/// User namespaces by way of util-linux's `unshare`: the kernel gives one only to a process with a single thread, which
/// no .NET process is, so another program has to enter it and then start ours.
/// </summary>
public static class UserNamespace
{
    /// <summary>
    /// The arguments of an `unshare` in which the caller appears as one other user. Both IDs are the caller's own underneath,
    /// so every file of the caller stays readable and writable (a machine file in a private directory, say), and no
    /// privilege is needed.
    /// </summary>
    public static IReadOnlyList<string> Arguments(uint userId, uint groupId) =>
        ["unshare", "--user", $"--map-user={userId}", $"--map-group={groupId}"];

    /// <summary>
    /// Why this machine refuses what <paramref name="unshareArguments"/> ask for, or null where it grants it. Tried out with
    /// `true`, since the reasons are many (seccomp, AppArmor, limits, a chroot, an old unshare) and no setting tells them all.
    /// </summary>
    public static string? Refusal(IReadOnlyList<string> unshareArguments)
    {
        ArgumentNullException.ThrowIfNull(unshareArguments);
        if (HostCommand.Find("unshare") is not { } unshare)
            return "there is no unshare command (Debian package util-linux)";
        using FileStream errors = InheritedFile.Create("unshare-errors");
        int status = Spawn(unshare, [.. unshareArguments, "--", HostCommand.Find("true") ?? "true"], errors);
        if (status == 0)
            return null;
        errors.Position = 0;
        using var reader = new StreamReader(errors);
        return reader.ReadLine() ?? $"unshare failed with status {status}";
    }

    /// <summary>Whether we are in a user namespace already; then the machine evidently grants them.</summary>
    public static bool IsInside()
    {
        try
        {
            string[] fields = File.ReadAllText("/proc/self/uid_map").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return fields is not ["0", "0", "4294967295"];
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Runs a program to its end with its messages in <paramref name="errors"/>.</summary>
    private static int Spawn(string path, IReadOnlyList<string> arguments, FileStream errors)
    {
        nint actions = Marshal.AllocHGlobal(NativeMethods.FileActionsSize);
        try
        {
            _ = NativeMethods.FileActionsInit(actions);
            _ = NativeMethods.FileActionsAddDuplicate(actions, (int)errors.SafeFileHandle.DangerousGetHandle(), 2);
            int error = NativeMethods.PosixSpawn(
                out int pid, path, actions, 0, [.. arguments, null], ProcessImage.KernelForm(ProcessImage.InheritedEnvironment));
            _ = NativeMethods.FileActionsDestroy(actions);
            if (error != 0)
                return ProcessImage.NotRunnable;
            return ProcessImage.WaitFor(pid);
        }
        finally
        {
            Marshal.FreeHGlobal(actions);
        }
    }
}
