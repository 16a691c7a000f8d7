using System.IO.Pipes;
using System.Text;
using MacToolHost;

namespace MacEmu.Run;

/// <summary>Standard output on its way through us: whoever we start meanwhile writes into a pipe, and we pass it on and keep its end.</summary>
internal sealed class WatchedOutput : IDisposable
{
    private const int StandardOutput = 1;
    private const int Kept = 1 << 20;

    /// <summary>How long to wait for what the script has left in the background.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.In);
    private readonly int _before = NativeMethods.OwnDuplicate(StandardOutput);
    private readonly MemoryStream _seen = new();
    private readonly Thread _reader;
    private bool _isOver;

    internal WatchedOutput()
    {
        _ = NativeMethods.Duplicate((int)_pipe.ClientSafePipeHandle.DangerousGetHandle(), StandardOutput);
        _pipe.DisposeLocalCopyOfClientHandle();
        _reader = new Thread(PassOn) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>What stood between the result tags of an extension attribute; null where there were none. Ends the watching.</summary>
    internal string? Result()
    {
        Dispose();
        string text;
        lock (_seen) text = Encoding.UTF8.GetString(_seen.GetBuffer(), 0, (int)_seen.Length);
        int end = text.LastIndexOf("</result>", StringComparison.Ordinal);
        int start = end < 0 ? -1 : text.LastIndexOf("<result>", end, StringComparison.Ordinal);
        return start < 0 ? null : text[(start + "<result>".Length)..end];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOver)
            return;
        _isOver = true;
        _ = NativeMethods.Duplicate(_before, StandardOutput);
        if (_reader.Join(Patience))
            _pipe.Dispose();
    }

    private void PassOn()
    {
        using var target = new DescriptorStream(_before);
        var buffer = new byte[8192];
        try
        {
            for (int count; (count = _pipe.Read(buffer)) > 0;)
            {
                target.Write(buffer.AsSpan(0, count));
                lock (_seen)
                {
                    if (_seen.Length > Kept) _seen.SetLength(0);
                    _seen.Write(buffer.AsSpan(0, count));
                }
            }
        }
        catch (IOException)
        {
            // Nobody listens any more: the script learns that from its own next write.
            _pipe.Dispose();
        }
    }
}
