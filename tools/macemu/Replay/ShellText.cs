namespace MacEmu.Replay;

/// <summary>As much of a shell's grammar as is needed to see where a command ends, and where in it quotes are.</summary>
internal static class ShellText
{
    private static readonly string[] Opening = ["if", "case", "for", "while", "until", "select", "{"];
    private static readonly string[] Closing = ["fi", "esac", "done", "}"];

    /// <summary>After these words another command begins.</summary>
    private static readonly string[] Leading = ["then", "do", "else", "elif", "!", "time", "if", "while", "until", "{"];

    /// <summary>Whether a text is a whole command, so that a shell would run it and not wait for more lines.</summary>
    public static bool IsComplete(string text) => new Scanner(text).IsComplete();

    /// <summary>Whether a line begins an own word of a comment.</summary>
    public static bool IsComment(string line) => line.TrimStart().StartsWith('#');

    /// <summary>Where the bodies of heredocs are.</summary>
    public static IReadOnlyList<(int Start, int End)> Bodies(string text)
    {
        var scanner = new Scanner(text);
        scanner.IsComplete();
        return scanner.Bodies;
    }

    private sealed class Scanner(string text)
    {
        private readonly Stack<string> _open = [];
        private readonly Queue<(string End, bool TakesTabs)> _heredocs = [];
        private readonly List<(int, int)> _bodies = [];
        private int _at;

        public IReadOnlyList<(int Start, int End)> Bodies => _bodies;

        public bool IsComplete()
        {
            var (starts, operatorLast) = (true, false);
            while (_at < text.Length)
            {
                var c = text[_at];
                if (c == '\n')
                {
                    _at++;
                    if (_heredocs.Count > 0 && !SkipHeredocs()) return false;
                    if (!operatorLast) starts = true;
                    continue;
                }
                if (c is ' ' or '\t')
                {
                    _at++;
                    continue;
                }
                if (c == '#' && (_at == 0 || char.IsWhiteSpace(text[_at - 1]) || text[_at - 1] is ';' or '&' or '|' or '('))
                {
                    while (_at < text.Length && text[_at] != '\n') _at++;
                    continue;
                }
                if (c is ';' or '&' or '|')
                {
                    var two = _at + 1 < text.Length && text[_at + 1] == c;
                    operatorLast = c == '|' || (c == '&' && two);
                    _at += two ? 2 : 1;
                    starts = true;
                    continue;
                }
                if (c == '(')
                {
                    _open.Push("(");
                    (starts, operatorLast) = (true, false);
                    _at++;
                    continue;
                }
                if (c == ')')
                {
                    // One that nothing opened ends a pattern of case.
                    if (_open.TryPeek(out var open) && open == "(") _open.Pop();
                    (starts, operatorLast) = (true, false);
                    _at++;
                    continue;
                }
                if (c == '<' && text.AsSpan(_at).StartsWith("<<") && !text.AsSpan(_at).StartsWith("<<<") && !IsArithmetic())
                {
                    if (!ReadHeredoc()) return false;
                    continue;
                }
                if (c is '<' or '>')
                {
                    while (_at < text.Length && text[_at] == c) _at++;
                    continue;
                }
                var from = _at;
                if (!SkipWord()) return false;
                operatorLast = false;
                var word = text[from.._at];
                if (starts) Keyword(word);
                starts = starts && (Leading.Contains(word) || IsAssignment(word));
            }
            return !operatorLast && _open.Count == 0 && _heredocs.Count == 0 && !EndsInBackslash();
        }

        private bool IsArithmetic() => _open.Count > 1 && _open.Take(2).All(open => open == "(");

        private static bool IsAssignment(string word) => word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && word.AsSpan(0, at).IndexOfAnyExcept(NameCharacters) < 0;

        private bool EndsInBackslash()
        {
            var count = 0;
            for (var i = text.Length - 1; i >= 0 && text[i] == '\\'; i--) count++;
            return count % 2 == 1;
        }

        private void Keyword(string word)
        {
            if (Opening.Contains(word)) _open.Push(word);
            else if (Closing.Contains(word) && _open.TryPeek(out var open) && open != "(") _open.Pop();
        }

        private bool ReadHeredoc()
        {
            _at += 2;
            var takesTabs = _at < text.Length && text[_at] == '-';
            if (takesTabs) _at++;
            while (_at < text.Length && text[_at] is ' ' or '\t') _at++;
            var from = _at;
            if (!SkipWord()) return false;
            _heredocs.Enqueue((text[from.._at].Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal), takesTabs));
            return true;
        }

        private bool SkipHeredocs()
        {
            while (_heredocs.TryDequeue(out var heredoc))
            {
                var start = _at;
                for (var found = false; !found;)
                {
                    if (_at >= text.Length) return false;
                    var end = text.IndexOf('\n', _at);
                    var line = text[_at..(end < 0 ? text.Length : end)].TrimEnd('\r');
                    found = (heredoc.TakesTabs ? line.TrimStart('\t') : line) == heredoc.End;
                    if (found) _bodies.Add((start, _at));
                    _at = end < 0 ? text.Length : end + 1;
                }
            }
            return true;
        }

        // To the end of a word; false where a quote or a substitution isn't closed.
        private bool SkipWord()
        {
            for (; _at < text.Length; _at++)
            {
                switch (text[_at])
                {
                    case '\\' or '\'' or '"':
                        if (!SkipKept()) return false;
                        break;
                    case '`':
                        if ((_at = text.IndexOf('`', _at + 1)) < 0) return Unclosed();
                        break;
                    case '$' when _at + 1 < text.Length && text[_at + 1] is '(' or '{':
                        if (!SkipSubstitution()) return false;
                        break;
                    case ' ' or '\t' or '\n' or ';' or '&' or '|' or '(' or ')' or '<' or '>':
                        return true;
                }
            }
            _at = Math.Min(_at, text.Length);
            return true;
        }

        // What a backslash or quotes keep; false where a quote isn't closed.
        private bool SkipKept() => text[_at] switch
        {
            '\\' => ++_at > 0,
            '\'' => (_at = text.IndexOf('\'', _at + 1)) >= 0 || Unclosed(),
            _ => SkipQuoted(),
        };

        private bool Unclosed()
        {
            _at = text.Length;
            return false;
        }

        private bool SkipQuoted()
        {
            for (_at++; _at < text.Length; _at++)
            {
                if (text[_at] == '"') return true;
                if (text[_at] == '\\') _at++;
                else if (text[_at] == '$' && _at + 1 < text.Length && text[_at + 1] is '(' or '{' && !SkipSubstitution()) return false;
            }
            return Unclosed();
        }

        // From the $ to the bracket that closes it.
        private bool SkipSubstitution()
        {
            var depth = 0;
            for (_at++; _at < text.Length; _at++)
            {
                switch (text[_at])
                {
                    case '(' or '{':
                        depth++;
                        break;
                    case ')' or '}':
                        if (--depth == 0) return true;
                        break;
                    case '\\' or '\'' or '"':
                        if (!SkipKept()) return false;
                        break;
                }
            }
            return Unclosed();
        }
    }

    /// <summary>What a name of a variable is made of.</summary>
    public static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
}
