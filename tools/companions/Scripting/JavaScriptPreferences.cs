using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary>
/// The JavaScript for Automation that compliance scripts read preferences with: NSUserDefaults, variables, comparisons, <c>if</c> and
/// <c>return</c>. Everything else is refused.
/// </summary>
internal sealed class JavaScriptPreferences
{
    private static readonly string[] Operators = ["===", "!==", "==", "!=", "<=", ">=", "&&", "||"];

    private readonly ToolRun _run;
    private readonly List<string> _tokens;
    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);
    private int _next;
    private bool _isSkipping;
    private bool _hasReturned;
    private object? _result;

    private JavaScriptPreferences(ToolRun run, string script)
    {
        _run = run;
        _tokens = Tokens(script);
    }

    /// <summary>A class, or an object of one, whose preferences are asked for.</summary>
    private sealed record Suite(string? Domain);

    /// <summary>Runs a script and prints its value.</summary>
    public static int Run(ToolRun run, string script)
    {
        var program = new JavaScriptPreferences(run, script);
        program.Program();
        if (Shown(program._result) is { } text) run.Console.OutLine(text);
        return 0;
    }

    private string Current => _next < _tokens.Count ? _tokens[_next] : "";

    private void Program()
    {
        while (_next < _tokens.Count)
        {
            // The function of that name runs by itself.
            if (!Take("function")) Statement();
            else if (Take("run") && Take("("))
            {
                while (!Take(")")) Skip();
                Block();
            }
            else throw Unknown();
        }
    }

    private void Block()
    {
        Expect("{");
        while (!Take("}")) Statement();
    }

    private void Statement()
    {
        if (Take(";")) return;
        if (Current == "{") Block();
        else if (Take("if")) If();
        else if (Take("return"))
        {
            var value = Current is ";" or "}" ? null : Expression();
            if (!_isSkipping) (_result, _hasReturned, _isSkipping) = (value, true, true);
        }
        else
        {
            var declares = Take("let") || Take("const") || Take("var");
            if (IsName(Current) && _next + 1 < _tokens.Count && _tokens[_next + 1] == "=")
            {
                var name = _tokens[_next];
                _next += 2;
                var value = Expression();
                if (!_isSkipping) _variables[name] = value;
            }
            else if (declares) throw Unknown();
            else
            {
                var value = Expression();
                if (!_isSkipping) _result = value;
            }
        }
        Take(";");
    }

    private void If()
    {
        Expect("(");
        var condition = IsTrue(Expression());
        Expect(")");
        var before = _isSkipping;
        _isSkipping = before || !condition;
        Statement();
        _isSkipping = before || _hasReturned;
        if (!Take("else")) return;
        before = _isSkipping;
        _isSkipping = before || condition;
        Statement();
        _isSkipping = before || _hasReturned;
    }

    private object? Expression()
    {
        var left = Conjunction();
        while (Take("||"))
        {
            var right = Conjunction();
            left = IsTrue(left) ? left : right;
        }
        return left;
    }

    private object? Conjunction()
    {
        var left = Comparison();
        while (Take("&&"))
        {
            var right = Comparison();
            left = IsTrue(left) ? right : left;
        }
        return left;
    }

    private object? Comparison()
    {
        var left = Sum();
        if (Take("===") || Take("==")) return AreEqual(left, Sum());
        if (Take("!==") || Take("!=")) return !AreEqual(left, Sum());
        if (Take("<=")) return Number(left) <= Number(Sum());
        if (Take(">=")) return Number(left) >= Number(Sum());
        if (Take("<")) return Number(left) < Number(Sum());
        if (Take(">")) return Number(left) > Number(Sum());
        return left;
    }

    private object? Sum()
    {
        var left = Chain();
        while (Take("+"))
        {
            var right = Chain();
            left = left is string || right is string ? $"{Shown(left) ?? "undefined"}{Shown(right) ?? "undefined"}" : Number(left) + Number(right);
        }
        return left;
    }

    private object? Chain()
    {
        if (Take("!")) return !IsTrue(Chain());
        var value = Primary();
        while (Take("."))
        {
            var name = Name();
            if (name == "js") continue;
            if (value is not Suite suite) throw new NotEmulatedException($"osascript: JavaScript '.{name}'");
            value = name switch
            {
                "alloc" or "standardUserDefaults" or "init" => suite,
                "initWithSuiteName" => new Suite(Argument() as string),
                "objectForKey" or "stringForKey" or "boolForKey" or "integerForKey" or "arrayForKey" => Preference(suite, Argument()),
                "objectIsForcedForKey" => IsForced(suite, Argument()),
                _ => throw new NotEmulatedException($"osascript: JavaScript '.{name}'"),
            };
        }
        return value;
    }

    private object? Primary()
    {
        if (Take("("))
        {
            var inner = Expression();
            Expect(")");
            return inner;
        }
        var token = Current;
        _next++;
        switch (token)
        {
            case "true" or "false":
                return token == "true";
            case "null" or "undefined":
                return null;
            case "$":
                if (Current == "(") return Argument();
                Expect(".");
                return Take("NSUserDefaults") ? new Suite(null) : throw Unknown();
            case "ObjC":
                Expect(".");
                var name = Name();
                return name is "unwrap" or "deepUnwrap" or "import" ? Argument() : throw new NotEmulatedException($"osascript: JavaScript 'ObjC.{name}'");
            case ['"' or '\'' or '`', ..]:
                return token[1..];
            case [>= '0' and <= '9', ..]:
                return double.Parse(token, CultureInfo.InvariantCulture);
            default:
                if (IsName(token) && (_variables.ContainsKey(token) || _isSkipping)) return _variables.GetValueOrDefault(token);
                _next--;
                throw Unknown();
        }
    }

    private object? Argument()
    {
        Expect("(");
        var value = Current == ")" ? null : Expression();
        Expect(")");
        return value;
    }

    // What is forced comes first, then one's own, then everybody's, then what holds in all domains.
    private object? Preference(Suite suite, object? key)
    {
        if (key is not string name) return null;
        PlistValue? value = null;
        if (suite.Domain is { } domain) value = Domain.Named(_run, domain).Read(_run)?[name] ?? Domain.Named(_run, $"/Library/Preferences/{domain}").Read(_run)?[name];
        return Plain(value ?? Domain.Named(_run, "-g").Read(_run)?[name]);
    }

    private bool IsForced(Suite suite, object? key) =>
        key is string name && suite.Domain is { } domain && _run.Mac.ManagedPreferences.Of(domain, _run.User)?[name] is not null;

    // A text would become a property list's again without the cast.
    private static object? Plain(PlistValue? value) => value switch
    {
        PlistString text => (object?)text.Value,
        PlistBoolean truth => truth.Value,
        PlistInteger number => (double)number.Value,
        PlistReal number => number.Value,
        _ => value,
    };

    private static string? Shown(object? value) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        PlistArray array => string.Join(", ", array.Select(item => Shown(Plain(item)))),
        _ => throw new NotEmulatedException("osascript: printing such a value of JavaScript"),
    };

    private static bool IsTrue(object? value) => value switch
    {
        null or "" or false => false,
        double number => number != 0 && !double.IsNaN(number),
        _ => true,
    };

    private static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (string a, string b) => a == b,
        (bool or double or string, bool or double or string) => Number(left) == Number(right),
        _ => Equals(left, right),
    };

    private static double Number(object? value) => value switch
    {
        double number => number,
        bool truth => truth ? 1 : 0,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => double.NaN,
    };

    private bool Take(string token)
    {
        if (Current != token) return false;
        _next++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token)) throw Unknown();
    }

    private void Skip()
    {
        if (_next++ >= _tokens.Count) throw Unknown();
    }

    private string Name() => IsName(Current) ? _tokens[_next++] : throw Unknown();

    private static bool IsName(string token) => token.Length > 0 && (char.IsLetter(token[0]) || token[0] == '_');

    private NotEmulatedException Unknown() => new(_next < _tokens.Count ? $"osascript: JavaScript from '{_tokens[_next]}' on" : "osascript: JavaScript that ends so");

    // Texts keep their first quote, to tell them from names.
    private static List<string> Tokens(string script)
    {
        var tokens = new List<string>();
        for (var i = 0; i < script.Length;)
        {
            var start = i;
            var c = script[i];
            // A backslash before a line end is left over from a shell's here-document.
            if (char.IsWhiteSpace(c) || c == '\\') i++;
            else if (script.AsSpan(i).StartsWith("//")) i = script.IndexOf('\n', i) is >= 0 and var line ? line : script.Length;
            else if (script.AsSpan(i).StartsWith("/*")) i = script.IndexOf("*/", i, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : script.Length;
            else if (c is '"' or '\'' or '`')
            {
                var text = new StringBuilder().Append(c);
                for (i++; i < script.Length && script[i] != c; i++)
                {
                    if (c == '`' && script.AsSpan(i).StartsWith("${")) throw new NotEmulatedException("osascript: JavaScript with values in a text");
                    text.Append(script[i] == '\\' && i + 1 < script.Length ? script[++i] is 'n' ? '\n' : script[i] : script[i]);
                }
                i++;
                tokens.Add(text.ToString());
            }
            else if (char.IsLetterOrDigit(c) || c == '_')
            {
                while (i < script.Length && (char.IsLetterOrDigit(script[i]) || script[i] == '_' || (script[i] == '.' && char.IsAsciiDigit(c)))) i++;
                tokens.Add(script[start..i]);
            }
            else
            {
                var sign = Operators.FirstOrDefault(sign => script.AsSpan(start).StartsWith(sign)) ?? c.ToString();
                i += sign.Length;
                tokens.Add(sign);
            }
        }
        return tokens;
    }
}
