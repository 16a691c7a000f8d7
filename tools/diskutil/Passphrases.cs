namespace Diskutil;

/// <summary>Where a passphrase comes from: an argument, a line of standard input, or a prompt (dossier diskutil, 9.4 and 9.5).</summary>
internal static class Passphrases
{
    public static string Read(Call call, Arguments arguments) =>
        arguments.Value("-passphrase") ?? (arguments.Has("-stdinpassphrase") ? call.Run.Console.ReadLine() ?? "" : call.Run.AskSecret(Messages.PassphrasePrompt));

    /// <summary>A new passphrase, asked for twice where it is asked for.</summary>
    public static string ReadNew(Call call, string? given, bool fromInput)
    {
        if (given is not null) return given;
        if (fromInput) return call.Run.Console.ReadLine() ?? "";
        var first = call.Run.AskSecret(Messages.NewPassphrasePrompt);
        return call.Run.AskSecret(Messages.RepeatPrompt) == first ? first : throw call.Failure(Messages.PassphrasesDiffer);
    }

    /// <summary>The passphrase of a new volume; null where it isn't to be encrypted.</summary>
    public static string? OfNewVolume(Call call, Arguments arguments) =>
        arguments.Value("-passphrase") is null && !arguments.Has("-stdinpassphrase") && !arguments.Has("-passprompt") ? null
            : ReadNew(call, arguments.Value("-passphrase"), arguments.Has("-stdinpassphrase"));
}
