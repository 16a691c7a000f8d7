using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary>
/// Account policies (dossier companions, 5): those of the node and of a user, switching accounts off and on, asking whether one may log in.
/// </summary>
internal static class PwPolicy
{
    public static readonly Companion Companion = new("pwpolicy", Run)
    {
        IsSecret = arguments => [.. arguments.Select((_, i) => i > 0 && arguments[i - 1] is "-p" or "-setpassword" or "setpassword")],
    };

    internal const string Usage =
        "Usage: pwpolicy [-h]\n       pwpolicy [-v] [-a authenticator] [-p password] [-u username | -c computername] [-n nodename] command command-arg\n";

    private const int LargestFile = 1024 * 1024;

    private static int Run(ToolRun run)
    {
        string? user = null, authenticator = null, password = null;
        var words = new List<string>();
        for (var next = 0; next < run.Arguments.Count; next++)
        {
            var argument = run.Arguments[next];
            if (argument == "-v") continue;
            if (argument is not ("-u" or "-a" or "-p" or "-n" or "-c"))
            {
                words.Add(argument);
                continue;
            }
            if (++next == run.Arguments.Count) return Fail(run, Usage);
            var value = run.Arguments[next];
            switch (argument)
            {
                case "-u": user = value; break;
                case "-a": authenticator = value; break;
                case "-p": password = value; break;
                case "-c": throw new NotEmulatedException("pwpolicy -c (policies of computers)");
                default:
                    if (value is not ("." or "/Local/Default" or "/Search")) throw new NotEmulatedException($"pwpolicy -n {value}");
                    break;
            }
        }
        if (words.Count == 0) return Fail(run, Usage);
        var verb = words[0].TrimStart('-');
        if (verb == "h") return Fail(run, Usage, 0);

        DirectoryRecord? record = null;
        if (user is not null)
        {
            record = Account.Named(run.Mac, user)?.Record;
            if (record is null) throw new NotEmulatedException($"pwpolicy -u {user}: no such user (its message isn't known)");
        }
        var caller = new Caller(run, authenticator, password);
        if (PwPolicyLegacy.Run(caller, verb, record, words.Skip(1).ToList()) is { } done) return done;
        switch (verb)
        {
            case "getaccountpolicies":
                GetAccountPolicies(run, record, user);
                return 0;
            case "setaccountpolicies":
                if (words.Count < 2) return Fail(run, Usage);
                return Replace(caller, "Setting", record, user, PoliciesIn(words[1]));
            case "clearaccountpolicies":
                return Replace(caller, "Clearing", record, user, []);
            case "authentication-allowed" when record is not null:
                run.Console.OutLine(WhyRefused(run, record) is { } reason
                    ? $"User <{user}> is not allowed to authenticate: {reason}"
                    : $"Policy allows user <{user}> to authenticate");
                return 0;
            case "disableuser" or "enableuser" when record is not null:
                return Switch(caller, record, user!, verb == "disableuser");
            default:
                throw new NotEmulatedException($"pwpolicy {words[0]}");
        }
    }

    internal sealed record Caller(ToolRun Run, string? Authenticator, string? Password);

    private static int Switch(Caller caller, DirectoryRecord record, string name, bool disable)
    {
        var run = caller.Run;
        if (!run.IsRoot && caller.Authenticator is null) return Refuse(run);
        if (Authorized(caller) is not { } session) return Refuse(run);
        if (!disable && !AuthenticationAuthorities.IsDisabled(record))
        {
            run.Console.OutLine($"User <{name}> is not marked as disabled.");
            return 0;
        }
        try
        {
            session.SetDisabled(record, disable);
        }
        catch (DirectoryException)
        {
            return Refuse(run);
        }
        run.Console.OutLine(disable ? $"Disabling account for user <{name}>\n" : $"Enabling account for user <{name}>\n");
        return 0;
    }

    private static int Replace(Caller caller, string doing, DirectoryRecord? record, string? name, PlistDictionary policies)
    {
        if (Authorized(caller) is not { } session) return Refuse(caller.Run);
        try
        {
            session.SetAccountPolicies(record, policies);
        }
        catch (DirectoryException)
        {
            return Refuse(caller.Run);
        }
        caller.Run.Console.OutLine(Heading(doing, name));
        return 0;
    }

    // Who isn't root is asked for a password: the authenticator's, else the own.
    internal static DirectorySession? Authorized(Caller caller)
    {
        var run = caller.Run;
        var session = run.Mac.DirectoryAs(new DirectoryCaller(run.User));
        if (run.IsRoot) return session;
        var name = caller.Authenticator ?? run.User;
        var password = caller.Password ?? run.AskSecret($"Password for authenticator {name}:");
        try
        {
            session.AuthenticateSession(name, password);
            return session;
        }
        catch (DirectoryException)
        {
            return null;
        }
    }

    private static PlistDictionary PoliciesIn(string path)
    {
        byte[] document;
        try
        {
            var file = new FileInfo(path.Length == 0 ? " " : path);
            if (!file.Exists) throw new NotEmulatedException($"pwpolicy -setaccountpolicies {path}: there is no such file (the message isn't known)");
            if (file.Length > LargestFile) throw new NotEmulatedException($"pwpolicy -setaccountpolicies {path}: policies of more than {LargestFile} bytes");
            document = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new NotEmulatedException($"pwpolicy -setaccountpolicies {path}: the file can't be read (the message isn't known)");
        }
        try
        {
            // Scripts often write the bare dictionary, which CoreFoundation takes as well.
            var start = Encoding.UTF8.GetString(document.AsSpan(0, Math.Min(document.Length, 100))).TrimStart();
            if (start.StartsWith("<dict", StringComparison.Ordinal)) document = [.. "<plist version=\"1.0\">"u8, .. document, .. "</plist>"u8];
            if (PropertyList.Parse(document) is PlistDictionary policies) return policies;
        }
        catch (PropertyListException)
        {
        }
        throw new NotEmulatedException($"pwpolicy -setaccountpolicies {path}: the file is no property list with a dictionary (the message isn't known)");
    }

    private static string? WhyRefused(ToolRun run, DirectoryRecord record)
    {
        if (AuthenticationAuthorities.IsDisabled(record)) return "account is disabled";
        return run.Mac.DirectoryAs(DirectoryCaller.Root).RefusesAuthentication(record) is { } failed
            ? $"Failed {(failed.IsOfUser ? "record" : "global")} policy \"{failed.Identifier}\"" : null;
    }

    private static void GetAccountPolicies(ToolRun run, DirectoryRecord? record, string? name)
    {
        run.Console.OutLine(Heading("Getting", name));
        var policies = run.Mac.DirectoryAs(new DirectoryCaller(run.User)).AccountPoliciesOf(record);
        if (policies.Count > 0) run.Console.Out(PropertyList.ToXml(policies.Sorted()));
    }

    private static string Heading(string doing, string? name) => name is null ? $"{doing} global account policies" : $"{doing} account policies for user <{name}>";

    internal static int Refuse(ToolRun run) => Fail(run, $"Need either root privileges or valid authenticator\n{Usage}");

    internal static int Fail(ToolRun run, string text, int status = 1)
    {
        run.Console.Error(text);
        return status;
    }
}
