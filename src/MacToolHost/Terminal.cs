using System.Runtime.InteropServices;
using System.Text;

namespace MacToolHost;

/// <summary>The controlling terminal, for passwords: what getpass(3) does.</summary>
public sealed partial class Terminal
{
    private const int EchoFlag = 0x8; // ECHO of <termios.h> on Linux
    private const int KeyModes = 0x1 | 0x2 | EchoFlag; // ISIG, ICANON, ECHO
    private const int ApplyNow = 0;   // TCSANOW
    private const int LocalModes = 3; // c_lflag is the fourth 32-bit word of struct termios

    private readonly Stream _stream;
    private readonly int _descriptor;

    private Terminal(Stream stream, int descriptor)
    {
        _stream = stream;
        _descriptor = descriptor;
    }

    /// <summary>The process's controlling terminal; null where it has none.</summary>
    public static Terminal? OfProcess()
    {
        try
        {
            var file = new FileStream("/dev/tty", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            return new Terminal(file, (int)file.SafeFileHandle.DangerousGetHandle());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether a file descriptor of the process is a terminal.</summary>
    public static bool IsTerminal(int descriptor) => IsATty(descriptor) == 1;

    /// <summary>Shows a prompt and reads a line.</summary>
    public string Ask(string prompt)
    {
        _stream.Write(Encoding.UTF8.GetBytes(prompt));
        var line = new List<byte>();
        for (int next; (next = _stream.ReadByte()) is >= 0 and not '\n';) line.Add((byte)next);
        return Encoding.UTF8.GetString([.. line]);
    }

    /// <summary>Shows a prompt and reads a line without echo.</summary>
    public string AskSecret(string prompt)
    {
        try
        {
            return Without(EchoFlag, _descriptor, () => Ask(prompt));
        }
        finally
        {
            _stream.Write("\n"u8);
        }
    }

    /// <summary>Does what reads keys one by one, ctrl-C included, and echoes them itself. Standard input need not be a terminal.</summary>
    public static T KeyByKey<T>(Func<T> read) => Without(KeyModes, 0, read);

    private static T Without<T>(int flags, int descriptor, Func<T> work)
    {
        Span<int> modes = stackalloc int[16];
        if (GetAttributes(descriptor, modes) != 0) return work();
        var before = modes[LocalModes];
        modes[LocalModes] &= ~flags;
        SetAttributes(descriptor, ApplyNow, modes);
        try
        {
            return work();
        }
        finally
        {
            modes[LocalModes] = before;
            SetAttributes(descriptor, ApplyNow, modes);
        }
    }

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsATty(int descriptor);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetAttributes(int descriptor, Span<int> termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetAttributes(int descriptor, int actions, ReadOnlySpan<int> termios);
}
