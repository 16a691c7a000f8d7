using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary><c>security authorizationdb</c>: who may do what.</summary>
internal static class SecurityAuthorization
{
    private const int Denied = -60005;
    private const int InteractionNotAllowed = -60007;
    private const int Failed = 255;

    public static int Run(ToolRun run, IReadOnlyList<string> words)
    {
        switch (words)
        {
            case ["read", var name, ..]:
                return Told(run, Read(run, name));
            case ["write", var name]:
                return Written(run, name);
            case ["write", var name, var rule]:
                return Told(run, Set(run, name, new PlistDictionary { ["class"] = "rule", ["rule"] = new PlistArray([rule]) }));
            case ["remove", var name]:
                return Told(run, !run.IsRoot ? InteractionNotAllowed : run.Mac.AuthorizationRights.Remove(name) ? 0 : Denied);
            case ["smartcard" or "merge" or "reset", ..]:
                throw new NotEmulatedException($"security authorizationdb {words[0]}");
            default:
                throw new SecurityUsageException();
        }
    }

    private static int Read(ToolRun run, string name)
    {
        if (run.Mac.AuthorizationRights[name] is not { } definition) return Denied;
        run.Console.Out(PlistDocument.ToBytes(definition, PlistFormat.Xml));
        return 0;
    }

    private static int Written(ToolRun run, string name)
    {
        try
        {
            if (PlistDocument.Parse(run.Console.ReadToEnd()).Root is PlistDictionary definition) return Told(run, Set(run, name, definition));
        }
        catch (PropertyListException)
        {
            // Told below.
        }
        run.Console.ErrorLine("Unable to read the right definition");
        return Failed;
    }

    // Root needs no dialog.
    private static int Set(ToolRun run, string name, PlistDictionary definition)
    {
        if (!run.IsRoot) return InteractionNotAllowed;
        run.Mac.AuthorizationRights.Set(name, definition);
        return 0;
    }

    private static int Told(ToolRun run, int status)
    {
        run.Console.FlushOutput();
        if (!run.Arguments.TakeWhile(word => word != "authorizationdb").Contains("-q")) run.Console.ErrorLine($"{(status == 0 ? "YES" : "NO")} ({status})");
        return status == 0 ? 0 : Failed;
    }
}
