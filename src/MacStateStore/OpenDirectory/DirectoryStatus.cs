namespace MacStateStore.OpenDirectory;

/// <summary>
/// The DirectoryService status numbers that the emulated daemon gives. Names of all numbers: <see cref="NameOf"/>
/// (dossier dscl, dscl-errors.tsv).
/// </summary>
public static class DirectoryStatus
{
#pragma warning disable CS1591 // The names are DirectoryService's own and explain themselves.
    public const int OpenNodeFailed = -14002;
    public const int NodeNotFound = -14008;
    public const int UnknownNodeName = -14009;
    public const int InvalidIndex = -14061;
    public const int IndexOutOfRange = -14062;
    public const int InvalidReference = -14071;
    public const int AuthFailed = -14090;
    public const int InvalidSession = -14477;
    public const int PermissionError = -14120;
    public const int ReadOnly = -14121;
    public const int InvalidRecordType = -14130;
    public const int InvalidRecordName = -14133;
    public const int AttributeNotFound = -14134;
    public const int RecordAlreadyExists = -14135;
    public const int RecordNotFound = -14136;
    public const int SchemaError = -14142;
    public const int AttributeValueNotFound = -14143;
    public const int NewPasswordRequired = -14161;
    public const int PasswordQualityCheckFailed = -14165;
    public const int AccountDisabled = -14167;
    public const int PasswordTooShort = -14170;
    public const int EmptyAttribute = -14240;
    public const int EmptyAttributeType = -14241;
    public const int UnknownMatchType = -14261;
    public const int ServerError = -14910;
    public const int NotYetImplemented = -14988;
#pragma warning restore CS1591

    /// <summary>The name that tools print for a number; <c>Not a known DirStatus</c> where it has none.</summary>
    public static string NameOf(int status) =>
        DataTable.Rows("directory-status.tsv").FirstOrDefault(row => row[0] == status.ToString())?[1] ?? "Not a known DirStatus";
}

/// <summary>The directory refused something, with its DirectoryService status.</summary>
public sealed class DirectoryException(int status, string? detail = null)
    : Exception(detail ?? $"directory status {status} ({DirectoryStatus.NameOf(status)})")
{
    /// <summary>The negative number, such as -14120.</summary>
    public int Status { get; } = status;
}
