using System.Globalization;
using System.Text;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>
/// Imports records from a delimited file whose first line describes the fields, as scripts do for accounts with a ready hash and for
/// pictures (manual page of dsimport; docs/fidelity.md). A file is imported as a whole or not at all.
/// </summary>
internal static class DsImport
{
    public static readonly Companion Companion = new("dsimport", Run)
    {
        IsSecret = arguments => [.. arguments.Select((_, i) => i > 0 && arguments[i - 1] is "-p" or "--password")],
    };

    private const string Usage = "usage: dsimport filepath nodepath O|M|A|I|N [options]\n";
    private const string Base64 = "base64:";
    private const string ExternalBinary = "externalbinary:";
    private const int LargestFile = 64 * 1024 * 1024;

    private static readonly AttributeName AuthMethod = AttributeName.Parse("AuthMethod");

    private enum Coding { Text, Base64, File }

    private sealed record Field(AttributeName Attribute, Coding Coding);

    private sealed record Format(char RecordEnd, char Escape, char FieldEnd, char ValueEnd, RecordType Type, IReadOnlyList<Field> Fields);

    private sealed record Entry(string Name, IReadOnlyList<(AttributeName Attribute, IReadOnlyList<DirectoryValue> Values)> Attributes)
    {
        public IReadOnlyList<DirectoryValue> Of(AttributeName attribute) => Attributes.FirstOrDefault(given => given.Attribute == attribute).Values ?? [];
    }

    // What the file's fields are where it doesn't say so itself (manual page of dsimport).
    private static readonly (string Name, string Header)[] Templates =
    [
        ("StandardUser", "0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Users 7 RecordName Password UniqueID PrimaryGroupID RealName NFSHomeDirectory UserShell"),
        ("StandardGroup", "0x0A 0x5C 0x3A 0x2C dsRecTypeStandard:Groups 4 RecordName Password PrimaryGroupID GroupMembership"),
    ];

    private sealed record Request(string? User = null, string? Password = null, string? Header = null, int? StartId = null, string? GroupId = null)
    {
        public List<(AttributeName Attribute, string Value)> Forced { get; } = [];
    }

    private static int Run(ToolRun run)
    {
        string[] arguments = [.. run.Arguments];
        if (arguments is ["--help"]) return Fail(run, 0);
        if (arguments is not [var path, var node, [var letter], .. var options] || !"OMAIN".Contains(char.ToUpperInvariant(letter), StringComparison.Ordinal)) return Fail(run, 1);
        if (node is not ("." or "/Local/Default")) throw new NotEmulatedException($"dsimport into {node}");
        var session = run.Mac.DirectoryAs(new DirectoryCaller(run.User));
        var request = Read(options);
        try
        {
            // Root needs nobody's word; scripts name somebody all the same.
            if (request.User is { } user && !run.IsRoot) session.AuthenticateSession(user, request.Password ?? run.AskSecret($"{user}'s password:"));
            var (format, records) = Read(path, request.Header);
            foreach (var record in records) Import(run, session, format, Completed(format, request, Parse(format, record, path)), char.ToUpperInvariant(letter), request);
        }
        catch (DirectoryException error)
        {
            throw Unknown($"the directory refuses with {error.Status} ({DirectoryStatus.NameOf(error.Status)})");
        }
        return 0;
    }

    private static Request Read(string[] options)
    {
        var request = new Request();
        var words = new Queue<string>(options);
        while (words.TryDequeue(out var option))
        {
            if (option is not ("-u" or "--username" or "-p" or "--password" or "--startid" or "--groupid" or "--loglevel" or "--template" or "--recordFormat" or "--recordformat" or "--force"))
                throw new NotEmulatedException($"dsimport {option}");
            if (!words.TryDequeue(out var value)) throw Unknown($"{option} without a value");
            switch (option)
            {
                case "-u" or "--username": request = request with { User = value }; break;
                case "-p" or "--password": request = request with { Password = value }; break;
                case "--startid": request = request with { StartId = Number(option, value) }; break;
                case "--groupid": request = request with { GroupId = $"{Number(option, value)}" }; break;
                case "--loglevel": _ = Number(option, value); break; // the log file isn't kept
                case "--template":
                    request = request with { Header = Array.Find(Templates, known => known.Name == value).Header ?? throw Unknown($"--template {value}") };
                    break;
                case "--force":
                    if (!words.TryDequeue(out var forced)) throw Unknown("--force with an attribute and no value");
                    request.Forced.Add((AttributeName.Parse(value), forced));
                    break;
                default: request = request with { Header = value }; break;
            }
        }
        return request;
    }

