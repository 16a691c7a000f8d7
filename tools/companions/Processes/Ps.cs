using System.Globalization;
using MacToolHost;

namespace Companions;

/// <summary>
/// <c>ps</c>: lists of all processes show the emulated Mac's, in BSD's layout (columns memory; times and sizes guess). What is asked
/// about the caller's own processes (<c>-p</c> with a number of the host's, or no option) is the host's command's.
/// </summary>
internal static class Ps
{
    public static readonly Companion Companion = new("ps", Run) { IsForHost = IsHosts, IsLinuxs = arguments => Parse(arguments).Problem is not null };

    private const string Usage =
        "usage: ps [-AaCcEefhjlMmrSTvwXx] [-O fmt | -o fmt] [-G gid[,gid...]]\n          [-g grp[,grp...]] [-u [uid,uid...]]\n" +
        "          [-p pid[,pid...]] [-t tty[,tty...]] [-U user[,user...]]\n       ps [-L]\n";

    private const string Letters = "AaCcdEefgG:hjLlMmO:o:p:rSTt:U:uvwXx";
    private const long FirstEmulated = 4_200_000;

    private static readonly string[] Short = ["pid", "tt", "stat", "time", "command"];
    private static readonly string[] User = ["user", "pid", "%cpu", "%mem", "vsz", "rss", "tt", "stat", "started", "time", "command"];
    private static readonly string[] Full = ["uid", "pid", "ppid", "cpu", "stime", "tty", "time", "command"];
    private static readonly string[] Job = ["user", "pid", "ppid", "pgid", "sess", "jobc", "stat", "tt", "time", "command"];
    private static readonly string[] Long = ["uid", "pid", "ppid", "cpu", "pri", "nice", "vsz", "rss", "wchan", "stat", "tt", "time", "command"];

    // Columns with their heads; numbers stand at the right.
    private static readonly (string Name, string Head, int Width, bool IsRight)[] Columns =
    [
        ("user", "USER", 16, false), ("ruser", "RUSER", 16, false), ("uid", "UID", 5, true), ("ruid", "RUID", 5, true), ("gid", "GID", 5, true), ("pid", "PID", 5, true), ("ppid", "PPID", 5, true), ("pgid", "PGID", 5, true),
        ("sess", "SESS", 6, true), ("jobc", "JOBC", 4, true), ("%cpu", "%CPU", 5, true), ("pcpu", "%CPU", 5, true), ("%mem", "%MEM", 4, true), ("pmem", "%MEM", 4, true), ("vsz", "VSZ", 8, true), ("rss", "RSS", 6, true),
        ("tt", "TT", 4, false), ("tty", "TTY", 8, false), ("stat", "STAT", 4, false), ("state", "STAT", 4, false), ("started", "STARTED", 7, false), ("start", "STARTED", 7, false), ("lstart", "STARTED", 28, false), ("stime", "STIME", 7, false),
        ("time", "TIME", 9, true), ("etime", "ELAPSED", 11, true), ("command", "COMMAND", 16, false), ("args", "ARGS", 16, false), ("comm", "COMM", 16, false), ("ucomm", "UCOMM", 16, false), ("cpu", "CPU", 3, true), ("pri", "PRI", 3, true),
        ("nice", "NI", 2, true), ("wchan", "WCHAN", 6, false),
    ];

    internal static bool IsHosts(IReadOnlyList<string> arguments)
    {
        var options = Parse(arguments);
        if (options.Problem is not null) return false;
        var asked = Numbers(options);
        if (asked.Count > 0) return asked.TrueForAll(pid => pid is < FirstEmulated and not 1);
        return !"AaexUu".Any(options.Has);
    }

    private static int Run(ToolRun run)
    {
        var options = Parse(run.Arguments);
        if (options.Problem is { } problem)
        {
            run.Console.Error($"ps: {problem}\n{Usage}");
            return 1;
        }
        foreach (var letter in "CdEghLMST")
            if (options.Has(letter)) throw new NotEmulatedException($"ps -{letter}");
        var processes = MacProcesses.Of(run.Mac).AsEnumerable();
        var asked = Numbers(options);
        if (asked.Count > 0) processes = processes.Where(process => asked.Contains(process.Pid));
        else if ((options.Value('U') ?? NamedUsers(options)) is { } users)
        {
            var wanted = users.Split(',').Select(user => Account.Find(run.Mac, user)?.Name ?? user).ToHashSet();
            processes = processes.Where(process => wanted.Contains(process.User));
        }
        else if (!(options.Has('A') || options.Has('e') || options.Has('a')))
            processes = processes.Where(process => process.User == run.User);
        var columns = Chosen(options);
        var list = processes.ToList();
        var rows = list.Select(process => columns.Select(column => Value(run, process, column.Name, options)).ToList()).ToList();
        if (columns.Any(column => column.Head.Length > 0)) run.Console.OutLine(Line(columns, [.. columns.Select(column => column.Head)], rows).TrimEnd());
        foreach (var row in rows) run.Console.OutLine(Line(columns, row, rows).TrimEnd());
        return list.Count > 0 ? 0 : 1;
    }

