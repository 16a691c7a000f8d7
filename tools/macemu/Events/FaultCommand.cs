using System.Globalization;
using System.Text.Json;
using MacEmu.Description;
using MacEmu.Run;
using MacStateStore.Lifecycle;

namespace MacEmu;

/// <summary>Failures that are to happen to tools, so that a script's second attempt can be tried out (design section 6).</summary>
internal static class FaultCommand
{
    private const int HighestExitStatus = 255;

    private sealed record Said(string? Tool = null, string? Verb = null, string? Times = null, string? Status = null, string? Message = null);

    private static readonly Dictionary<string, Func<Said, DocumentNode, Said>> Keys = new()
    {
        ["tool"] = (said, node) => said with { Tool = node.AsText() },
        ["verb"] = (said, node) => said with { Verb = node.AsText() },
        ["times"] = (said, node) => said with { Times = node.AsText() },
        ["status"] = (said, node) => said with { Status = node.AsText() },
        ["stderr"] = (said, node) => said with { Message = node.AsText() },
    };

    public static Verb Define()
    {
        var tool = Verb.Required("TOOL[:VERB]", "the tool, or one verb of it, such as dscl:create or 'diskutil:apfs list'");
        var times = Verb.Valued("--times", "N", "how often (else once)");
        var status = Verb.Valued("--status", "N", "its exit status, or below 0 a DirectoryService status, such as -14988");
        var message = Verb.Valued("--stderr", "TEXT", "what it prints on standard error; left out, what the tool itself prints");
        return new Verb("fault", "let a tool fail, to rehearse what can go wrong for a while", "macemu fault add dscl:create --status=-14988")
        {
            new Verb("add", "let a tool fail", "macemu fault add dscl", run =>
            {
                var fault = Read(run.Value(tool), run.Value(times), run.Value(status), run.Value(message));
                return run.Event(mac => mac.Faults.Add(fault));
            })
            {
                Details = "dscl knows by itself how it fails: without a verb it can't reach opendirectoryd (eServerError, 70), with one the "
                    + "directory refuses it (eNotYetImplemented, 140, unless --status names another). Of all other tools say --status, and "
                    + "--stderr where they print something. An MDM server that is away is 'macemu mdm offline'; a missing Full Disk Access is "
                    + "'permissions: {fullDiskAccess: false}' in a description.",
                Symbols = [tool, times, status, message],
            },
            new Verb("list", "list what is to fail", "macemu fault list", run => run.Look(mac =>
            {
                TextTable.Write(run.Console, ["TOOL", "VERB", "TIMES", "STATUS", "STDERR"], mac.Faults.All.Select(fault => (string[])
                    [fault.Tool, fault.Verb ?? "", $"{fault.Times}", $"{fault.Status}", fault.Message ?? ""]));
                return Status.Good;
            })),
            new Verb("clear", "let nothing fail any more", "macemu fault clear", run => run.Event(mac => mac.Faults.Clear())),
        };
    }

    /// <summary>A fault as it is written.</summary>
    /// <exception cref="MacEmuException">It is none.</exception>
    public static Fault Read(string tool, string? times, string? status, string? message)
    {
        var (name, verb) = tool.Split(':', 2) is [var before, var after] ? (before, after.Replace(':', ' ').Trim()) : (tool, null);
        if (!MacPaths.Commands.ContainsKey(name)) throw new MacEmuException($"fault: '{name}' is no tool that is emulated");
        if (verb?.Length == 0) throw new MacEmuException($"fault: '{tool}': after the colon stands a verb");
        var count = times is null ? 1 : Number(times, 1, int.MaxValue) ?? throw new MacEmuException($"fault: --times: '{times}' is not a number from 1 on");
        var code = status is null ? null : Number(status, -32768, HighestExitStatus);
        if (status is not null && code is null or 0)
            throw new MacEmuException($"fault: --status: '{status}' is neither an exit status from 1 to {HighestExitStatus} nor a DirectoryService status below 0");
        if (code is null && (name != "dscl" || message is not null))
            throw new MacEmuException($"fault: how {name} fails isn't known here; say its exit status with --status, and with --stderr what it prints");
        return new Fault(name, verb, count, code, message);
    }

    /// <summary>The key <c>faults</c> of a description.</summary>
    public static IReadOnlyList<Fault> Read(DocumentNode list)
    {
        var faults = new List<Fault>();
        foreach (var node in list.AsList())
        {
            var said = node.Read(new Said(), Keys);
            if (said.Tool is null) throw node.Problem("lacks tool");
            try { faults.Add(Read(said.Verb is null ? said.Tool : $"{said.Tool}:{said.Verb}", said.Times, said.Status, said.Message)); }
            catch (MacEmuException error) { throw node.Problem(error.Message); }
        }
        return faults;
    }

    /// <summary>Writes the key <c>faults</c> of a description.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Fault> faults)
    {
        json.WriteStartArray("faults");
        foreach (var fault in faults)
        {
            json.WriteStartObject();
            json.WriteString("tool", fault.Tool);
            if (fault.Verb is { } verb) json.WriteString("verb", verb);
            json.WriteNumber("times", fault.Times);
            if (fault.Status is { } status) json.WriteNumber("status", status);
            if (fault.Message is { } message) json.WriteString("stderr", message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
