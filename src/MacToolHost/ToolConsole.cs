using System.Text;
using MacStateStore.Storage;

namespace MacToolHost;

/// <summary>
/// All that a tool has of the world outside its machine file: streams, terminal, environment, host user. Tests give their own.
/// </summary>
public sealed class ToolConsole : IDisposable
{
    private const int OutputBuffer = 64 * 1024;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Stream _error;
    private readonly bool _flushLines;
    private readonly Func<string, string?> _environment;
    private readonly Func<Terminal?>? _terminal;
    private readonly PrintedBeginning _printed = new(Journal.MostOutput);
    private readonly PrintedBeginning _complained = new(Journal.MostErrors);
    private readonly List<string> _secrets = [];

    /// <summary>A console over given streams.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="output">Standard output; buffered here, as stdio does, unless it is a terminal.</param>
    /// <param name="error">Standard error; never buffered.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <param name="terminal">Where passwords are typed; null where there is no terminal.</param>
    /// <param name="isInputTerminal">Whether standard input is a terminal.</param>
    /// <param name="isOutputTerminal">Whether standard output is one.</param>
    public ToolConsole(
        Stream input, Stream output, Stream error, Func<string, string?> environment,
        Func<Terminal?>? terminal = null, bool isInputTerminal = false, bool isOutputTerminal = false)
    {
        _input = input;
        _output = new BufferedStream(output, OutputBuffer);
        _error = error;
        _flushLines = isOutputTerminal;
        _environment = environment;
        _terminal = terminal;
        IsInputTerminal = isInputTerminal;
        IsOutputTerminal = isOutputTerminal;
    }

    /// <summary>Where passwords are typed; null where there is no terminal.</summary>
    public Terminal? Terminal => field ??= _terminal?.Invoke();

    /// <summary>Whether standard input is a terminal.</summary>
    public bool IsInputTerminal { get; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool IsOutputTerminal { get; }

    /// <summary>The process's own console.</summary>
    public static ToolConsole OfProcess() => new(
        new DescriptorStream(0), new DescriptorStream(1), new DescriptorStream(2),
        System.Environment.GetEnvironmentVariable, Terminal.OfProcess, Terminal.IsTerminal(0), Terminal.IsTerminal(1));

    /// <summary>An environment variable; null where it is not set or empty.</summary>
    public string? Environment(string name) => _environment(name) is { Length: > 0 } value ? value : null;

    /// <summary>Writes to standard output.</summary>
    public void Out(string text)
    {
        Out(Utf8.GetBytes(text));
        if (_flushLines) _output.Flush();
    }

    /// <summary>Writes a line to standard output.</summary>
    public void OutLine(string line = "") => Out(line + "\n");

    /// <summary>Writes bytes to standard output.</summary>
    public void Out(ReadOnlySpan<byte> bytes)
    {
        _printed.Add(bytes);
        _output.Write(bytes);
    }

    /// <summary>Writes to standard error.</summary>
    public void Error(string text)
    {
        var bytes = Utf8.GetBytes(text);
        _complained.Add(bytes);
        _error.Write(bytes);
        _error.Flush();
    }

    /// <summary>Writes a line to standard error.</summary>
    public void ErrorLine(string line) => Error(line + "\n");

    /// <summary>
    /// Asks for a secret: at the terminal without echo where there is one, else one line of standard input; the prompt is shown
    /// either way. At the end of input the answer is empty (cross-check 9).
    /// </summary>
    /// <param name="prompt">The prompt, with its trailing blank where it has one.</param>
    /// <param name="takesPipe">Whether a standard input that is no terminal comes before the terminal, as in sysadminctl.</param>
    public string AskSecret(string prompt, bool takesPipe = false)
    {
        FlushOutput();
        string answer;
        if (Terminal is { } terminal && (IsInputTerminal || !takesPipe))
        {
            answer = terminal.AskSecret(prompt);
        }
        else
        {
            Error(prompt);
            answer = ReadLine() ?? "";
        }
        Hide(answer);
        return answer;
    }

    /// <summary>From now on what is told of the output (<see cref="Printed"/>) doesn't have this in it.</summary>
    public void Hide(string secret) => _secrets.Add(secret);

    /// <summary>How what was printed begins, secrets hidden.</summary>
    public Printed Printed => new(_printed.Text(_secrets), _printed.Size, _complained.Text(_secrets), _complained.Size);

    /// <summary>Asks for something that may be seen: at the terminal where there is one, else one line of standard input (cross-check 9).</summary>
    /// <param name="prompt">The prompt.</param>
    public string Ask(string prompt)
    {
        FlushOutput();
        if (Terminal is { } terminal) return terminal.Ask(prompt);
        Error(prompt);
        return ReadLine() ?? "";
    }

    /// <summary>The next line of standard input without its end; null at the end of input.</summary>
    public string? ReadLine()
    {
        // Byte by byte: whatever follows the line belongs to whoever reads next, perhaps another process.
        var line = new List<byte>();
        for (int next; (next = _input.ReadByte()) != '\n';)
        {
            if (next < 0) return line.Count == 0 ? null : Utf8.GetString([.. line]);
            line.Add((byte)next);
        }
        if (line is [.., (byte)'\r']) line.RemoveAt(line.Count - 1);
        return Utf8.GetString([.. line]);
    }

    /// <summary>All that is left of standard input.</summary>
    public byte[] ReadToEnd()
    {
        using var all = new MemoryStream();
        _input.CopyTo(all);
        return all.ToArray();
    }

    /// <summary>Standard input itself, for what reads only as much as it can take.</summary>
    public Stream Input => _input;

    /// <summary>Sends what is buffered.</summary>
    public void FlushOutput() => _output.Flush();

    /// <summary>The last words of a command that fails: sends what is buffered and writes a line to standard error, as far as that goes.</summary>
    public void Complain(string line)
    {
        Try(FlushOutput);
        Try(() => ErrorLine(line));
    }

    /// <inheritdoc/>
    public void Dispose() => Try(_output.Dispose);

    // Where nobody listens or the disk is full, the exit status still tells.
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (IOException)
        {
        }
    }
}
