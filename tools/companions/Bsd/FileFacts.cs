using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Companions;

/// <summary>What the kernel knows about a file, by statx(2), whose answer looks the same on every architecture.</summary>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Uid">Its owner.</param>
/// <param name="Gid">Its group.</param>
/// <param name="Inode">Its number on the device.</param>
/// <param name="Size">Its length.</param>
/// <param name="Blocks">How many blocks of 512 bytes it takes.</param>
/// <param name="BlockSize">The best size for reading.</param>
/// <param name="Device">The device that it is on.</param>
/// <param name="Special">The device that it is, if it is one.</param>
/// <param name="Accessed">Last read.</param>
/// <param name="Modified">Last written.</param>
/// <param name="Changed">Last change of these facts.</param>
/// <param name="Born">Made; last change where the file system doesn't tell.</param>
internal sealed partial record FileFacts(
    int Mode, uint Links, uint Uid, uint Gid, ulong Inode, ulong Size, ulong Blocks, uint BlockSize, ulong Device, ulong Special,
    FileTime Accessed, FileTime Modified, FileTime Changed, FileTime Born)
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int NoFollow = 0x100;        // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000;      // AT_EMPTY_PATH
    private const uint Basics = 0x7ff;         // STATX_BASIC_STATS
    private const uint Birth = 0x800;          // STATX_BTIME
    private const int FileType = 0xF000;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Mode & FileType) == 0x4000;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & FileType) == 0xA000;

    /// <summary>A file's facts, or what the kernel says instead (a path of null is standard input).</summary>
    public static (FileFacts? Facts, string? Problem) Of(string? path, bool follow)
    {
        Span<byte> data = stackalloc byte[256];
        var failed = path is null
            ? Statx(0, "", EmptyPath, Basics | Birth, data)
            : Statx(CurrentDirectory, path, follow ? 0 : NoFollow, Basics | Birth, data);
        if (failed != 0) return (null, Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        var changed = Time(data, 96);
        var hasBirth = (Word(data, 0) & Birth) != 0;
        return (new FileFacts(
            BinaryPrimitives.ReadUInt16LittleEndian(data[28..]), Word(data, 16), Word(data, 20), Word(data, 24), Long(data, 32), Long(data, 40),
            Long(data, 48), Word(data, 4), DeviceNumber(data, 136), DeviceNumber(data, 128),
            Time(data, 64), Time(data, 112), changed, hasBirth ? Time(data, 80) : changed), null);
    }

    private static ulong DeviceNumber(ReadOnlySpan<byte> data, int at) => ((ulong)Word(data, at) << 24) | Word(data, at + 4);

    private static FileTime Time(ReadOnlySpan<byte> data, int at) => new((long)Long(data, at), Word(data, at + 8));

    private static uint Word(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);

    private static ulong Long(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt64LittleEndian(data[at..]);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> data);
}

/// <summary>A time of a file.</summary>
/// <param name="Seconds">Since 1970.</param>
/// <param name="Nanoseconds">And a fraction.</param>
internal readonly record struct FileTime(long Seconds, uint Nanoseconds)
{
    /// <summary>The time as a date, in the local zone.</summary>
    public DateTimeOffset Local => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(Seconds), TimeZoneInfo.Local);
}
