using MacStateStore.Releases;

namespace Profiles;

/// <summary>The tool's own version (dossier profiles, 4.2).</summary>
internal static class Version
{
    public static int Run(Call call)
    {
        call.Say($"profiles version: {MacOSRelease.ProfilesToolVersion(call.Os)}");
        return Call.Done;
    }
}
