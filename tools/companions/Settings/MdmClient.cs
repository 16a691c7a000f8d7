using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary>What device management would be told, as the Mac's own client for it prints it (dossier profiles, 8.5).</summary>
internal static class MdmClient
{
    public static readonly Companion Companion = new("mdmclient", Run);

    private static readonly Dictionary<string, (string RequestType, string? Key)> Queries = new(StringComparer.Ordinal)
    {
        ["QueryDeviceInformation"] = ("DeviceInformation", null),
        ["QuerySecurityInfo"] = ("SecurityInfo", null),
        ["QueryInstalledProfiles"] = ("ProfileList", "ProfileList"),
    };

    private static int Run(ToolRun run)
    {
        if (run.Arguments is not [var query] || !Queries.TryGetValue(query, out var asked)) throw new NotEmulatedException($"mdmclient {string.Join(' ', run.Arguments.Take(1))}");
        var answer = run.Mac.MdmCommands.Answer(new PlistDictionary { ["RequestType"] = asked.RequestType }, commandUuid: "");
        var response = new PlistDictionary(answer.Where(entry => entry.Key is not ("CommandUUID" or "Status" or "UDID")));
        run.Console.OutLine($"Daemon response: {FoundationDescription.Of(response, run.Mac.System.Version)}");
        // The user's part answers only what there is a user's part of.
        var ofUser = asked.Key is null ? [] : new PlistDictionary { [asked.Key] = new PlistArray() };
        run.Console.OutLine($"Agent response: {FoundationDescription.Of(ofUser, run.Mac.System.Version)}");
        return 0;
    }
}
