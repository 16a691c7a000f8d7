namespace Profiles;

/// <summary>Which profiles there are (dossier profiles, 4.4).</summary>
internal static class List
{
    public static int Run(Call call) => call.Type switch
    {
        ProfileType.Provisioning => Nothing(call, Messages.NoProvisioningProfiles),
        ProfileType.Startup => StartupProfileFiles.List(call),
        _ => Listing.Print(call, isExpanded: call.Line.IsVerbose),
    };

    /// <summary>Says that there is nothing of that kind: none can be installed here.</summary>
    public static int Nothing(Call call, string text)
    {
        call.Say(text);
        return Call.Done;
    }
}
