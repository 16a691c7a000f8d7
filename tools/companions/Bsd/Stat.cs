using System.Globalization;
using System.Text;
using MacToolHost;

namespace Companions;

/// <summary>
/// The facts of a file in BSD's formats (<c>-f -l -r -s -x</c>); <c>/dev/console</c> belongs to whoever is logged in on the emulated Mac (dossier
/// companions, 9). A Mac knows neither <c>-c</c> nor long options.
/// </summary>
internal static class Stat
{
    public static readonly Companion Companion = new("stat", run => Print(run.Arguments, run.Console, run))
    {
        IsLinuxs = arguments => !IsBsd(arguments),
        WithoutMachine = (arguments, console) => NeedsMachine(arguments) ? null : Print(arguments, console, null),
    };

    private const string Letters = "FLnqf:t:lrsx";
    private const string Usage = "usage: stat [-FLnq] [-f format | -l | -r | -s | -x] [-t timefmt] [file|handle ...]\n";
    private const string DefaultTime = "%b %e %T %Y";
    private const string Data = "diplugramcBzbkfNTYZ";

    // Linux's own forms have -c or long options.
    internal static bool IsBsd(IReadOnlyList<string> arguments) =>
        !Options.AreLong(arguments) && Options.Read(arguments, Letters) is { Problem: null };

    // The formats that the letters stand for; without any it is the raw one with names and dates.
    private static string FormatOf(Options options) =>
        options.Value('f') ?? (options.Has('s') ? ShellFormat : options.Has('r') ? RawFormat : options.Has('x') ? LinuxFormat : options.Has('l') ? options.Has('F') ? LongFormat + "%ST%SY" : LongFormat + "%SY" : UsualFormat);

    private const string UsualFormat = "%d %i %Sp %l %Su %Sg %r %z \"%Sa\" \"%Sm\" \"%Sc\" \"%SB\" %k %b %#Xf %N";
    private const string RawFormat = "%d %i %#p %l %u %g %r %z %a %m %c %B %k %b %f %N";
    private const string ShellFormat = "st_dev=%d st_ino=%i st_mode=%#p st_nlink=%l st_uid=%u st_gid=%g st_rdev=%r st_size=%z st_atime=%a st_mtime=%m st_ctime=%c st_birthtime=%B st_blksize=%k st_blocks=%b st_flags=%f";
    private const string LongFormat = "%Sp %l %Su %Sg %Z %Sm %N";
    private const string LinuxFormat =
        "  File: \"%N\"%n  Size: %-11z  FileType: %HT%n  Mode: (%OMp%03OLp/%.10Sp)         Uid: (%5u/%8Su)  Gid: (%5g/%8Sg)%n" +
        "Device: %Hd,%Ld   Inode: %i    Links: %l%nAccess: %Sa%nModify: %Sm%nChange: %Sc%n Birth: %SB";
    private const string LinuxTime = "%c";

    // Only names of users and groups, and the console, take one.
    internal static bool NeedsMachine(IReadOnlyList<string> arguments)
    {
        var options = Options.ReadRight(arguments, Letters, Usage);
        return options.Rest.Contains(ConsoleOwner.Device) || Pieces(FormatOf(options)).Any(piece => piece is { Output: 'S', Datum: 'u' or 'g' } or { Datum: 'f' });
    }

