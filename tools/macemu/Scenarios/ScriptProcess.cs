using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using MacToolHost;

namespace MacEmu.Scenarios;

/// <summary>What a step ended with and printed.</summary>
/// <param name="Status">The exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
/// <param name="Terminal">What its terminal showed.</param>
/// <param name="Problem">Why it didn't come to its end; null if it did.</param>
internal sealed record ScriptOutcome(int Status, string Output, string Errors, string Terminal, string? Problem);

/// <summary>Runs the script or command of a step as <c>macemu run</c> does, or a command of macemu's, in a process of its own.</summary>
internal sealed class ScriptProcess(ScenarioStep step, string machine, string folder, ToolConsole console)
{
    private const int LongestOutput = 16 * 1024 * 1024;

    // The terminal is standard input; where that is to be something else too, it comes as descriptor 4.
    private const string WithTerminal = "exec setsid --wait --ctty \"$@\" <\"$MACEMU_TEST_TERMINAL\"";
    private const string WithBoth = "exec 4<&0; exec setsid --wait --ctty sh -c 'exec \"$@\" <&4 4<&-' sh \"$@\" <\"$MACEMU_TEST_TERMINAL\"";
    private const string BothStreams = "exec \"$@\" 2>&1";
    private const string TerminalVariable = "MACEMU_TEST_TERMINAL";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>The id that the calls share in the journal; null for one of its own.</summary>
    public string? RunId { get; init; }

    /// <summary>Whether each answer is one for every prompt that it names, instead of one after the other.</summary>
    public bool AnswersByPrompt { get; init; }

    /// <summary>Runs it, at most that long.</summary>
    public ScriptOutcome Run(TimeSpan limit)
    {
        using var terminal = step.Answers is null ? null : new PseudoTerminal();
        var start = Start(terminal);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            return new ScriptOutcome(0, "", "", "", $"{start.FileName} can't be started: {error.Message}");
        }
        using (process)
        {
            var output = new Capture(process.StandardOutput.BaseStream);
            var errors = new Capture(process.StandardError.BaseStream);
            Feed(process);
            var answering = terminal is null ? null : Task.Factory.StartNew(
                () => AnswersByPrompt ? terminal.AnswerByPrompt(step.Answers!, () => HasEnded(process)) : terminal.Answer(step.Answers!, () => HasEnded(process)),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            var inTime = process.WaitForExit(limit);
            if (!inTime)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit(Grace);
            }
            var answered = answering?.Result ?? 0;
            var hasUnread = terminal?.HasUnread ?? false;
            terminal?.Dispose();
            var problem = !inTime ? $"takes more than {limit.TotalSeconds:0.###} s"
                : answered < (step.Answers?.Count ?? 0) && !AnswersByPrompt ? $"only {answered} of {step.Answers!.Count} answers were asked for"
                : hasUnread ? "an answer was typed that nobody read" : null;
            return new ScriptOutcome(inTime ? process.ExitCode : 0, output.Text(Grace), errors.Text(Grace), terminal?.Shown ?? "", problem);
        }
    }

    private static bool HasEnded(Process process)
    {
        try
        {
            return process.HasExited;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private ProcessStartInfo Start(PseudoTerminal? terminal)
    {
        List<string> command = step.Kind == StepKind.Event ? [Executable()] : [Executable(), "run", "--machine", machine, "--as", step.User];
        // A line is a shell's, a script its own interpreter's.
        if (step.Kind == StepKind.Command || step.Shell is not null) command.AddRange(["--shell", step.Shell ?? "/bin/sh"]);
        foreach (var (name, value) in step.Kind == StepKind.Event ? [] : step.Environment) command.AddRange(["--env", $"{name}={value}"]);
        if (step.Kind == StepKind.Command) command.Add("--");
        command.AddRange(step.Words);
        if (step.Kind == StepKind.Event) command.InsertRange(0, ["/bin/sh", "-c", BothStreams, "sh"]);
        var start = terminal is null ? new ProcessStartInfo("setsid", ["--wait", .. command]) // no controlling terminal, so that nothing asks the one who runs the tests
            : new ProcessStartInfo("sh", ["-c", step.Input.Length > 0 ? WithBoth : WithTerminal, "sh", .. command]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.WorkingDirectory = folder;
        foreach (var name in (string[])[MachineLocation.MachineVariable, MachineLocation.UserVariable, MachineLocation.RunVariable]) start.Environment.Remove(name);
        if (RunId is not null) start.Environment[MachineLocation.RunVariable] = RunId;
        if (step.Kind == StepKind.Event)
        {
            start.Environment[MachineLocation.MachineVariable] = machine;
            foreach (var (name, value) in step.Environment) start.Environment[name] = value;
        }
        if (console.Environment(ToolLinks.ToolsVariable) is { } tools) start.Environment[ToolLinks.ToolsVariable] = tools;
        if (terminal is not null) start.Environment[TerminalVariable] = terminal.Path;
        return start;
    }

    // Ourselves; beside the tools, where we are run by something else (dotnet, while developing).
    private string Executable()
    {
        const string Name = "macemu";
        if (Path.GetFileName(Environment.ProcessPath) == Name) return Environment.ProcessPath!;
        var beside = Path.Combine(ToolLinks.ToolsDirectory(console), Name);
        return File.Exists(beside) ? beside : Path.Combine(AppContext.BaseDirectory, Name);
    }

    // A program that doesn't read its input must not keep us.
    private void Feed(Process process) => Task.Run(() =>
    {
        try
        {
            process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(step.Input));
            process.StandardInput.Close();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
        }
    });

    /// <summary>What comes from a pipe, as far as anybody wants to see it.</summary>
    private sealed class Capture
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private readonly Task _reading;

        public Capture(Stream pipe) => _reading = Task.Factory.StartNew(() =>
        {
            var buffer = new byte[16 * 1024];
            try
            {
                for (int read; (read = pipe.Read(buffer)) > 0;)
                    lock (_bytes)
                        if (_bytes.WrittenCount < LongestOutput) _bytes.Write(buffer.AsSpan(0, read));
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // What a script left running in the background may hold the pipe for ever.
        public string Text(TimeSpan grace)
        {
            _reading.Wait(grace);
            lock (_bytes) return Encoding.UTF8.GetString(_bytes.WrittenSpan);
        }
    }
}
