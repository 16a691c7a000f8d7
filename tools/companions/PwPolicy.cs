using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>
/// Account policies (dossier companions, 5): switching accounts off and on, asking whether one may log in, and the policy that macOS comes
/// with. Policies of one's own aren't emulated.
/// </summary>
internal static class PwPolicy
{
    public static readonly Companion Companion = new("pwpolicy", Run)
    {
        IsSecret = arguments => [.. arguments.Select((_, i) => i > 0 && arguments[i - 1] is "-p" or "-setpassword" or "setpassword")],
    };

    private const string Usage =
        "Usage: pwpolicy [-h]\n       pwpolicy [-v] [-a authenticator] [-p password] [-u username | -c computername] [-n nodename] command command-arg\n";

    private static int Run(ToolRun run)
    {
        string? user = null, authenticator = null, password = null;
        var next = 0;
        for (; next < run.Arguments.Count; next++)
        {
            var argument = run.Arguments[next];
            if (argument is not ("-u" or "-a" or "-p" or "-n" or "-v")) break;
            if (argument == "-v") continue;
            if (++next == run.Arguments.Count) return Fail(run, Usage);
            var value = run.Arguments[next];
            switch (argument)
            {
                case "-u": user = value; break;
                case "-a": authenticator = value; break;
                case "-p": password = value; break;
                default:
                    if (value is not ("." or "/Local/Default" or "/Search")) throw new NotEmulatedException($"pwpolicy -n {value}");
                    break;
            }
        }
        if (next >= run.Arguments.Count) return Fail(run, Usage);
        var verb = run.Arguments[next].TrimStart('-');
        if (verb == "h") return Fail(run, Usage, 0);

        DirectoryRecord? record = null;
        if (user is not null)
        {
            record = Account.Named(run.Mac, user)?.Record;
            if (record is null) throw new NotEmulatedException($"pwpolicy -u {user}: no such user (its message isn't known)");
        }
        switch (verb)
        {
            case "getaccountpolicies":
                GetAccountPolicies(run, user);
                return 0;
            case "authentication-allowed" when record is not null:
                run.Console.OutLine(AuthenticationAuthorities.IsDisabled(record)
                    ? $"User <{user}> is not allowed to authenticate: account is disabled"
                    : $"Policy allows user <{user}> to authenticate");
                return 0;
            case "disableuser" or "enableuser" when record is not null:
                return Switch(run, record, user!, verb == "disableuser", authenticator, password);
            default:
                throw new NotEmulatedException($"pwpolicy {run.Arguments[next]}");
        }
    }

    private static int Switch(ToolRun run, DirectoryRecord record, string name, bool disable, string? authenticator, string? password)
    {
        if (!run.IsRoot && authenticator is null) return Fail(run, $"Need either root privileges or valid authenticator\n{Usage}");
        var session = run.Mac.DirectoryAs(new DirectoryCaller(run.User));
        if (authenticator is not null && !run.IsRoot)
        {
            password ??= run.AskSecret($"Password for authenticator {authenticator}:");
            try
            {
                session.AuthenticateSession(authenticator, password);
            }
            catch (DirectoryException)
            {
                return Fail(run, $"Need either root privileges or valid authenticator\n{Usage}");
            }
        }
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
            return Fail(run, $"Need either root privileges or valid authenticator\n{Usage}");
        }
        run.Console.OutLine(disable ? $"Disabling account for user <{name}>\n" : $"Enabling account for user <{name}>\n");
        return 0;
    }

    private static void GetAccountPolicies(ToolRun run, string? user)
    {
        run.Console.OutLine(user is null ? "Getting global account policies" : $"Getting account policies for user <{user}>");
        if (user is not null || !run.Mac.System.Version.Has(Capability.PasswordNeedsFourCharacters)) return;
        var rule = new PlistDictionary
        {
            { "policyContent", "policyAttributePassword matches '.{4,}+'" },
            { "policyContentDescription", new PlistDictionary { { "en", "Enter a password that is four characters or more." } } },
            { "policyIdentifier", "com.apple.defaultpasswordpolicy" },
        };
        var policies = new PlistDictionary { { "policyCategoryPasswordContent", new PlistArray([rule]) } };
        run.Console.Out(Encoding.UTF8.GetString(PropertyList.ToXml(policies)));
    }

    private static int Fail(ToolRun run, string text, int status = 1)
    {
        run.Console.Error(text);
        return status;
    }
}