    private static int Print(IReadOnlyList<string> arguments, ToolConsole console, ToolRun? run)
    {
        var options = Options.Read(arguments, Letters);
        // One format at a time.
        var asked = options.All.Where(option => "flrsx".Contains(option.Letter)).Select(option => option.Letter).Distinct().ToList();
        if (asked.Count > 1 || (options.Has('F') && asked is not ([] or ['l'])))
        {
            console.Error($"stat: can't use format '{asked[0]}' with {(asked.Count > 1 ? $"-{asked[1]}" : "-F")}\n{Usage}");
            return 1;
        }
        var pieces = Pieces(options.Has('F') && asked.Count == 0 ? LongFormat + "%ST%SY" : FormatOf(options)).ToList();
        var failed = false;
        var number = 0;
        string?[] paths = options.Rest.Count > 0 ? [.. options.Rest] : [null];
        foreach (var path in paths)
        {
            number++;
            var (facts, problem) = FileFacts.Of(path, options.Has('L'));
            if (facts is null)
            {
                failed = true;
                if (!options.Has('q')) console.ErrorLine($"stat: {path ?? "(stdin)"}: stat: {problem}");
                continue;
            }
            if (path == ConsoleOwner.Device && run is not null)
            {
                var owner = ConsoleOwner.Of(run.Mac);
                facts = facts with { Uid = owner.Uid, Gid = owner.Gid };
            }
            foreach (var piece in pieces) console.Out(piece.Text ?? Value(piece, facts, path ?? "(stdin)", number, options.Value('t') ?? (options.Has('x') ? LinuxTime : DefaultTime), run));
            if (!options.Has('n')) console.OutLine();
        }
        return failed ? 1 : 0;
    }

    private static string Value(Piece piece, FileFacts facts, string path, int number, string timeFormat, ToolRun? run)
    {
        var text = piece.Datum switch
        {
            '@' => $"{number}",
            'N' => path,
            'Y' => (piece.Output == 'S' && facts.IsLink ? " -> " : "") + LinkTarget(facts, path),
            'Z' when piece.Output is null => facts.Special != 0 ? $"{Device(facts.Special, 'H')},{Device(facts.Special, 'L')}" : $"{facts.Size}",
            'T' => piece.Sub == 'H' ? TypeName(facts.Mode) : TypeMark(facts.Mode),
            'p' when piece.Output == 'S' => ModeText(facts.Mode, piece.Sub),
            'p' => Number(Mode(facts.Mode, piece.Sub), piece with { Output = piece.Output ?? 'O' }),
            'u' when piece.Output == 'S' => (run is null ? null : Account.Numbered(run.Mac, facts.Uid)?.Name) ?? $"{facts.Uid}",
            'g' when piece.Output == 'S' => (run is null ? null : Account.Group(run.Mac, facts.Gid)?.Name) ?? $"{facts.Gid}",
            'u' => Number(facts.Uid, piece),
            'g' => Number(facts.Gid, piece),
            'd' => Number(Device(facts.Device, piece.Sub), piece),
            'r' or 'Z' => Number(Device(facts.Special, piece.Sub), piece),
            'i' => Number(facts.Inode, piece),
            'l' => Number(facts.Links, piece),
            'z' => Number(facts.Size, piece),
            'b' => Number(facts.Blocks, piece),
            'k' => Number(facts.BlockSize, piece),
            'f' when piece.Output == 'S' => ChFlags.Words(run is null ? 0 : ChFlags.Bits(run.Mac, path)),
            'f' => Number(run is null ? 0 : ChFlags.Bits(run.Mac, path), piece),
            'a' => Time(facts.Accessed, piece, timeFormat),
            'm' => Time(facts.Modified, piece, timeFormat),
            'c' => Time(facts.Changed, piece, timeFormat),
            _ => Time(facts.Born, piece, timeFormat),
        };
        if (piece.Precision is { } limit && piece.Output == 'S' && text.Length > limit) text = text[..limit];
        if (piece.Flags.Contains('-', StringComparison.Ordinal)) return text.PadRight(piece.Width);
        return text.PadLeft(piece.Width, piece.Flags.Contains('0', StringComparison.Ordinal) ? '0' : ' ');
    }

