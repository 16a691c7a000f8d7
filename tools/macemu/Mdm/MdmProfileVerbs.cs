using MacStateStore.Lifecycle;
using MacStateStore.PropertyLists;

namespace MacEmu;

/// <summary>Configuration profiles that the MDM server installs and removes.</summary>
internal static class MdmProfileVerbs
{
    public static Verb Push()
    {
        var file = Verb.Required("FILE", "the profile (.mobileconfig)");
        var user = Verb.Valued("--user", "NAME", "install it for this user instead of the whole Mac");
        return new Verb("push-profile", "the server installs a configuration profile", "macemu mdm push-profile wifi.mobileconfig", run =>
        {
            var content = ProfileFiles.Read(run.Value(file));
            return Send(run, "push-profile", run.Value(user), new PlistDictionary { ["RequestType"] = "InstallProfile", ["Payload"] = new PlistData(content) });
        }) { file, user };
    }

    public static Verb Remove()
    {
        var identifier = Verb.Required("IDENTIFIER", "the profile's PayloadIdentifier");
        var user = Verb.Valued("--user", "NAME", "remove this user's instead of the Mac's");
        return new Verb("remove-profile", "the server removes a configuration profile", "macemu mdm remove-profile org.example.wifi", run =>
            Send(run, "remove-profile", run.Value(user), new PlistDictionary { ["RequestType"] = "RemoveProfile", ["Identifier"] = run.Value(identifier) })) { identifier, user };
    }

    private static int Send(Invocation run, string command, string? user, PlistDictionary request) => run.Event(mac =>
    {
        if (mac.Enrollments.Current is null) throw new LifecycleException("the Mac is not enrolled; do that with 'macemu mdm enroll'");
        if (user is not null) request["UserShortName"] = user;
        if (mac.MdmCommands.Send(request) is not { } answer) run.Console.OutLine("The server keeps the command until it reaches the Mac.");
        else if (answer["ErrorChain"] is PlistArray and [PlistDictionary error, ..]) throw new LifecycleException($"mdm {command}: the Mac refused: {Text(error, "LocalizedDescription")} ({Text(error, "ErrorDomain")} {Code(error)})");
        return Status.Good;
    });

    private static string Text(PlistDictionary error, string key) => error.TryGetString(key, out var text) ? text : "";

    private static string Code(PlistDictionary error) => error.TryGetInteger("ErrorCode", out var code) ? code.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
}
