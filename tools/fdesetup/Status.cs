namespace Fdesetup;

/// <summary>The exit statuses of the manual, and one beside it (dossier fdesetup, 3).</summary>
internal static class Status
{
    public const int Good = 0;
    public const int IsOff = 1;
    public const int IsBusy = 2;
    public const int NotAuthenticated = 11;
    public const int BadParameter = 12;
    public const int UnknownCommand = 13;
    public const int BadCommand = 14;
    public const int BadInput = 15;
    public const int CannotAdd = 17;
    public const int UnexpectedKeychain = 18;
    public const int KeychainError = 19;
    public const int NoDeferral = 20;
    public const int CannotEnableKeychain = 21;
    public const int CannotEnableCoreStorage = 22;
    public const int CannotEnableVolume = 23;
    public const int AlreadyEnabled = 24;
    public const int CannotRemoveUser = 25;
    public const int CannotChangeKey = 26;
    public const int CannotRemoveKey = 27;
    public const int NotAvailable = 28;
    public const int NothingAtDevice = 29;
    public const int NoRecord = 30;
    public const int Forbidden = 31;
    public const int AlreadyActive = 32;
    public const int NotOnFileSystem = 33;
    public const int NotOnApfs = 34;
    public const int CannotDisable = 35;
    public const int NotSupported = 36;
    public const int BlankPassword = 37;
    public const int InternalError = 99;
    /// <summary>Not in the manual's table, but what releases up to 10.14 end with where the volume refuses.</summary>
    public const int Refused = 136;
}
