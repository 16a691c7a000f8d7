using System.Text;
using MacStateStore.Credentials;
using MacToolHost;

namespace Companions;

/// <summary>Passwords in keychains: <c>find-</c>, <c>add-</c> and <c>delete-generic-password</c>, and those of servers.</summary>
internal static class SecurityPasswords
{
    private const string GenericLetters = "a:c:C:D:G:j:l:s:t:gwh";
    private const string InternetLetters = "a:c:C:D:d:j:l:p:P:r:s:t:gwh";
    private const string NotThere = "SecKeychainSearchCopyNext";

    // Which attribute an option's letter means.
    private static readonly Dictionary<char, string> Generic = Codes("a=acct c=crtr C=type t=type D=desc G=gena j=icmt l=labl s=svce");

    private static readonly Dictionary<char, string> Internet = Codes("a=acct c=crtr C=type D=desc d=sdmn j=icmt l=labl p=path P=port r=ptcl s=srvr t=atyp");

    public static int FindGeneric(ToolRun run, IReadOnlyList<string> words) => Find(run, Security.OptionsIn(words, GenericLetters), KeychainItem.Generic, Generic);

    public static int FindInternet(ToolRun run, IReadOnlyList<string> words) => Find(run, Security.OptionsIn(words, InternetLetters), KeychainItem.Internet, Internet);

    public static int DeleteGeneric(ToolRun run, IReadOnlyList<string> words) => Delete(run, Security.OptionsIn(words, GenericLetters), KeychainItem.Generic, Generic);

    public static int DeleteInternet(ToolRun run, IReadOnlyList<string> words) => Delete(run, Security.OptionsIn(words, InternetLetters), KeychainItem.Internet, Internet);

    public static int AddGeneric(ToolRun run, IReadOnlyList<string> words) => Add(run, words, "a:c:C:D:G:j:l:p:s:w:T:X:UAh", KeychainItem.Generic, Generic);

    public static int AddInternet(ToolRun run, IReadOnlyList<string> words) => Add(run, words, "a:c:C:D:d:j:l:p:P:r:s:t:w:T:X:UAh", KeychainItem.Internet, Internet);

    private static int Find(ToolRun run, Options options, string itemClass, Dictionary<char, string> codes)
    {
        if (Search(run, options, itemClass, codes) is not { } item) return SecurityStatus.Fail(run, NotThere, SecurityStatus.ItemNotFound);
        var (shows, only) = (options.Has('g'), options.Has('w'));
        if ((shows || only) && run.Mac.Keychains.IsLocked(item.Keychain)) return SecurityStatus.InteractionNotAllowed & 0xFF;
        if (only)
        {
            var isPlain = item.Secret.All(c => c is >= (byte)' ' and <= (byte)'~');
            var secret = isPlain ? Encoding.ASCII.GetString(item.Secret) : Convert.ToHexStringLower(item.Secret);
            run.Console.Hide(secret);
            run.Console.OutLine(secret);
            return 0;
        }
        KeychainPrinter.Print(run.Console, item);
        run.Console.FlushOutput();
        if (shows) run.Console.ErrorLine($"password: {KeychainPrinter.Buffer(item.Secret)}");
        return 0;
    }

    private static int Delete(ToolRun run, Options options, string itemClass, Dictionary<char, string> codes)
    {
        if (options.All.Count == 0) throw new SecurityUsageException();
        if (Search(run, options, itemClass, codes) is not { } item) return SecurityStatus.Fail(run, NotThere, SecurityStatus.ItemNotFound);
        KeychainPrinter.Print(run.Console, item);
        run.Console.FlushOutput();
        if (!SecurityKeychains.MayWrite(run, item.Keychain)) return SecurityStatus.WriteDenied & 0xFF;
        run.Mac.Keychains.Delete(item);
        run.Console.ErrorLine("password has been deleted.");
        return 0;
    }

    private static KeychainItem? Search(ToolRun run, Options options, string itemClass, Dictionary<char, string> codes)
    {
        var keychains = options.Rest.Count > 0 ? [.. options.Rest.Select(name => run.Mac.Keychains.PathOf(name, run.User))] : run.Mac.Keychains.SearchList(run.User);
        return run.Mac.Keychains.Find(keychains, itemClass, Attributes(options, codes));
    }

    private static int Add(ToolRun run, IReadOnlyList<string> words, string letters, string itemClass, Dictionary<char, string> codes)
    {
        // At the end -w takes no value, but asks.
        var asks = words is [.., "-w"];
        var options = Security.OptionsIn(asks ? [.. words.SkipLast(1)] : words, letters);
        if (options.Rest.Count > 1 || !options.Has('a') || !options.Has('s')) throw new SecurityUsageException();
        var secret = Secret(run, options, asks, itemClass);
        var attributes = Attributes(options, codes);
        attributes.TryAdd(KeychainItem.Label, options.Value('s')!);
        var keychain = options.Rest is [var named] ? run.Mac.Keychains.PathOf(named, run.User) : run.Mac.Keychains.DefaultOf(run.User);
        var what = $"SecKeychainItemCreateFromContent ({(options.Rest.Count > 0 ? options.Rest[0] : "<default>")})";
        if (!run.Mac.Keychains.Exists(keychain)) return SecurityStatus.Fail(run, what, SecurityStatus.NoSuchKeychain);
        if (!SecurityKeychains.MayWrite(run, keychain)) return SecurityStatus.Fail(run, what, SecurityStatus.WriteDenied);
        if (run.Mac.Keychains.IsLocked(keychain)) return SecurityStatus.Fail(run, what, SecurityStatus.InteractionNotAllowed);
        return run.Mac.Keychains.Add(new KeychainItem(keychain, itemClass, attributes, secret), options.Has('U')) ? 0 : SecurityStatus.Fail(run, what, SecurityStatus.DuplicateItem);
    }

    private static byte[] Secret(ToolRun run, Options options, bool asks, string itemClass)
    {
        if (options.Value('X') is { } hex)
            try
            {
                return Convert.FromHexString(hex);
            }
            catch (FormatException)
            {
                throw new SecurityUsageException();
            }
        if (!asks) return Encoding.UTF8.GetBytes(options.Value('w') ?? (itemClass == KeychainItem.Generic ? options.Value('p') : null) ?? "");
        var first = run.AskSecret("password data for new item: ");
        return first == run.AskSecret("retype password for new item: ") ? Encoding.UTF8.GetBytes(first) : throw new CommandFailedException(1);
    }

    private static Dictionary<char, string> Codes(string table) => table.Split(' ').ToDictionary(entry => entry[0], entry => entry[2..]);

    private static Dictionary<string, string> Attributes(Options options, Dictionary<char, string> codes)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (letter, value) in options.All)
            if (codes.TryGetValue(letter, out var code)) attributes[code] = value;
        return attributes;
    }
}
