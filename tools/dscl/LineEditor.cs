using System.Text;
using MacToolHost;

namespace Dscl;

/// <summary>
/// Reads lines at a terminal: arrows and control keys move, delete and go through the earlier lines, Tab asks for names. A line longer
/// than the terminal is wide is drawn anew at each key.
/// </summary>
internal sealed class LineEditor(ToolConsole console)
{
    private const int Escape = 0x1B;

    private readonly List<string> _earlier = [];
    private readonly List<Rune> _line = [];
    private int _cursor;

    /// <summary>Whether ctrl-C ended the last line.</summary>
    public bool WasInterrupted { get; private set; }

    /// <summary>Whether Tab ended the last reading: the line goes on after <see cref="Complete"/>.</summary>
    public bool IsCompleting { get; private set; }

    /// <summary>
    /// The next line, or up to the cursor the one that is to be completed; null at the end of input, for ctrl-D on an empty line and
    /// for ctrl-C.
    /// </summary>
    public string? ReadLine(string prompt) => Terminal.KeyByKey(() =>
    {
        if (IsCompleting) Redraw(prompt);
        else
        {
            Show(prompt);
            Put("");
        }
        IsCompleting = false;
        var line = Edit(prompt);
        if (IsCompleting) return line;
        Show("\n");
        if (line is { Length: > 0 }) _earlier.Add(line);
        return line;
    });

    /// <summary>Adds what the names have in common; where that is nothing, shows them.</summary>
    public void Complete(Completion completion)
    {
        var addition = completion.Addition;
        if (addition.Length == 0 && completion.Names.Count > 1) Show($"\n{string.Join("  ", completion.Names.Select(name => name.TrimEnd('/', ' ')))}\n");
        foreach (var rune in addition.EnumerateRunes()) _line.Insert(_cursor++, rune);
    }

    private string? Edit(string prompt)
    {
        var (shown, typed) = (_earlier.Count, "");
        while (true)
        {
            var key = Key();
            switch (key)
            {
                case -1: return _line.Count > 0 ? Text() : null;
                case '\n' or '\r': return Text();
                case Control.C:
                    WasInterrupted = true;
                    return null;
                case Control.D when _line.Count == 0: return null;
                case Control.D or Named.Delete:
                    if (_cursor < _line.Count) _line.RemoveAt(_cursor);
                    break;
                case Control.H or 0x7F:
                    if (_cursor > 0) _line.RemoveAt(--_cursor);
                    break;
                case Control.A or Named.Home: _cursor = 0; break;
                case Control.E or Named.End: _cursor = _line.Count; break;
                case Control.B or Named.Left: _cursor = Math.Max(_cursor - 1, 0); break;
                case Control.F or Named.Right: _cursor = Math.Min(_cursor + 1, _line.Count); break;
                case Control.K: _line.RemoveRange(_cursor, _line.Count - _cursor); break;
                case Control.U: Put(""); break;
                case '\t':
                    IsCompleting = true;
                    return string.Concat(_line.Take(_cursor));
                case Control.P or Named.Up: Turn(-1); break;
                case Control.N or Named.Down: Turn(1); break;
                // Shown alone, as who watches for the prompt must not meet it again.
                case >= ' ' when Rune.IsValid(key) && _cursor == _line.Count:
                    Put(Text() + new Rune(key));
                    Show(new Rune(key).ToString());
                    continue;
                case >= ' ' when Rune.IsValid(key): _line.Insert(_cursor++, new Rune(key)); break;
                default: continue;
            }
            Redraw(prompt);

            void Turn(int step)
            {
                var wanted = shown + step;
                if (wanted < 0 || wanted > _earlier.Count) return;
                if (shown == _earlier.Count) typed = Text();
                shown = wanted;
                Put(shown == _earlier.Count ? typed : _earlier[shown]);
            }
        }
    }

    private void Redraw(string prompt)
    {
        var back = _line.Count - _cursor;
        Show($"\r{prompt}{Text()}\e[K" + (back > 0 ? $"\e[{back}D" : ""));
    }

    private string Text() => string.Concat(_line);

    private void Put(string text)
    {
        _line.Clear();
        _line.AddRange(text.EnumerateRunes());
        _cursor = _line.Count;
    }

    private void Show(string text)
    {
        console.Out(text);
        console.FlushOutput();
    }

    // A character, or one of the named keys.
    private int Key()
    {
        var first = console.Input.ReadByte();
        if (first == Escape) return AfterEscape();
        var length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length == 1) return first < 0x80 ? first : Named.Unknown;
        Span<byte> bytes = stackalloc byte[length];
        bytes[0] = (byte)first;
        for (var i = 1; i < length; i++) bytes[i] = (byte)console.Input.ReadByte();
        return Rune.DecodeFromUtf8(bytes, out var rune, out _) == System.Buffers.OperationStatus.Done ? rune.Value : Named.Unknown;
    }

    private int AfterEscape()
    {
        if (console.Input.ReadByte() is not ('[' or 'O')) return Named.Unknown;
        var next = console.Input.ReadByte();
        var number = 0;
        for (; next is >= '0' and <= '9' or ';'; next = console.Input.ReadByte()) number = next == ';' ? 0 : number * 10 + (next - '0');
        return (next, number) switch
        {
            ('A', _) => Named.Up,
            ('B', _) => Named.Down,
            ('C', _) => Named.Right,
            ('D', _) => Named.Left,
            ('H', _) or ('~', 1 or 7) => Named.Home,
            ('F', _) or ('~', 4 or 8) => Named.End,
            ('~', 3) => Named.Delete,
            _ => Named.Unknown,
        };
    }

    private static class Control
    {
        public const int A = 1, B = 2, C = 3, D = 4, E = 5, F = 6, H = 8, K = 11, N = 14, P = 16, U = 21;
    }

    // Beyond every character.
    private static class Named
    {
        public const int Up = 0x200000, Down = Up + 1, Right = Up + 2, Left = Up + 3, Home = Up + 4, End = Up + 5, Delete = Up + 6, Unknown = Up + 7;
    }
}
