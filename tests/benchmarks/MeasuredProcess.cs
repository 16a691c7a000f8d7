using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>Starts processes with posix_spawn and lets the kernel say what each took; .NET's own Process costs more than what is measured.</summary>
internal static unsafe partial class MeasuredProcess
{
    private const int SizeOfRusage = 144;
    private const int MaxResidentOffset = 32; // ru_maxrss, after two struct timeval
    private const int SizeOfFileActions = 80;

    /// <summary>Runs a command to its end with its output thrown away.</summary>
    /// <returns>Wall-clock time, peak memory, and the exit status.</returns>
    public static (double Milliseconds, double PeakMiB, int Status) Run(string[] command, string[] environment)
    {
        var actions = stackalloc byte[SizeOfFileActions];
        InitFileActions(actions);
        OpenFileAction(actions, 1, "/dev/null", 1, 0);
        OpenFileAction(actions, 2, "/dev/null", 1, 0);
        var arguments = Strings(command);
        var variables = Strings(environment);
        var rusage = stackalloc byte[SizeOfRusage];
        try
        {
            var start = Stopwatch.GetTimestamp();
            if (Spawn(out var process, command[0], actions, 0, arguments, variables) != 0) throw new InvalidOperationException($"{command[0]} can't be started");
            Wait(process, out var status, 0, rusage);
            var elapsed = Stopwatch.GetElapsedTime(start);
            return (elapsed.TotalMilliseconds, *(long*)(rusage + MaxResidentOffset) / 1024.0, (status >> 8) & 0xFF);
        }
        finally
        {
            Free(arguments);
            Free(variables);
            DestroyFileActions(actions);
        }
    }

    private static nint* Strings(string[] texts)
    {
        var strings = (nint*)NativeMemory.Alloc((nuint)((texts.Length + 1) * sizeof(nint)));
        for (var i = 0; i < texts.Length; i++) strings[i] = Marshal.StringToCoTaskMemUTF8(texts[i]);
        strings[texts.Length] = 0;
        return strings;
    }

    private static void Free(nint* strings)
    {
        for (var i = 0; strings[i] != 0; i++) Marshal.FreeCoTaskMem(strings[i]);
        NativeMemory.Free(strings);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int process, string path, byte* actions, nint attributes, nint* arguments, nint* environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial void InitFileActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial void DestroyFileActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFileAction(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "wait4")]
    private static partial int Wait(int process, out int status, int options, byte* rusage);
}
