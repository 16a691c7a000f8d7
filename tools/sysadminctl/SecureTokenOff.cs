namespace Sysadminctl;

/// <summary><c>-secureTokenOff</c>: an admin who holds a secure token takes a user's away (dossier sysadminctl, 3.6).</summary>
internal static class SecureTokenOff
{
    public static int Run(Call call) => SecureTokenOn.Change(call, call.Mac.Accounts.RevokeSecureToken);
}
