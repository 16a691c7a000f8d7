using MacStateStore.Credentials;
using MacToolHost;

namespace Companions;

/// <summary>Keychains themselves: lists of them, making and removing, locks and passwords.</summary>
internal static class SecurityKeychains
{
    /// <summary>Whether the caller may change a keychain: everybody one's own, only root what belongs to the Mac.</summary>
    public static bool MayWrite(ToolRun run, string keychain) => run.IsRoot || !keychain.StartsWith("/Library/", StringComparison.Ordinal);

    public static int List(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "d:sh");
        if (options.Has('s'))
        {
            run.Mac.Keychains.SetSearchList(run.User, options.Rest.Select(name => run.Mac.Keychains.PathOf(name, run.User)));
            return 0;
        }
        if (options.Rest.Count > 0) throw new SecurityUsageException();
        foreach (var path in IsOfSystem(options) ? [KeychainStore.SystemKeychain] : run.Mac.Keychains.SearchList(run.User)) Show(run, path);
        return 0;
    }

    public static int Default(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "d:sh");
        if (!options.Has('s'))
        {
            if (options.Rest.Count > 0) throw new SecurityUsageException();
            Show(run, IsOfSystem(options) ? KeychainStore.SystemKeychain : run.Mac.Keychains.DefaultOf(run.User));
            return 0;
        }
        if (options.Rest is not [var name]) throw new SecurityUsageException();
        var path = run.Mac.Keychains.PathOf(name, run.User);
        if (!run.Mac.Keychains.Exists(path)) return SecurityStatus.Fail(run, "SecKeychainSetDefault", SecurityStatus.NoSuchKeychain);
        run.Mac.Keychains.SetDefault(run.User, path);
        return 0;
    }

    public static int Login(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "d:sh");
        if (options.Has('s') || options.Has('d')) return 1;
        if (options.Rest.Count > 0) throw new SecurityUsageException();
        if (run.Mac.Keychains.LoginOf(run.User) is not { } path) return SecurityStatus.Fail(run, "SecKeychainCopyLogin", SecurityStatus.NoSuchKeychain);
        Show(run, path);
        return 0;
    }

    public static int Create(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "p:Ph");
        if (options.Has('P')) throw new NotEmulatedException("security create-keychain -P");
        if (options.Rest.Count == 0) throw new SecurityUsageException();
        foreach (var name in options.Rest)
        {
            var password = options.Value('p') ?? Asked(run, name);
            if (password is null) return 1;
            var path = run.Mac.Keychains.PathOf(name, run.User);
            if (!MayWrite(run, path)) return SecurityStatus.Fail(run, $"SecKeychainCreate {name}", SecurityStatus.WriteDenied);
            if (!run.Mac.Keychains.Create(path, password)) return SecurityStatus.Fail(run, $"SecKeychainCreate {name}", SecurityStatus.DuplicateKeychain);
        }
        return 0;
    }

    public static int Delete(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "h");
        if (options.Rest.Count == 0) throw new SecurityUsageException();
        var status = 0;
        foreach (var name in options.Rest)
        {
            var path = run.Mac.Keychains.PathOf(name, run.User);
            if (path == KeychainStore.SystemKeychain || path == run.Mac.Keychains.LoginOf(run.User)) throw new NotEmulatedException($"security delete-keychain {name}: a Mac's own or a login keychain");
            if (run.Mac.Keychains.Exists(path) && MayWrite(run, path)) run.Mac.Keychains.Delete(path);
            else status = SecurityStatus.Fail(run, "SecKeychainDelete", SecurityStatus.NoSuchKeychain);
        }
        return status;
    }

    public static int Lock(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "ah");
        if (options.Rest.Count > 1) throw new SecurityUsageException();
        foreach (var path in options.Has('a') ? run.Mac.Keychains.SearchList(run.User) : [Named(run, options)])
        {
            if (!run.Mac.Keychains.Exists(path)) return SecurityStatus.Fail(run, $"SecKeychainLock {path}", SecurityStatus.NoSuchKeychain);
            run.Mac.Keychains.Lock(path);
        }
        return 0;
    }

    public static int Unlock(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "p:uh");
        if (options.Rest.Count > 1) throw new SecurityUsageException();
        if (options.Has('u')) throw new NotEmulatedException("security unlock-keychain -u");
        var path = Named(run, options);
        var name = options.Rest is [var given] ? given : "<NULL>";
        var password = options.Value('p') ?? run.AskSecret($"password to unlock {(options.Rest.Count > 0 ? name : "default")}: ");
        if (!run.Mac.Keychains.Exists(path)) return SecurityStatus.Fail(run, $"SecKeychainUnlock {name}", SecurityStatus.NoSuchKeychain);
        return run.Mac.Keychains.Unlock(path, password) ? 0 : SecurityStatus.Fail(run, $"SecKeychainUnlock {name}", SecurityStatus.AuthorizationFailed);
    }

    public static int SetPassword(ToolRun run, IReadOnlyList<string> words)
    {
        var options = Read(words, "o:p:h");
        if (options.Rest.Count > 1) throw new SecurityUsageException();
        var path = Named(run, options);
        var old = options.Value('o') ?? run.AskSecret("Old Password: ");
        var password = options.Value('p');
        if (password is null)
        {
            password = run.AskSecret("New Password: ");
            if (password != run.AskSecret("Retype New Password: ")) throw new CommandFailedException(1);
        }
        const string what = "SecKeychainChangePassword";
        if (!run.Mac.Keychains.Exists(path)) return SecurityStatus.Fail(run, what, SecurityStatus.NoSuchKeychain);
        return run.Mac.Keychains.ChangePassword(path, old, password) ? 0 : SecurityStatus.Fail(run, what, SecurityStatus.AuthorizationFailed);
    }

    private static Options Read(IReadOnlyList<string> words, string letters)
    {
        var options = Options.Read(words, letters);
        return options.Problem is null && !options.Has('h') ? options : throw new SecurityUsageException();
    }

    // Whose lists are meant: those of the Mac, or the caller's.
    private static bool IsOfSystem(Options options) => options.Value('d') switch
    {
        null => false,
        { Length: > 0 } domain when "user".StartsWith(domain, StringComparison.Ordinal) => false,
        { Length: > 0 } domain when "system".StartsWith(domain, StringComparison.Ordinal) || "common".StartsWith(domain, StringComparison.Ordinal) => true,
        _ => throw new SecurityUsageException(),
    };

    private static string Named(ToolRun run, Options options) => options.Rest is [var name] ? run.Mac.Keychains.PathOf(name, run.User) : run.Mac.Keychains.DefaultOf(run.User);

    private static string? Asked(ToolRun run, string name)
    {
        var password = run.AskSecret($"password for new keychain: ");
        if (password == run.AskSecret($"retype password for new keychain: ")) return password;
        run.Console.ErrorLine($"security: SecKeychainCreate {name}: passwords don't match");
        return null;
    }

    private static void Show(ToolRun run, string path) => run.Console.OutLine($"    \"{path}\"");
}
