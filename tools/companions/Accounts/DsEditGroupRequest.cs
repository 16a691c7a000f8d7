using System.Text;
using MacStateStore.OpenDirectory;

namespace Companions;

/// <summary>What dseditgroup is asked to do.</summary>
internal enum GroupOperation
{
    Read,
    Create,
    Delete,
    Edit,
    CheckMember,
}

/// <summary>dseditgroup's options, what they mean together, and the texts about them (dossier companions, 1.1 and 1.2).</summary>
internal sealed class DsEditGroupRequest(Options options, string group, string caller)
{
    public const string Letters = "LT:o:pqvn:m:u:P:a:d:t:i:g:r:k:c:s:S:f:?h";

    public const string Usage =
        """

        dseditgroup (11.0):: Manipulate group records with the Open Directory API.

        Usage: dseditgroup [-pqv] -o edit [-n nodename] [-u username] [-P password]
                           [-r realname] [-c comment] [-s ttl] [-k keyword] [-i gid]
                           [-g uuid] [-S sid] [-a addmember] [-d deletemember] 
                           [-t membertype] [-T grouptype] [-L] groupname
        Usage: dseditgroup [-pqv] -o create [-n nodename] [-u username] [-P password]
                           [-r realname] [-c comment] [-s ttl] [-k keyword] [-i gid]
                           [-g uuid] [-S sid] [-T grouptype] [-L] groupname
        Usage: dseditgroup [-pqv] -o delete [-u username] [-P password] [-T grouptype]
                           [-L] groupname
        Usage: dseditgroup [-qv] -o read [-T grouptype] groupname
        Usage: dseditgroup [-qv] -o checkmember [-m membername] groupname

        See dseditgroup(8) man page for details.


        """;

    private static readonly (string Word, GroupOperation Operation, string Title)[] Operations =
    [
        ("read", GroupOperation.Read, "Read option selected"), ("create", GroupOperation.Create, "Create option selected"),
        ("delete", GroupOperation.Delete, "Delete option selected"), ("edit", GroupOperation.Edit, "Edit option selected"),
        ("checkmember", GroupOperation.CheckMember, "Checking membership selected"),
    ];

    private static readonly (string Word, RecordType Type)[] Types =
        [("user", RecordType.Users), ("group", RecordType.Groups), ("computer", RecordType.Computers), ("computergroup", RecordType.ComputerGroups)];

    /// <summary>The name of the group.</summary>
    public string Group { get; } = group;

    public GroupOperation Operation { get; } =
        Operations.FirstOrDefault(known => known.Word.Equals(options.Value('o'), StringComparison.OrdinalIgnoreCase)).Operation;

    public bool IsVerbose => options.Has('v');
    public bool IsQuiet => options.Has('q');
    public string? Node => options.Value('n');
    public string? Password => options.Value('P');
    public string? Added => options.Value('a');
    public string? Removed => options.Value('d');
    public string? Gid => options.Value('i');
    public string? Uuid => options.Value('g');
    public string? Format => options.Value('f');

    /// <summary>Who authenticates.</summary>
    public string User => options.Value('u') ?? caller;

    /// <summary>Whose membership is asked about.</summary>
    public string Member => options.Value('m') ?? User;

    public RecordType GroupType => TypeOf(options.Value('T'), RecordType.Groups);
    public RecordType MemberType => TypeOf(options.Value('t'), RecordType.Users);

    /// <summary>Whether a computer list of the same name is kept along.</summary>
    public bool KeepsComputerList => options.Has('L') && GroupType == RecordType.ComputerGroups;

    /// <summary>Whether the password is asked for.</summary>
    public bool AsksPassword => Operation is not (GroupOperation.Read or GroupOperation.CheckMember)
        && (options.Has('u') ? !IsQuiet && (Password is null || options.Has('p')) : options.Has('p'));

    /// <summary>A value by its option's letter.</summary>
    public string? Value(char letter) => options.Value(letter);

    /// <summary>What <c>-v</c> tells before anything is done.</summary>
    public string Description
    {
        get
        {
            var text = new StringBuilder("dseditgroup verbose mode\nOptions selected by user:\n");
            text.Append(Operations.First(known => known.Operation == Operation).Title).Append('\n');
            if (options.Has('p')) text.Append("Interactive password option selected\n");
            if (IsQuiet) text.Append("User verification is disabled\n");
            Tell("Nodename provided as", Node);
            Tell(options.Has('u') ? "Username provided as" : "Username determined to be", User);
            Tell("Password provided as", options.Has('p') ? null : Password);
            Tell("Recordname to be added provided as", Added);
            Tell("Recordname to be deleted provided as", Removed);
            Tell("Recordtype provided as", options.Value('t'));
            Tell("Grouptype provided as", options.Value('T'));
            Tell("GID provided as", Gid);
            Tell("GUID provided as", Uuid);
            Tell("SID provided as", options.Value('S'));
            Tell("Realname provided as", options.Value('r'));
            Tell("Keyword provided as", options.Value('k'));
            Tell("Comment provided as", options.Value('c'));
            Tell("TimeToLive provided as", options.Value('s'));
            Tell("Groupname provided as", Group);
            if (options.Has('L')) text.Append("Will maintain computer lists when applicable\n");
            return text.Append('\n').ToString();

            void Tell(string what, string? value)
            {
                if (value is not null) text.Append(what).Append(" <").Append(value).Append(">\n");
            }
        }
    }

    /// <summary>Whether strtol(3) takes the whole text.</summary>
    public static bool IsNumber(string text)
    {
        var digits = text.TrimStart(' ', '\t').TrimStart('-', '+');
        return digits.Length > 0 && text.Trim(' ', '\t').Length - digits.Length <= 1 && digits.All(char.IsAsciiDigit);
    }

    /// <summary>A member by name that nobody is. The tool cuts its own message to less than the name's length.</summary>
    public static string UnknownMember(string name)
    {
        var message = $"UUID for '{name}' could not be found please remove bad entry before conversion";
        return message[..Math.Clamp(Encoding.UTF8.GetByteCount(name) - 1, 0, message.Length)];
    }

    /// <summary>Which arguments are passwords.</summary>
    public static IReadOnlyList<bool> Secrets(IReadOnlyList<string> arguments) =>
        [.. arguments.Select((argument, i) => (i > 0 && IsPasswordOption(arguments[i - 1])) || (argument.Length > 2 && IsPasswordOption(argument[..2])))];

    // Also the last of letters written together.
    private static bool IsPasswordOption(string argument) => argument is ['-', not '-', ..] && argument[^1] == 'P' && argument[1..^1].All("Lpqv".Contains);

    private static RecordType TypeOf(string? word, RecordType otherwise)
    {
        foreach (var (known, type) in Types)
            if (known.Equals(word, StringComparison.OrdinalIgnoreCase)) return type;
        return otherwise;
    }
}
