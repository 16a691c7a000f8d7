using MacStateStore.Storage;

namespace MacStateStore.FileVault;

/// <summary>The personal recovery key: six groups of four signs out of 32 (dossier fdesetup, 8).</summary>
public static class RecoveryKey
{
    /// <summary>The UUID of its crypto user on every Mac.</summary>
    public const string CryptoUserUuid = "EBC6C064-0000-11AA-AA11-00306543ECAC";

    private const string Alphabet = "ABCDEFGHJKLMNOPQRTUVWXYZ23456789";
    private const int Groups = 6;
    private const int GroupLength = 4;

    /// <summary>Whether a text has the form of a key. Keys with other letters and digits than those drawn here are taken too.</summary>
    public static bool IsWellFormed(string text) =>
        text.Split('-') is { Length: Groups } groups && groups.All(group => group.Length == GroupLength && group.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));

    internal static string Create(RandomSource random) => string.Join('-', Enumerable.Range(0, Groups).Select(_ => random.Characters(Alphabet, GroupLength)));
}
