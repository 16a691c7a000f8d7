using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary>Which words of a command line are passwords and the like.</summary>
internal static class Secrets
{
    /// <summary>Says of each word whether it is one.</summary>
    public static IReadOnlyList<bool> In(IReadOnlyList<string> words)
    {
        var secret = new bool[words.Count];
        // Wherever it stands: one who misplaced the option meant a password all the same.
        for (var i = 1; i < words.Count; i++) secret[i] = words[i - 1] == Option.Password;
        var line = CommandLine.Parse(words);
        if (line.Word is not null && Verb.Find(line.Word)?.SecretsFrom?.Invoke(line.Arguments) is { } from)
            for (var i = line.FirstArgument + from; i < words.Count; i++) secret[i] = true;
        return secret;
    }

    /// <summary>All but the first, which is a user or a path.</summary>
    public static int? AfterFirst(IReadOnlyList<string> arguments) => 1;

    /// <summary>Path and key are none; the values are where the key is the password's or a hash of it.</summary>
    public static int? ValuesOfPassword(IReadOnlyList<string> arguments)
    {
        if (arguments.Count < 3) return null;
        var key = AttributeName.Parse(arguments[1]);
        return key == AttributeName.Password || key == AttributeName.ShadowHashData || key == AttributeName.HeimdalSrpKey || key == AttributeName.KerberosKeys
            ? 2 : null;
    }
}
