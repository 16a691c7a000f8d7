using MacStateStore.Releases;

namespace MacStateStore.OpenDirectory;

/// <summary>Which passwords a node accepts.</summary>
internal static class PasswordPolicy
{
    private const int BuiltInMinimum = 4;

    /// <summary>
    /// Whether the policy that macOS comes with accepts a password: from 10.14 at least four characters, but an account may begin
    /// with an empty one (dossiers dscl 8, companions 5).
    /// </summary>
    /// <param name="os">The macOS version.</param>
    /// <param name="password">The new password.</param>
    /// <param name="isFirst">Whether the account has had none so far.</param>
    public static bool Accepts(MacOSVersion os, string password, bool isFirst) =>
        !os.Has(Capability.PasswordNeedsFourCharacters)
        || password.Length >= BuiltInMinimum
        || (isFirst && password.Length == 0);
}
