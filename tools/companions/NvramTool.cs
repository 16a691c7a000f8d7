using MacStateStore;
using MacStateStore.Boot;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>
/// <c>nvram</c>: prints, sets and deletes the firmware's variables (dossier bputil, 12; texts from memory). What protects start-up can't be
/// changed from macOS while System Integrity Protection covers it.
/// </summary>
internal static class NvramTool
{
    public static readonly Companion Companion = new("nvram", Run);

    private const string SecureBootPolicy = "94B73556-2197-4702-82A8-3E1337DAFBFB:AppleSecureBootPolicy";
    private const string Usage = "nvram: (usage: no such argument)\nusage: nvram [-x] [-p] [-f filename] [-d name] [-c] name[=value] ...\n";
    private const string NotFound = "data was not found";
    private const string NotPermitted = "not permitted";
    private const string NotPrivileged = "privilege violation";

    private static readonly string[] Protected = [Nvram.IntegrityVariable, Nvram.NetBootVariable, "boot-args"];

    private static int Run(ToolRun run)
    {
        if (run.Arguments.Count == 0) return Fail(run, Usage);
        for (var i = 0; i < run.Arguments.Count; i++)
        {
            var word = run.Arguments[i];
            var status = word switch
            {
                "-p" => PrintAll(run),
                "-d" when i + 1 < run.Arguments.Count => Change(run, run.Arguments[++i], null),
                "-x" or "-f" or "-c" => throw new NotEmulatedException($"nvram {word}"),
                ['-', ..] => Fail(run, Usage),
                _ when word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals => Change(run, word[..equals], word[(equals + 1)..]),
                _ => Print(run, word),
            };
            if (status != 0) return status;
        }
        return 0;
    }

    private static int PrintAll(ToolRun run)
    {
        foreach (var (name, value) in run.Mac.Nvram.All) run.Console.OutLine($"{name}\t{Nvram.Print(value)}");
        return 0;
    }

    private static int Print(ToolRun run, string name)
    {
        // A Mac with a T2 starts at Full Security unless somebody has changed that.
        var value = run.Mac.Nvram[name] ?? (name == SecureBootPolicy && run.Mac.Machine.Chip == Chip.T2 ? [2] : null);
        if (value is null) return Fail(run, Error("getting", name, NotFound));
        run.Console.OutLine($"{name}\t{Nvram.Print(value)}");
        return 0;
    }

    private static int Change(ToolRun run, string name, string? value)
    {
        var verb = value is null ? "deleting" : "setting";
        if (!run.IsRoot) return Fail(run, Error(verb, name, NotPrivileged));
        if (Protected.Contains(name) && run.Mac.Boot.Environment == BootState.MacOS && !run.Mac.Boot.Integrity.Allows(SystemIntegrity.Nvram)) return Fail(run, Error(verb, name, NotPermitted));
        if (value is null && run.Mac.Nvram[name] is null) return Fail(run, Error(verb, name, NotFound));
        if (value is not null && Nvram.Parse(value) is null) return Fail(run, Usage);
        run.Mac.Nvram[name] = value is null ? null : Nvram.Parse(value);
        return 0;
    }

    private static string Error(string verb, string name, string reason) => $"nvram: Error {verb} variable - '{name}': (iokit/common) {reason}\n";

    private static int Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        throw new CommandFailedException(1);
    }
}
