using MacToolHost;

namespace Companions;

/// <summary>Reads AppleScript as far as deployment scripts use it: dialogs, variables, conditions, loops and errors.</summary>
internal sealed class AppleScriptParser
{
    private const int MostRounds = 10_000;

    private readonly AppleScriptReader _reader;
    private readonly AppleScriptExpressions _expressions;
    private readonly IReadOnlyList<string> _arguments;

    private AppleScriptParser(string script, IReadOnlyList<string> arguments)
    {
        _reader = new AppleScriptReader(AppleScriptWords.Of(script));
        _expressions = new AppleScriptExpressions(_reader);
        _arguments = arguments;
    }

    /// <summary>Reads a script; running it leaves its value in the frame.</summary>
    /// <exception cref="NotEmulatedException">It has something that isn't emulated.</exception>
    public static Action<AppleScriptFrame> Read(string script, IReadOnlyList<string> arguments)
    {
        var parser = new AppleScriptParser(script, arguments);
        var statements = parser.Block();
        if (!parser._reader.IsAtEnd) throw parser._reader.Unknown();
        return statements;
    }

    // Statements up to an `end`, `else` or `on error`.
    private Action<AppleScriptFrame> Block()
    {
        var statements = new List<Action<AppleScriptFrame>>();
        for (; ; )
        {
            _reader.SkipLineEnds();
            if (_reader.IsAtEnd || _reader.Is("end") || _reader.Is("else") || _reader.Is("on", "error")) break;
            statements.Add(Statement());
        }
        return frame =>
        {
            foreach (var statement in statements)
            {
                if (frame.IsLeaving) return;
                statement(frame);
            }
        };
    }

    private Action<AppleScriptFrame> Statement()
    {
        if (_reader.Take("tell")) return Tell();
        if (_reader.Take("if")) return If();
        if (_reader.Take("try")) return Try();
        if (_reader.Take("repeat")) return Repeat();
        if (_reader.Take("with", "timeout", "of")) return Timeout();
        if (_reader.Take("on", "run")) return Handler();
        if (_reader.Take("set") || _reader.Take("property")) return Set();
        if (_reader.Take("return")) return Return();
        if (_reader.Is("error")) return Error();
        if (_reader.Take("exit", "repeat")) return frame => frame.LeavesLoop = true;
        // No application runs on an emulated Mac: one that is to come forward or to go does nothing.
        if (_reader.Take("activate") || _reader.Take("quit"))
        {
            if (_reader.Take("application") || _reader.Take("app")) _expressions.Read();
            return _ => { };
        }
        if (_reader.Take("delay"))
        {
            _expressions.Read();
            return _ => { };
        }
        var value = _expressions.Read();
        return frame =>
        {
            frame.Result = value(frame);
            frame.Set("result", frame.Result);
        };
    }

    private Action<AppleScriptFrame> Tell()
    {
        Func<AppleScriptFrame, object?>? name = null;
        if (_reader.Take("application") || _reader.Take("app")) name = _expressions.Read();
        else if (!_reader.Take("me") && !_reader.Take("current", "application")) throw _reader.Unknown();
        var body = _reader.Take("to") ? Statement() : Nested("tell");
        return frame =>
        {
            var before = frame.Application;
            frame.Application = name is null ? null : AppleScriptValue.Text(name(frame)) is { } application ? NameOf(application) : null;
            body(frame);
            frame.Application = before;
        };
    }

    private Action<AppleScriptFrame> If()
    {
        var condition = _expressions.Read();
        _reader.Expect("then");
        if (!_reader.IsLineEnd)
        {
            var only = Statement();
            return frame =>
            {
                if (condition(frame) is true) only(frame);
            };
        }
        var then = Block();
        Action<AppleScriptFrame> otherwise = _ => { };
        if (_reader.Take("else", "if")) otherwise = If();
        else
        {
            if (_reader.Take("else")) otherwise = Block();
            _reader.ExpectEnd("if");
        }
        return frame => (condition(frame) is true ? then : otherwise)(frame);
    }

    private Action<AppleScriptFrame> Try()
    {
        var body = Block();
        Action<AppleScriptFrame> handler = _ => { };
        string? message = null;
        string? number = null;
        if (_reader.Take("on", "error"))
        {
            if (!_reader.Is("number")) message = _reader.TryName();
            if (_reader.Take("number")) number = _reader.TryName();
            handler = Block();
        }
        _reader.ExpectEnd("try", "error");
        return frame =>
        {
            var application = frame.Application;
            try
            {
                body(frame);
            }
            catch (AppleScriptException error)
            {
                frame.Application = application;
                if (message is not null) frame.Set(message, error.Message);
                if (number is not null) frame.Set(number, error.Number);
                handler(frame);
            }
        };
    }

