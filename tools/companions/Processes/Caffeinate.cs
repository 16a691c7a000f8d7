using System.Globalization;
using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>Keeps the Mac awake while a command, a process or a time lasts. Emulated Macs don't sleep; only the waiting is real.</summary>
internal static class Caffeinate
{
    public static readonly Companion Companion = new("caffeinate", _ => 0) { WithoutMachine = (arguments, console) => Run(arguments, console) };

    private const string Usage = "usage: caffeinate [-disu] [-t timeout] [-w Process ID] [command arguments...]\n";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private static int Run(IReadOnlyList<string> arguments, ToolConsole console)
    {
        var options = Options.Read(arguments, "dimsut:w:h");
        if (options.Problem is { } problem) return Fail($"caffeinate: {problem}\n{Usage}");
        if (options.Has('h')) return Fail(Usage);
        if (!TryNumber(options.Value('t'), out var seconds) || !TryNumber(options.Value('w'), out var process)) return Fail(Usage);
        if (options.Rest.Count > 0)
        {
            console.FlushOutput();
            return ProcessImage.Replace("caffeinate", options.Rest[0], options.Rest, ProcessImage.InheritedEnvironment);
        }
        var end = seconds is { } limit ? DateTime.UtcNow.AddSeconds(limit) : DateTime.MaxValue;
        while (DateTime.UtcNow < end && (process is not { } id || Directory.Exists($"/proc/{id}"))) Thread.Sleep(Look);
        return 0;

        int Fail(string text)
        {
            console.Error(text);
            return 1;
        }
    }

    private static bool TryNumber(string? text, out int? number)
    {
        number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        return text is null || number is not null;
    }
}
