using MacToolHost;

namespace Fdesetup;

/// <summary>What a deferred enablement is configured to do (dossier fdesetup, 5.8).</summary>
internal static class ShowDeferralInfo
{
    public static int Run(Call call)
    {
        if (call.FileVault.Deferral.Settings is not { } settings)
        {
            call.Say(Messages.NoDeferral);
            return Status.NoDeferral;
        }
        call.Say(FoundationDescription.Of(settings, call.Mac.System.Version));
        return Status.Good;
    }
}
