using MacToolHost;

namespace Companions;

/// <summary>
/// The agent of Jamf Pro and its messages, on a Mac that has them (see <see cref="JamfAgent"/>). No server answers: it finds no policies, and
/// its calls stand in the journal.
/// </summary>
internal static class Jamf
{
    public static readonly Companion Companion = new(JamfAgent.Command, Run) { IsSecret = arguments => [.. arguments.Select((_, i) => i > 0 && arguments[i - 1] is "-password" or "-passhash")] };

    public static readonly Companion Helper = new("jamfHelper", Help);

    private const int NotFound = 127;
    private const int CannotLaunch = 1;
    private const int SecondButton = 2;
    private const int ExitButton = 239;

    private static int Run(ToolRun run)
    {
        if (!JamfAgent.IsOn(run.Mac)) return Absent(run);
        var server = run.Mac.MdmServer.Url is { Length: > 0 } url && Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) + "/" : "https://jamf.example/";
        switch (run.Arguments.ToArray())
        {
            case ["recon", ..]:
                run.Console.OutLine($"Retrieving inventory preferences from {server}...\nLocating accounts...\nSubmitting data to {server}...\n<computer_id>1</computer_id>");
                return 0;
            case ["policy", ..]:
                var trigger = After(run, "-event") ?? After(run, "-trigger") ?? After(run, "-id");
                run.Console.OutLine(trigger is null ? "Checking for policies triggered by \"recurring check-in\"..." : $"Checking for policies triggered by \"{trigger}\"...");
                run.Console.OutLine(trigger is null ? "No policies were found for the \"recurring check-in\" trigger." : $"No policies were found for the \"{trigger}\" trigger.");
                return 0;
            case ["checkJSSConnection", ..]:
                run.Console.OutLine($"Checking availability of {server}...");
                if (!run.Mac.IsOnline)
                {
                    run.Console.OutLine("The JSS is not available.");
                    return 1;
                }
                run.Console.OutLine("The JSS is available.");
                return 0;
            case ["manage", ..]:
                run.Console.OutLine("Enforcing management framework...");
                return 0;
            case ["displayMessage", "-message", _, ..]:
                return 0;
            default:
                throw new NotEmulatedException(run.Arguments is [var verb, ..] ? $"jamf {verb}" : "jamf without a verb");
        }
    }

    // A window with buttons waits for a person; without one that answers, it can't be shown.
    private static int Help(ToolRun run)
    {
        if (!JamfAgent.IsOn(run.Mac)) return Absent(run);
        if (After(run, "-windowType") is null) throw new NotEmulatedException("jamfHelper without -windowType");
        var buttons = new[] { After(run, "-button1"), After(run, "-button2") }.OfType<string>().ToList();
        var answer = new DialogBox(run).Take();
        if (answer is null) return CannotLaunch;
        if (answer.Cancels) return ExitButton;
        if (answer.Button is null || buttons.IndexOf(answer.Button) == 0) return 0;
        return buttons.IndexOf(answer.Button) == 1 ? SecondButton : throw new NotEmulatedException($"the next answer of 'macemu dialog' presses {answer.Button}, which jamfHelper's window doesn't have");
    }

    private static int Absent(ToolRun run)
    {
        run.Console.ErrorLine($"{run.Tool}: command not found");
        return NotFound;
    }

    private static string? After(ToolRun run, string option)
    {
        for (var i = 0; i + 1 < run.Arguments.Count; i++)
            if (run.Arguments[i] == option) return run.Arguments[i + 1];
        return null;
    }
}
