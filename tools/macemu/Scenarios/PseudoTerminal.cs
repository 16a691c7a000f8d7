using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MacEmu.Scenarios;

/// <summary>A terminal with nobody at it: what a program asks there is answered from a list.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadAndWrite = 2;      // O_RDWR
    private const int NoControl = 0x100;     // O_NOCTTY
    private const int CloseOnExec = 0x80000; // O_CLOEXEC

    private const nuint Unread = 0x541B;     // FIONREAD

    /// <summary>So long a program that shows no prompt must be quiet before it gets its answer.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    private readonly FileStream _master;
    private readonly SafeFileHandle _slave;
    private readonly StringBuilder _shown = new();
    private readonly Lock _lock = new();
    private readonly Task _reading;
    private DateTime _lastShown = DateTime.UtcNow;

    public PseudoTerminal()
    {
        var master = OpenMaster(ReadAndWrite | NoControl | CloseOnExec);
        var name = new byte[128];
        if (master < 0 || Grant(master) != 0 || Unlock(master) != 0 || NameOf(master, name, name.Length) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        Path = Encoding.ASCII.GetString(name.AsSpan(0, Array.IndexOf(name, (byte)0)));
        _master = new FileStream(new SafeFileHandle(master, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
        // Held open here too, so that the terminal stays when the program closes it.
        _slave = new SafeFileHandle(Open(Path, ReadAndWrite | NoControl | CloseOnExec), ownsHandle: true);
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Where a program finds it.</summary>
    public string Path { get; }

    /// <summary>What was shown on it so far.</summary>
    public string Shown
    {
        get
        {
            lock (_lock) return _shown.ToString();
        }
    }

    /// <summary>Whether something that was typed has not been read.</summary>
    public bool HasUnread => Control((int)_slave.DangerousGetHandle(), Unread, out var count) == 0 && count > 0;

    /// <summary>Answers until all is answered or the program has ended.</summary>
    /// <returns>How many answers were given.</returns>
    public int Answer(IReadOnlyList<TerminalAnswer> answers, Func<bool> hasEnded)
    {
        var from = 0;
        for (var i = 0; i < answers.Count; i++)
        {
            while (!IsAsked(answers[i].Prompt, from))
            {
                if (hasEnded()) return i;
                Thread.Sleep(Pause);
            }
            lock (_lock)
            {
                from = _shown.Length;
                _lastShown = DateTime.UtcNow;
            }
            _master.Write(Encoding.UTF8.GetBytes(answers[i].Text + "\n"));
        }
        return answers.Count;
    }

    /// <summary>Answers whatever is asked in the words that an answer names, until the program has ended.</summary>
    /// <returns>How many answers were given.</returns>
    public int AnswerByPrompt(IReadOnlyList<TerminalAnswer> answers, Func<bool> hasEnded)
    {
        var (from, given) = (0, 0);
        while (!hasEnded())
        {
            Thread.Sleep(Pause);
            string asked;
            lock (_lock)
            {
                if (DateTime.UtcNow - _lastShown < Pause) continue;
                asked = _shown.ToString(from, _shown.Length - from);
            }
            // The last line is the question.
            var line = asked[(asked.LastIndexOf('\n') + 1)..];
            if (line.Length == 0 || answers.FirstOrDefault(known => line.Contains(known.Prompt!, StringComparison.OrdinalIgnoreCase)) is not { } answer) continue;
            lock (_lock)
            {
                from = _shown.Length;
                _lastShown = DateTime.UtcNow;
            }
            _master.Write(Encoding.UTF8.GetBytes(answer.Text + "\n"));
            given++;
        }
        return given;
    }

    // A prompt is a line without an end, and the program waits after it.
    private bool IsAsked(string? prompt, int from)
    {
        lock (_lock)
        {
            var text = _shown.ToString(from, _shown.Length - from);
            var silence = DateTime.UtcNow - _lastShown;
            if (prompt is not null) return text.Contains(prompt, StringComparison.Ordinal) && silence >= Pause;
            return silence >= (text.Length > 0 && text[^1] != '\n' ? Pause : Quiet);
        }
    }

    private void Read()
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[4096];
        var characters = new char[4096];
        try
        {
            for (int read; (read = _master.Read(bytes)) > 0;)
            {
                var count = decoder.GetChars(bytes.AsSpan(0, read), characters, flush: false);
                lock (_lock)
                {
                    _shown.Append(characters, 0, count);
                    _lastShown = DateTime.UtcNow;
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // That is how a terminal ends.
        }
    }

    /// <summary>Ends it: whatever was still on its way is in <see cref="Shown"/> then.</summary>
    public void Dispose()
    {
        _slave.Dispose();
        _reading.Wait(TimeSpan.FromSeconds(1));
        _master.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int descriptor);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int descriptor);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOf(int descriptor, byte[] name, nint length);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, out int value);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