    private static string Time(FileTime time, Piece piece, string format) => piece.Output switch
    {
        'S' => TimeFormat.Format(time.Local, format),
        'F' => string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}.{time.Nanoseconds:D9}"),
        _ => Number(unchecked((ulong)time.Seconds), piece),
    };

    private static string Number(ulong number, Piece piece) => piece.Output switch
    {
        'O' => (piece.Flags.Contains('#', StringComparison.Ordinal) ? "0" : "") + Convert.ToString(unchecked((long)number), 8),
        'X' => (piece.Flags.Contains('#', StringComparison.Ordinal) ? "0x" : "") + number.ToString("x"),
        'D' => unchecked((long)number).ToString(CultureInfo.InvariantCulture),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private static ulong Mode(int mode, char? sub) => (ulong)(sub switch
    {
        'H' => mode >> 12,
        'M' => (mode >> 9) & 7,
        'L' => mode & 0x1FF,
        _ => mode,
    });

    private static ulong Device(ulong device, char? sub) => sub switch { 'H' => device >> 24, 'L' => device & 0xFFFFFF, _ => device };

    private static string ModeText(int mode, char? sub)
    {
        var text = new StringBuilder("rwxrwxrwx");
        for (var bit = 0; bit < 9; bit++)
            if ((mode & (0x100 >> bit)) == 0) text[bit] = '-';
        Special(0x800, 2, 's', 'S');
        Special(0x400, 5, 's', 'S');
        Special(0x200, 8, 't', 'T');
        return sub switch
        {
            'H' => text.ToString(0, 3),
            'M' => text.ToString(3, 3),
            'L' => text.ToString(6, 3),
            _ => TypeLetter(mode) + text.ToString() + ' ',
        };

        void Special(int bit, int at, char executable, char plain)
        {
            if ((mode & bit) != 0) text[at] = text[at] == 'x' ? executable : plain;
        }
    }

    private static char TypeLetter(int mode) => (mode >> 12) switch { 4 => 'd', 10 => 'l', 2 => 'c', 6 => 'b', 1 => 'p', 12 => 's', _ => '-' };

    private static string TypeMark(int mode) => (mode >> 12) switch
    {
        4 => "/",
        10 => "@",
        1 => "|",
        12 => "=",
        8 when (mode & 0x49) != 0 => "*",
        _ => "",
    };

    private static string TypeName(int mode) => (mode >> 12) switch
    {
        4 => "Directory",
        10 => "Symbolic Link",
        2 => "Character Device",
        6 => "Block Device",
        1 => "Fifo File",
        12 => "Socket",
        8 => "Regular File",
        _ => "???",
    };

    private static string LinkTarget(FileFacts facts, string path)
    {
        try
        {
            return facts.IsLink ? new FileInfo(path).LinkTarget ?? "" : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>One piece of a format: plain text, or a datum and how to write it.</summary>
    private sealed record Piece(string? Text, string Flags = "", int Width = 0, int? Precision = null, char? Output = null, char? Sub = null, char Datum = ' ');

    private static IEnumerable<Piece> Pieces(string format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                yield return new Piece(format[i].ToString());
                continue;
            }
            var start = ++i;
            while (i < format.Length && "#+-0 ".Contains(format[i])) i++;
            var flags = format[start..i];
            var width = Digits(format, ref i) ?? 0;
            int? precision = null;
            if (i < format.Length && format[i] == '.')
            {
                i++;
                precision = Digits(format, ref i) ?? 0;
            }
            char? output = i < format.Length && "DOUXFS".Contains(format[i]) ? format[i++] : null;
            char? sub = i < format.Length && "HML".Contains(format[i]) ? format[i++] : null;
            if (i >= format.Length) yield break;
            yield return format[i] switch
            {
                'n' => new Piece("\n"),
                't' => new Piece("\t"),
                '%' => new Piece("%"),
                '@' => new Piece(null, flags, width, precision, output, sub, '@'),
                var datum when Data.Contains(datum) => new Piece(null, flags, width, precision, output ?? Usual(datum), sub, datum),
                var other => throw new NotEmulatedException($"stat -f %{other}"),
            };
        }
    }

    // Names and types are text unless said otherwise.
    private static char? Usual(char datum) => datum is 'N' or 'T' ? 'S' : null;

    private static int? Digits(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]) && at - start < 4) at++;
        return at > start ? int.Parse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture) : null;
    }
}
