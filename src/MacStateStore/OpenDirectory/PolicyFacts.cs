namespace MacStateStore.OpenDirectory;

/// <summary>What the rules of an account policy may ask about. Times are seconds since 1970.</summary>
/// <param name="RecordName">The user's short name.</param>
/// <param name="Now">The Mac's time.</param>
/// <param name="Book">The user's book of logins and password settings.</param>
/// <param name="Password">The new password, where one is to be judged.</param>
internal sealed record PolicyFacts(string RecordName, double Now, AccountBook Book, string Password = "")
{
    /// <summary>Whether the new password is one of the last few, the current one included.</summary>
    public Func<int, bool> WasUsed { get; init; } = _ => false;
}

/// <summary>What <see cref="AccountPolicyData"/> holds of a user.</summary>
/// <param name="Created">When the account was made.</param>
/// <param name="PasswordSet">When the password was last set; of an account without that note, when it was made.</param>
/// <param name="FailedCount">Authentications that failed since the last that succeeded.</param>
/// <param name="LastFailed">When the last one failed; 0 for never.</param>
internal sealed record AccountBook(double Created, double PasswordSet, long FailedCount, double LastFailed);
