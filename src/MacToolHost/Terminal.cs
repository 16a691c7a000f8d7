using System.Runtime.InteropServices;
using System.Text;

namespace MacToolHost;

/// <summary>The controlling terminal, for passwords: what getpass(3) does.</summary>
public sealed partial class Terminal
{
    private const int EchoFlag = 0x8; // ECHO of <termios.h> on Linux
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

    /// <summary>Shows a prompt and reads a line without echo.</summary>
    public string AskSecret(string prompt)
    {
        Span<int> modes = stackalloc int[16];
        var hasModes = GetAttributes(_descriptor, modes) == 0;
        var before = modes[LocalModes];
        if (hasModes)
        {
            modes[LocalModes] &= ~EchoFlag;
            SetAttributes(_descriptor, ApplyNow, modes);
        }
        try
        {
            _stream.Write(Encoding.UTF8.GetBytes(prompt));
            var line = new List<byte>();
            for (int next; (next = _stream.ReadByte()) is >= 0 and not '\n';) line.Add((byte)next);
            return Encoding.UTF8.GetString([.. line]);
        }
        finally
        {
            if (hasModes)
            {
                modes[LocalModes] = before;
                SetAttributes(_descriptor, ApplyNow, modes);
            }
            _stream.Write("\n"u8);
        }
    }

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsATty(int descriptor);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetAttributes(int descriptor, Span<int> termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetAttributes(int descriptor, int actions, ReadOnlySpan<int> termios);
}