    // "ps aux": the first word needs no dash; a number alone is a process.
    private static Options Parse(IReadOnlyList<string> arguments)
    {
        var words = arguments.ToList();
        if (words is [var first, ..] && first.Length > 0 && first.All(char.IsAsciiLetter)) words[0] = "-" + first;
        else if (words is [var number] && number.Length > 0 && number.All(char.IsAsciiDigit)) words.Insert(0, "-p");
        return Options.Read(words, Letters);
    }

    // -u NAME, as scripts for Linux write it, works on a Mac too: the name follows as an operand.
    private static string? NamedUsers(Options options) => options.Has('u') && options.Rest is [var name] && !name.All(char.IsAsciiDigit) ? name : null;

    private static List<long> Numbers(Options options) =>
        [.. (options.Value('p') ?? (options.Rest is [var only] && only.All(char.IsAsciiDigit) ? only : "")).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(text => long.TryParse(text, out var pid) ? pid : -1)];

    private static List<(string Name, string Head, int Width, bool IsRight)> Chosen(Options options)
    {
        var given = options.All.Where(option => option.Letter == 'o').Select(option => option.Value).ToList();
        if (given.Count == 0)
            return [.. (options.Has('u') && NamedUsers(options) is null ? User : options.Has('f') ? Full : options.Has('j') ? Job : options.Has('l') ? Long : Short).Select(Column)];
        var chosen = new List<(string, string, int, bool)>();
        foreach (var list in given)
        {
            // NAME=HEAD takes the rest of the list as head.
            var equals = list.IndexOf('=', StringComparison.Ordinal);
            var names = (equals < 0 ? list : list[..equals]).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < names.Length; i++)
            {
                var column = Column(names[i]);
                if (equals >= 0 && i == names.Length - 1) column.Head = list[(equals + 1)..];
                chosen.Add(column);
            }
        }
        return chosen;
    }

    private static (string Name, string Head, int Width, bool IsRight) Column(string name)
    {
        var column = Array.Find(Columns, row => row.Name == name);
        return column.Name is null ? throw new NotEmulatedException($"ps -o {name}") : column;
    }

    private static string Line(List<(string Name, string Head, int Width, bool IsRight)> columns, List<string> values, List<List<string>> rows)
    {
        var line = new System.Text.StringBuilder();
        for (var i = 0; i < columns.Count; i++)
        {
            var width = Math.Max(columns[i].Width, rows.Count == 0 ? 0 : i == columns.Count - 1 ? 0 : rows.Max(row => row[i].Length));
            if (columns.Count == 1) width = 0;
            line.Append(columns[i].IsRight ? values[i].PadLeft(width) : values[i].PadRight(width));
            if (i < columns.Count - 1) line.Append(' ');
        }
        return line.ToString();
    }

    private static string Value(ToolRun run, MacProcess process, string column, Options options)
    {
        var since = TimeZoneInfo.ConvertTime(process.Since, MacTime.Zone(run));
        return column switch
        {
            "user" or "ruser" => process.User,
            "uid" or "ruid" => $"{Account.Signed(Account.Named(run.Mac, process.User)?.Uid ?? 0)}",
            "gid" => $"{Account.Signed(Account.Named(run.Mac, process.User)?.Gid ?? 0)}",
            "pid" or "pgid" => $"{process.Pid}",
            "ppid" => $"{process.Parent}",
            "%cpu" or "pcpu" => "0.0",
            "%mem" or "pmem" => "0.1",
            "vsz" => "410000000",
            "rss" => "20480",
            "tt" or "tty" => "??",
            "stat" or "state" => "Ss",
            "time" => "0:00.10",
            "etime" => Elapsed(run.Mac.Clock.Now - process.Since),
            "started" or "start" or "stime" => TimeFormat.Format(since, run.Mac.Clock.Now - process.Since < TimeSpan.FromDays(1) ? "%l:%M%p" : "%e%b%y").Trim(),
            "lstart" => TimeFormat.Format(since, "%c"),
            "command" or "args" => options.Has('c') ? process.Name : process.Path,
            "comm" => options.Has('c') ? process.Name : process.Path,
            "ucomm" => process.Name.Length > 16 ? process.Name[..16] : process.Name,
            "wchan" => "-",
            "pri" => "31",
            _ => "0",
        };
    }

    private static string Elapsed(TimeSpan time) => time.Days > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Days:00}-{time:hh\\:mm\\:ss}")
        : time.Hours > 0 ? time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture) : time.ToString(@"mm\:ss", CultureInfo.InvariantCulture);
}
