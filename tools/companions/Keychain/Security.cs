using MacToolHost;

namespace Companions;

/// <summary>A use of security that is wrong; how the command is used is shown then.</summary>
internal sealed class SecurityUsageException : Exception;

/// <summary>Keychains, their passwords and certificates, and the authorization database.</summary>
internal static class Security
{
    private const int Misuse = 2;

    // Made when it is first used: every companion's start makes this class.
    private static Dictionary<string, (Func<ToolRun, IReadOnlyList<string>, int> Run, string Usage)> Commands => field ??= new(StringComparer.Ordinal)
    {
        ["find-generic-password"] = (SecurityPasswords.FindGeneric, "[-a account] [-s service] [-l label] [-D kind] [-j comment] [-G value] [-c creator] [-C type] [-g] [-w] [keychain...]"),
        ["find-internet-password"] = (SecurityPasswords.FindInternet, "[-a account] [-s server] [-l label] [-D kind] [-j comment] [-d securityDomain] [-p path] [-g] [-w] [keychain...]"),
        ["delete-generic-password"] = (SecurityPasswords.DeleteGeneric, "[-a account] [-s service] [-l label] [-D kind] [-j comment] [-G value] [-c creator] [-C type] [keychain...]"),
        ["delete-internet-password"] = (SecurityPasswords.DeleteInternet, "[-a account] [-s server] [-l label] [-D kind] [-j comment] [-d securityDomain] [-p path] [keychain...]"),
        ["add-generic-password"] = (SecurityPasswords.AddGeneric, "[-a account] [-s service] [-w password] [options...] [-A|-T appPath] [keychain]"),
        ["add-internet-password"] = (SecurityPasswords.AddInternet, "[-a account] [-s server] [-w password] [options...] [-A|-T appPath] [keychain]"),
        ["list-keychains"] = (SecurityKeychains.List, "[-d user|system|common|dynamic] [-s [keychain...]]"),
        ["default-keychain"] = (SecurityKeychains.Default, "[-d user|system|common|dynamic] [-s [keychain]]"),
        ["login-keychain"] = (SecurityKeychains.Login, "[-d user|system|common|dynamic] [-s [keychain]]"),
        ["create-keychain"] = (SecurityKeychains.Create, "[-P] [-p password] [keychains...]"),
        ["delete-keychain"] = (SecurityKeychains.Delete, "[keychains...]"),
        ["lock-keychain"] = (SecurityKeychains.Lock, "[-a | keychain]"),
        ["unlock-keychain"] = (SecurityKeychains.Unlock, "[-u] [-p password] [keychain]"),
        ["set-keychain-password"] = (SecurityKeychains.SetPassword, "[-o oldPassword] [-p newPassword] [keychain]"),
        ["authorizationdb"] = (SecurityAuthorization.Run, "read <right-name>\n       authorizationdb write <right-name> [allow|deny|<rulename>]\n       authorizationdb remove <right-name>"),
        ["find-certificate"] = (SecurityCertificates.Find, "[-a] [-c name] [-e emailAddress] [-m] [-p] [-Z] [keychain...]"),
        ["delete-certificate"] = (SecurityCertificates.Delete, "[-c name] [-Z hash] [-t] [keychain...]"),
        ["find-identity"] = (SecurityCertificates.FindIdentity, "[-p policy] [-s string] [-v] [keychain...]"),
        ["cms"] = (SecurityCertificates.Cms, "-D [-i infile] [-o outfile]"),
    };

    public static readonly Companion Companion = new("security", Run) { IsSecret = Secrets };

    private static int Run(ToolRun run)
    {
        var arguments = run.Arguments.SkipWhile(word => word is "-q" or "-v").ToList();
        if (arguments is [['-', ..], ..]) throw new NotEmulatedException($"security {arguments[0]}");
        if (arguments.Count == 0) throw new NotEmulatedException("security without a command");
        if (!Commands.TryGetValue(arguments[0], out var command)) throw new NotEmulatedException($"security {arguments[0]}");
        try
        {
            return command.Run(run, arguments[1..]);
        }
        catch (SecurityUsageException)
        {
            run.Console.ErrorLine($"Usage: {arguments[0]} {command.Usage}");
            return Misuse;
        }
    }

    // Of a command that isn't emulated nobody knows which words are secrets.
    private static IReadOnlyList<bool> Secrets(IReadOnlyList<string> arguments)
    {
        var command = arguments.FirstOrDefault(word => word is not ("-q" or "-v")) ?? "";
        var at = arguments.ToList().IndexOf(command);
        if (!Commands.ContainsKey(command)) return [.. arguments.Select((_, i) => i > at)];
        var options = command switch
        {
            "add-generic-password" => "wpX",
            "add-internet-password" => "wX",
            "create-keychain" or "unlock-keychain" => "p",
            "set-keychain-password" => "op",
            _ => "",
        };
        return [.. arguments.Select((word, i) => options.Any(letter => (i > 0 && arguments[i - 1] is ['-', .., var last] && last == letter) || (word.Length > 2 && word.StartsWith($"-{letter}", StringComparison.Ordinal))))];
    }
}
