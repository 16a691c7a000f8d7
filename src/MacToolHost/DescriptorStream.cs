using System.Runtime.InteropServices;

namespace MacToolHost;

/// <summary>
/// A standard stream of the process, by its descriptor. System.Console's own would send the terminal a control sequence before the
/// first output and take a millisecond to load; a FileStream would write at places of its own in a file that several processes share.
/// </summary>
/// <param name="descriptor">The descriptor.</param>
public sealed partial class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4;   // EINTR on Linux
    private const int WouldBlock = 11;   // EAGAIN
    private const int BrokenPipe = 32;   // EPIPE
    private const short Readable = 1;    // POLLIN
    private const short Writable = 4;    // POLLOUT

    /// <inheritdoc/>
    public override bool CanRead => true;
    /// <inheritdoc/>
    public override bool CanWrite => true;
    /// <inheritdoc/>
    public override bool CanSeek => false;
    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();
    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var read = Read(descriptor, buffer, buffer.Length);
            if (read >= 0) return (int)read;
            Retry(Readable);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = Write(descriptor, buffer, buffer.Length);
            if (written >= 0) buffer = buffer[(int)written..];
            else if (Marshal.GetLastPInvokeError() == BrokenPipe) return; // nobody reads any more, which is no concern of the command
            else Retry(Writable);
        }
    }

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // Returns where the call is to be made again.
    private void Retry(short readiness)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == Interrupted) return;
        if (error != WouldBlock) throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        var poll = new PollDescriptor { Descriptor = descriptor, Wanted = readiness };
        _ = Poll(ref poll, 1, -1);
    }

    private struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, Span<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);
}
