using System.Globalization;

namespace Fdesetup;

/// <summary>Restarts the Mac so that it unlocks itself (dossier fdesetup, 12.7). Nothing happens between two commands, so a delay is none.</summary>
internal static class AuthRestarting
{
    private const int Never = -1;

    public static int Run(Call call)
    {
        var delay = call.Value(Grammar.DelayMinutes) is not { } number ? 0
            : int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) && given >= Never ? given
            : throw call.Refused(Messages.NotANumber);
        if (call.Has(Grammar.InputPlist)) call.Trace(Messages.AuthInfoFromInput);
        call.TraceDevice();
        call.Try(() =>
        {
            call.FileVault.RequireAuthRestart();
            call.FileVault.UnlockNextStart(call.Credential());
        });
        if (delay != Never) call.RestartBySelf();
        return Status.Good;
    }
}
