using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MacToolHost.Processes;

/// <summary>
/// A file without a name that lives as long as somebody has it open (memfd), and that, unlike all other files of a .NET
/// process, stays open across execve: for handing data of any size to the next program without leaving anything behind.
/// </summary>
public static class InheritedFile
{
    /// <summary>Makes one. Its number is <c>(int)stream.SafeFileHandle.DangerousGetHandle()</c>.</summary>
    public static FileStream Create(string label)
    {
        int descriptor = NativeMethods.MemfdCreate(label, 0);
        if (descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>Opens the one that the program before us left under this number, at its beginning.</summary>
    public static FileStream Open(int descriptor) =>
        new(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0) { Position = 0 };
}
