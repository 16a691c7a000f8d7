using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>
/// pwpolicy's old verbs, which are deprecated and still work: policies as <c>KEY=VALUE</c> words, setting a password, kinds of hashes
/// (dossier companions, 5). Sentences are those of the published source; a newer system may print a notice besides.
/// </summary>
internal static class PwPolicyLegacy
{
    private const int Mismatch = 75;
    private const string HashList = "HASHLIST:<";

    // What may stand in a list of hashes, as the manual page has it and as newer systems write it.
    private static readonly string[] HashTypes =
        ["CRAM-MD5", "RECOVERABLE", "SALTED-SHA1", "SALTED-SHA512", "SALTED-SHA512-PBKDF2", "SMB-LAN-MANAGER", "SMB-NT", "SRP-RFC5054-4096-SHA512-PBKDF2"];

    /// <summary>Does what a verb says; null where it isn't one of these.</summary>
    public static int? Run(PwPolicy.Caller caller, string verb, DirectoryRecord? user, List<string> arguments) => verb switch
    {
        "getglobalpolicy" => Show(caller.Run, null),
        "getpolicy" => user is null ? Misused(caller.Run) : Show(caller.Run, user),
        "setglobalpolicy" => arguments is [.., var line] ? Set(caller, null, line) : Misused(caller.Run),
        "setpolicy" => user is not null && arguments is [.., var line] ? Set(caller, user, line) : Misused(caller.Run),
        "setpolicyglobal" => user is null ? Misused(caller.Run) : UseGlobal(caller, user),
        "setpassword" => SetPassword(caller, user, arguments),
        "gethashtypes" => user is null ? Misused(caller.Run) : ShowHashTypes(caller.Run, user),
        "sethashtypes" => user is null ? Misused(caller.Run) : SetHashTypes(caller, user, arguments),
        _ => null,
    };

    private static int Show(ToolRun run, DirectoryRecord? user)
    {
        if (user is not null) run.Console.OutLine($"Getting policy for {user.Name} {LocalNode.DefaultName}\n");
        run.Console.OutLine(LegacyPolicies.Line(run.Mac.DirectoryAs(new DirectoryCaller(run.User)).AccountPoliciesOf(user), user));
        return 0;
    }

    private static int Set(PwPolicy.Caller caller, DirectoryRecord? user, string line)
    {
        var run = caller.Run;
        if (PwPolicy.Authorized(caller) is not { } session) return PwPolicy.Refuse(run);
        var changed = LegacyPolicies.Changed(run.Mac, session.AccountPoliciesOf(user), line, out var isDisabled);
        if (isDisabled is not null && user is null) throw new NotEmulatedException("pwpolicy -setglobalpolicy isDisabled (it is a policy of users)");
        try
        {
            session.SetAccountPolicies(user, changed);
            if (isDisabled is { } disabled) session.SetDisabled(user!, disabled);
        }
        catch (DirectoryException)
        {
            return PwPolicy.Refuse(run);
        }
        if (user is not null) run.Console.OutLine($"Setting policy for {user.Name}");
        return 0;
    }

    private static int UseGlobal(PwPolicy.Caller caller, DirectoryRecord user)
    {
        if (PwPolicy.Authorized(caller) is not { } session) return PwPolicy.Refuse(caller.Run);
        try
        {
            session.SetAccountPolicies(user, LegacyPolicies.Without(session.AccountPoliciesOf(user)));
        }
        catch (DirectoryException)
        {
            return PwPolicy.Refuse(caller.Run);
        }
        return 0;
    }

    private static int SetPassword(PwPolicy.Caller caller, DirectoryRecord? user, List<string> arguments)
    {
        var run = caller.Run;
        var target = user ?? Account.Named(run.Mac, caller.Authenticator ?? run.User)?.Record;
        if (target is null || (user is null && run.IsRoot)) return Misused(run);
        var authenticator = caller.Authenticator ?? run.User;
        var isOwn = !run.IsRoot && authenticator == target.Name;
        var old = isOwn ? caller.Password ?? run.AskSecret($"Password for authenticator {authenticator}:") : null;
        var session = isOwn ? run.Mac.DirectoryAs(new DirectoryCaller(run.User)) : PwPolicy.Authorized(caller);
        if (session is null) return PwPolicy.Refuse(run);
        run.Console.OutLine($"Setting password for {target.Name}");
        var password = arguments is [.., var given] ? given : run.AskSecret($"Enter new password for {target.Name}:");
        if (arguments.Count == 0 && run.AskSecret("Verify new password:") != password)
        {
            run.Console.OutLine("Password mismatch.");
            return Mismatch;
        }
        try
        {
            if (old is null) session.ResetPassword(target, password);
            else session.ChangePassword(target, old, password);
        }
        catch (DirectoryException error)
        {
            throw new NotEmulatedException($"pwpolicy -setpassword that the directory refuses (here {error.Status}, {DirectoryStatus.NameOf(error.Status)}): its message isn't known");
        }
        return 0;
    }

    private static int ShowHashTypes(ToolRun run, DirectoryRecord user)
    {
        if (List(user) is not { } list) throw new NotEmulatedException("pwpolicy -gethashtypes of a user without a list of hashes");
        run.Console.OutLine($"Getting hash types for user {user.Name}\n");
        foreach (var type in list.Types) run.Console.OutLine(type);
        return 0;
    }

    // TYPE on|off, one or more. What is stored follows when the password is set the next time.
    private static int SetHashTypes(PwPolicy.Caller caller, DirectoryRecord user, List<string> arguments)
    {
        var run = caller.Run;
        if (arguments.Count == 0 || arguments.Count % 2 != 0) return Misused(run);
        if (List(user) is not { } list) throw new NotEmulatedException("pwpolicy -sethashtypes of a user without a list of hashes");
        var types = list.Types.ToList();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (!HashTypes.Contains(arguments[i])) throw new NotEmulatedException($"pwpolicy -sethashtypes {arguments[i]}");
            if (arguments[i + 1] is not ("on" or "off")) return Misused(run);
            if (arguments[i + 1] == "off") types.Remove(arguments[i]);
            else if (!types.Contains(arguments[i])) types.Add(arguments[i]);
        }
        if (PwPolicy.Authorized(caller) is not { } session) return PwPolicy.Refuse(run);
        run.Console.OutLine($"Setting hash types for user {user.Name}");
        try
        {
            session.ChangeValue(user, AttributeName.AuthenticationAuthority, list.Value, list.Value.Replace(
                $"{HashList}{string.Join(',', list.Types)}>", $"{HashList}{string.Join(',', types)}>", StringComparison.Ordinal));
        }
        catch (DirectoryException)
        {
            return PwPolicy.Refuse(run);
        }
        return 0;
    }

    // ";ShadowHash;HASHLIST:<A,B>", also of an account that is switched off.
    private static (string Value, string[] Types)? List(DirectoryRecord user)
    {
        foreach (var value in user.Values(AttributeName.AuthenticationAuthority))
        {
            if (value.Text is not { } text || !text.Contains(";ShadowHash;", StringComparison.Ordinal)) continue;
            var start = text.IndexOf(HashList, StringComparison.Ordinal);
            var end = start < 0 ? -1 : text.IndexOf('>', start);
            if (end > 0) return (text, text[(start + HashList.Length)..end].Split(',', StringSplitOptions.RemoveEmptyEntries));
        }
        return null;
    }

    private static int Misused(ToolRun run) => PwPolicy.Fail(run, PwPolicy.Usage);
}