    private static int Number(string option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unknown($"{option} {text}");

    // What the options say of every record.
    private static Entry Completed(Format format, Request request, Entry entry)
    {
        var attributes = entry.Attributes.Where(given => !request.Forced.Exists(forced => forced.Attribute == given.Attribute)).ToList();
        foreach (var (attribute, value) in request.Forced) attributes.Add((attribute, [value]));
        if (request.GroupId is { } gid && format.Type == RecordType.Users && entry.Of(AttributeName.PrimaryGroupId).Count == 0 && !request.Forced.Exists(forced => forced.Attribute == AttributeName.PrimaryGroupId))
            attributes.Add((AttributeName.PrimaryGroupId, [gid]));
        return new Entry(entry.Name, attributes);
    }

    private static void Import(ToolRun run, DirectorySession session, Format format, Entry entry, char mode, Request request)
    {
        var existing = Conflicting(session.Node, format.Type, entry, byNumber: mode is 'O' or 'I');
        if (mode == 'I' && existing is not null) return;
        if (mode == 'A' && existing is null) return;
        if (mode == 'N' && existing is not null) throw Unknown($"a record named {entry.Name} exists");
        if (mode == 'O' && existing is not null)
        {
            session.DeleteRecord(existing);
            existing = null;
        }
        var record = existing ?? Create(run, session, format.Type, entry, request.StartId);
        foreach (var (attribute, values) in entry.Attributes)
        {
            if (attribute == AuthMethod || values.Count == 0) continue;
            if (format.Type == RecordType.Users && attribute == AttributeName.Password && values is [{ Text: { } password }] && password.Trim('*').Length > 0)
            {
                if (password.StartsWith("{CRYPT}", StringComparison.OrdinalIgnoreCase)) throw new NotEmulatedException("dsimport of a password that is hashed by crypt(3)");
                session.ResetPassword(record, password);
            }
            else if (existing is null) session.SetValues(record, attribute, values);
            else if (mode == 'A') session.MergeValues(record, attribute, values);
            else if (record.Values(attribute).Count == 0) session.SetValues(record, attribute, values);
        }
    }

    private static DirectoryRecord Create(ToolRun run, DirectorySession session, RecordType type, Entry entry, int? startId)
    {
        var number = NumberOf(type);
        var lacksNumber = number is { } needed && entry.Of(needed).Count == 0;
        if (lacksNumber && startId is null) throw new NotEmulatedException($"dsimport of a new record without {number!.Value.FullName}, whose number it would choose ({entry.Name}); --startid says from where");
        session.CreateRecord(type, entry.Name);
        var record = session.Node.FindByValue(type, AttributeName.RecordName, entry.Name) ?? throw Unknown($"no record can be named {entry.Name}");
        if (lacksNumber) session.SetValues(record, number!.Value, [LowestFree(session.Node, type, number.Value, startId!.Value)]);
        if (number is not null && entry.Of(AttributeName.GeneratedUid).Count == 0) session.SetValues(record, AttributeName.GeneratedUid, [run.Mac.Random.Uuid()]);
        return record;
    }

    private static string LowestFree(LocalNode node, RecordType type, AttributeName attribute, int from)
    {
        while (node.Search(type, attribute, from.ToString(CultureInfo.InvariantCulture)).Count > 0) from++;
        return from.ToString(CultureInfo.InvariantCulture);
    }

    private static DirectoryRecord? Conflicting(LocalNode node, RecordType type, Entry entry, bool byNumber)
    {
        if (node.FindByValue(type, AttributeName.RecordName, entry.Name) is { } named) return named;
        return byNumber && NumberOf(type) is { } attribute && entry.Of(attribute) is [{ Text: { } number }, ..]
            && node.Search(type, attribute, number) is [var numbered, ..] ? numbered : null;
    }

    private static AttributeName? NumberOf(RecordType type) =>
        type == RecordType.Users ? AttributeName.UniqueId : type == RecordType.Groups ? AttributeName.PrimaryGroupId : null;

    private static (Format Format, IReadOnlyList<string> Records) Read(string path, string? header)
    {
        string text;
        try
        {
            text = Encoding.UTF8.GetString(Bytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unknown($"{path} can't be read");
        }
        var end = header is not null ? -1 : text.IndexOf('\n', StringComparison.Ordinal);
        var format = Header(header ?? (end < 0 ? text : text[..end]));
        return (format, header is null && end < 0 ? [] : [.. Split(text[(end + 1)..], format.RecordEnd, format.Escape).Where(record => record.Trim().Length > 0 && !record.StartsWith('#'))]);
    }

    private static byte[] Bytes(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw new FileNotFoundException(path);
        if (file.Length > LargestFile) throw new IOException("too large");
        return File.ReadAllBytes(path);
    }

    private static Format Header(string line)
    {
        var words = line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 6 || !words[..4].All(word => word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)))
            throw new NotEmulatedException("dsimport of a file whose first line doesn't describe its fields");
        var delimiters = words[..4].Select(word => byte.TryParse(word[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code : throw Unknown($"the delimiter {word}")).ToArray();
        if (delimiters.Distinct().Count() < 4) throw Unknown("delimiters that are alike");
        // Scripts in the wild also write dsRecordTypeStandard.
        var type = RecordType.FromFullName(words[4].Replace("dsRecordTypeStandard:", "dsRecTypeStandard:", StringComparison.Ordinal)) ?? throw Unknown($"the record type {words[4]}");
        Field[] fields = [.. words[6..].Select(FieldOf)];
        if (!int.TryParse(words[5], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count != fields.Length) throw Unknown($"{fields.Length} fields where {words[5]} are announced");
        if (!fields.Any(field => field.Attribute == AttributeName.RecordName)) throw Unknown("fields without RecordName");
        if (fields.Select(field => field.Attribute).Distinct().Count() < fields.Length) throw Unknown("a field that stands twice");
        return new Format(delimiters[0], delimiters[1], delimiters[2], delimiters[3], type, fields);
    }

    private static Field FieldOf(string word) =>
        word.StartsWith(Base64, StringComparison.Ordinal) ? new Field(AttributeName.Parse(word[Base64.Length..]), Coding.Base64)
        : word.StartsWith(ExternalBinary, StringComparison.Ordinal) ? new Field(AttributeName.Parse(word[ExternalBinary.Length..]), Coding.File)
        : new Field(AttributeName.Parse(word), Coding.Text);

    private static Entry Parse(Format format, string line, string path)
    {
        var texts = Split(format.RecordEnd == '\n' ? line.TrimEnd('\r') : line, format.FieldEnd, format.Escape);
        if (texts.Count > format.Fields.Count) throw Unknown($"a record of {path} with {texts.Count} fields instead of {format.Fields.Count}");
        var attributes = new List<(AttributeName, IReadOnlyList<DirectoryValue>)>();
        for (var i = 0; i < texts.Count; i++)
            attributes.Add((format.Fields[i].Attribute, [.. Split(texts[i], format.ValueEnd, format.Escape).Where(value => value.Length > 0).Select(value => Value(format.Fields[i].Coding, Plain(value, format.Escape)))]));
        var name = attributes.FirstOrDefault(given => given.Item1 == AttributeName.RecordName).Item2 is [{ Text: { Length: > 0 } first }, ..] ? first : throw Unknown("a record without a name");
        return new Entry(name, attributes);
    }

    private static DirectoryValue Value(Coding coding, string text)
    {
        try
        {
            return coding switch
            {
                Coding.Base64 => new DirectoryValue(Convert.FromBase64String(text)),
                Coding.File => new DirectoryValue(Bytes(text)),
                _ => text,
            };
        }
        catch (FormatException)
        {
            throw Unknown("a value that isn't base64");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unknown($"the file {text} of a value can't be read");
        }
    }

    // Cuts at a delimiter unless it is escaped; the escapes stay for the next cut.
    private static List<string> Split(string text, char delimiter, char escape)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == escape) i++;
            else if (text[i] == delimiter)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }
        parts.Add(text[start..]);
        return parts;
    }

    private static string Plain(string text, char escape)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == escape && i + 1 < text.Length) i++;
            plain.Append(text[i]);
        }
        return plain.ToString();
    }

    // What a Mac says, and whether it goes on with the next record, isn't known.
    private static NotEmulatedException Unknown(string what) => new($"dsimport: {what} (what a Mac says isn't known)");

    private static int Fail(ToolRun run, int status)
    {
        run.Console.Error(Usage);
        return status;
    }
}