    private Action<AppleScriptFrame> Repeat()
    {
        if (_reader.Take("with"))
        {
            var name = _reader.TryName() ?? throw _reader.Unknown();
            _reader.Expect("in");
            var list = _expressions.Read();
            var each = Nested("repeat");
            return frame => Loop(frame, AppleScriptValue.Items(list(frame)), item =>
            {
                frame.Set(name, item);
                each(frame);
            });
        }
        Func<AppleScriptFrame, object?>? condition = null;
        var until = false;
        Func<AppleScriptFrame, object?>? times = null;
        if (_reader.Take("while") || (until = _reader.Take("until"))) condition = _expressions.Read();
        else if (!_reader.IsLineEnd)
        {
            times = _expressions.Read();
            if (!_reader.Take("times")) throw _reader.Unknown();
        }
        var body = Nested("repeat");
        return frame =>
        {
            var most = times is null ? MostRounds : (int)(AppleScriptValue.Number(times(frame)) ?? 0);
            Loop(frame, Enumerable.Range(0, most).TakeWhile(_ => condition is null || condition(frame) is true != until), _ => body(frame));
            if (times is null && frame.Rounds >= MostRounds) throw new NotEmulatedException($"osascript: a loop of more than {MostRounds} rounds");
        };
    }

    private static void Loop<T>(AppleScriptFrame frame, IEnumerable<T> items, Action<T> body)
    {
        var rounds = 0;
        foreach (var item in items)
        {
            body(item);
            rounds++;
            if (frame.IsLeaving) break;
        }
        frame.Rounds = frame.LeavesLoop || frame.HasReturned ? 0 : rounds;
        frame.LeavesLoop = false;
    }

    private Action<AppleScriptFrame> Timeout()
    {
        _expressions.Read();
        if (!_reader.Take("seconds") && !_reader.Take("second")) throw _reader.Unknown();
        return Nested("timeout");
    }

    // The only handler that runs by itself.
    private Action<AppleScriptFrame> Handler()
    {
        var name = _reader.TryName();
        var body = Nested("run");
        return frame =>
        {
            if (name is not null) frame.Set(name, new List<object?>(_arguments));
            body(frame);
        };
    }

    private Action<AppleScriptFrame> Set()
    {
        var names = new List<string>();
        var isList = _reader.TakeSign("{");
        do names.Add(_reader.TryName() ?? throw _reader.Unknown());
        while (isList && _reader.TakeSign(","));
        if (isList) _reader.ExpectSign("}");
        if (!_reader.Take("to") && !_reader.TakeSign(":")) throw _reader.Unknown();
        var value = _expressions.Read();
        return frame =>
        {
            frame.Result = value(frame);
            frame.Set("result", frame.Result);
            if (!isList) frame.Set(names[0], frame.Result);
            else
                foreach (var (name, item) in names.Zip(AppleScriptValue.Items(frame.Result))) frame.Set(name, item);
        };
    }

    private Action<AppleScriptFrame> Return()
    {
        var value = _reader.IsLineEnd ? null : _expressions.Read();
        return frame =>
        {
            frame.Result = value?.Invoke(frame);
            frame.HasReturned = true;
        };
    }

    private Action<AppleScriptFrame> Error()
    {
        var start = _reader.Start;
        _reader.Expect("error");
        var message = _reader.IsLineEnd || _reader.Is("number") ? null : _expressions.Read();
        var number = _reader.Take("number") ? _expressions.Read() : null;
        var end = _reader.LastEnd;
        return frame =>
        {
            var code = number is null ? -2700 : (long)(AppleScriptValue.Number(number(frame)) ?? -2700);
            var text = message is null ? (code == AppleScriptDialogs.Canceled ? AppleScriptDialogs.CanceledText : "An error of type " + code + " has occurred.") : AppleScriptValue.Text(message(frame)) ?? "";
            throw new AppleScriptException(text, code, start, end);
        };
    }

    private Action<AppleScriptFrame> Nested(string kind)
    {
        if (!_reader.IsLineEnd) throw _reader.Unknown();
        var body = Block();
        _reader.ExpectEnd(kind);
        return body;
    }

    private static string NameOf(string application) =>
        application.TrimEnd(':', '/').Split(':', '/')[^1] is var name && name.EndsWith(".app", StringComparison.Ordinal) ? name[..^".app".Length] : name;
}
