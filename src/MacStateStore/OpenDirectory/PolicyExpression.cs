using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The rule of an account policy: a predicate over attributes, parameters, numbers and strings (dossier companions, 5). Read are
/// and/or/not, comparisons, <c>matches</c> and sums and products; everything else is refused.
/// </summary>
internal sealed class PolicyExpression
{
    /// <summary>The rule that a new password is none of the former ones.</summary>
    public const string NotInHistory = "none policyAttributePasswordHashes in policyAttributePasswordHistory";
    /// <summary>The parameter that says how many of them count.</summary>
    public const string HistoryDepthParameter = "policyAttributePasswordHistoryDepth";

    private const int Deepest = 100;

    private enum Kind { Truth, Number, Text }

    private sealed record Term(Kind Kind, Func<PolicyFacts, object> Value)
    {
        public string? Literal { get; init; }
    }

    // Strongest first; those of a level bind alike.
    private static readonly string[] Comparisons = ["==", "!=", "<>", "<=", "=<", ">=", "=>", "<", ">", "="];

    private static readonly Dictionary<string, Term> Attributes = new(StringComparer.Ordinal)
    {
        ["policyAttributePassword"] = new(Kind.Text, facts => facts.Password),
        ["policyAttributePassword.length"] = new(Kind.Number, facts => (double)facts.Password.Length),
        ["policyAttributeRecordName"] = new(Kind.Text, facts => facts.RecordName),
        ["policyAttributeCurrentTime"] = new(Kind.Number, facts => facts.Now),
        ["policyAttributeCreationTime"] = new(Kind.Number, facts => facts.Book.Created),
        ["policyAttributeLastPasswordChangeTime"] = new(Kind.Number, facts => facts.Book.PasswordSet),
        ["policyAttributeFailedAuthentications"] = new(Kind.Number, facts => (double)facts.Book.FailedCount),
        ["policyAttributeLastFailedAuthenticationTime"] = new(Kind.Number, facts => facts.Book.LastFailed),
        ["policyAttributeCurrentTimeOfDay"] = new(Kind.Number, facts => HoursAndMinutes(facts.Now)),
        ["DAYS_TO_SECONDS"] = new(Kind.Number, _ => 86_400d),
    };

    private readonly string _text;
    private readonly bool _judgesPassword;
    private readonly PlistDictionary _parameters;
    private readonly Func<PolicyFacts, object> _value;
    private int _next;
    private int _depth;

    private PolicyExpression(string text, PlistDictionary parameters, bool judgesPassword)
    {
        _text = text;
        _parameters = parameters;
        _judgesPassword = judgesPassword;
        var rule = Or();
        SkipBlanks();
        if (_next < _text.Length) throw Refusal($"'{_text[_next..]}' isn't emulated");
        _value = Of(Kind.Truth, rule);
    }

    /// <summary>Reads a rule.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="judgesPassword">Whether there is a new password that it may ask about.</param>
    /// <exception cref="AccountPolicyException">It can't be evaluated here.</exception>
    public static PolicyExpression Parse(string text, PlistDictionary parameters, bool judgesPassword) => new(text, parameters, judgesPassword);

    /// <summary>Whether the rule holds.</summary>
    public bool Holds(PolicyFacts facts) => (bool)_value(facts);

    private Term Or()
    {
        var left = And();
        while (Word("or") || Sign("||"))
        {
            var (first, second) = (Of(Kind.Truth, left), Of(Kind.Truth, And()));
            left = new Term(Kind.Truth, facts => (bool)first(facts) || (bool)second(facts));
        }
        return left;
    }

    private Term And()
    {
        var left = Not();
        while (Word("and") || Sign("&&"))
        {
            var (first, second) = (Of(Kind.Truth, left), Of(Kind.Truth, Not()));
            left = new Term(Kind.Truth, facts => (bool)first(facts) && (bool)second(facts));
        }
        return left;
    }

    private Term Not()
    {
        if (!Word("not") && !Sign("!")) return Comparison();
        if (++_depth > Deepest) throw Refusal("it is nested too deep");
        var inner = Of(Kind.Truth, Not());
        _depth--;
        return new Term(Kind.Truth, facts => !(bool)inner(facts));
    }

    // The one question about the history, and the one use of a set that rules make.
    private Term History()
    {
        _ = Word("of");
        if (!_judgesPassword) throw Refusal("the history of passwords isn't known there");
        if (!Word("policyAttributePasswordHashes") || !Word("in") || !Word("policyAttributePasswordHistory")) throw Refusal("what follows 'none' isn't emulated");
        if (!_parameters.TryGetInteger(HistoryDepthParameter, out var depth) || depth is < 1 or > PasswordHistory.Longest)
            throw Refusal($"{HistoryDepthParameter} must be from 1 to {PasswordHistory.Longest}");
        return new Term(Kind.Truth, facts => !facts.WasUsed((int)depth));
    }

    // 1345 for a quarter to two.
    private static double HoursAndMinutes(double now)
    {
        var minutes = (long)Math.Floor(now / 60) % (24 * 60);
        return minutes / 60 * 100 + minutes % 60;
    }

    private Term Comparison()
    {
        if (Word("none")) return History();
        var left = Sum();
        if (Word("matches")) return Match(left, Sign("[c]"));
        foreach (var sign in Comparisons)
            if (Sign(sign)) return Compare(left, sign, Sum());
        return left;
    }

    private Term Match(Term left, bool ignoresCase)
    {
        if (Sum().Literal is not { } pattern) throw Refusal("what follows 'matches' is no string");
        var (text, compiled) = (Of(Kind.Text, left), PolicyPattern.Parse(pattern, ignoresCase));
        return new Term(Kind.Truth, facts => compiled.Matches((string)text(facts)));
    }

    private Term Compare(Term left, string sign, Term right)
    {
        if (left.Kind == Kind.Truth || left.Kind != right.Kind) throw Refusal($"the two sides of '{sign}' can't be compared");
        var isOrder = sign is not ("==" or "!=" or "<>" or "=");
        if (left.Kind == Kind.Text && isOrder) throw Refusal($"'{sign}' between strings isn't emulated");
        Func<int, bool> holds = sign switch
        {
            "==" or "=" => order => order == 0,
            "!=" or "<>" => order => order != 0,
            "<" => order => order < 0,
            ">" => order => order > 0,
            "<=" or "=<" => order => order <= 0,
            _ => order => order >= 0,
        };
        return left.Kind == Kind.Number
            ? new Term(Kind.Truth, facts => holds(((double)left.Value(facts)).CompareTo((double)right.Value(facts))))
            : new Term(Kind.Truth, facts => holds(string.CompareOrdinal((string)left.Value(facts), (string)right.Value(facts))));
    }

    private Term Sum()
    {
        var left = Product();
        while (true)
        {
            if (Sign("+")) left = Calculate(left, Product(), (a, b) => a + b);
            else if (Sign("-")) left = Calculate(left, Product(), (a, b) => a - b);
            else return left;
        }
    }

    private Term Product()
    {
        var left = Primary();
        while (true)
        {
            if (Sign("*")) left = Calculate(left, Primary(), (a, b) => a * b);
            else if (Sign("/")) left = Calculate(left, Primary(), (a, b) => a / b);
            else return left;
        }
    }

    private Term Calculate(Term left, Term right, Func<double, double, double> operation)
    {
        var (first, second) = (Of(Kind.Number, left), Of(Kind.Number, right));
        return new Term(Kind.Number, facts => operation((double)first(facts), (double)second(facts)));
    }

    private Term Primary()
    {
        SkipBlanks();
        if (_next == _text.Length) throw Refusal("it ends too early");
        var c = _text[_next];
        if (c == '(') return Parenthesis();
        if (c is '\'' or '"') return String(c);
        if (char.IsAsciiDigit(c) || c == '.') return Number();
        if (!char.IsAsciiLetter(c)) throw Refusal($"'{c}' isn't emulated");
        var start = _next;
        while (_next < _text.Length && IsOfName(_text[_next])) _next++;
        return Named(_text[start.._next]);
    }

    private Term Parenthesis()
    {
        if (++_depth > Deepest) throw Refusal("it is nested too deep");
        _next++;
        var inner = Or();
        if (!Sign(")")) throw Refusal("its parentheses don't match");
        _depth--;
        return inner;
    }

    private Term Number()
    {
        var start = _next;
        while (_next < _text.Length && (char.IsAsciiDigit(_text[_next]) || _text[_next] == '.')) _next++;
        return double.TryParse(_text.AsSpan(start, _next - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new Term(Kind.Number, _ => number)
            : throw Refusal($"{_text[start.._next]} is no number");
    }

    private Term String(char quote)
    {
        var text = new StringBuilder();
        for (_next++; _next < _text.Length && _text[_next] != quote; _next++)
        {
            if (_text[_next] == '\\')
            {
                // Whether a Mac passes other escapes on to the regular expression isn't known.
                if (++_next == _text.Length || _text[_next] is not ('\\' or '\'' or '"')) throw Refusal("a single backslash in a string isn't emulated");
            }
            text.Append(_text[_next]);
        }
        if (_next++ == _text.Length) throw Refusal("a string isn't closed");
        var value = text.ToString();
        return new Term(Kind.Text, _ => value) { Literal = value };
    }

    private Term Named(string name)
    {
        if (name.Equals("TRUEPREDICATE", StringComparison.OrdinalIgnoreCase)) return new Term(Kind.Truth, _ => true);
        if (name.Equals("FALSEPREDICATE", StringComparison.OrdinalIgnoreCase)) return new Term(Kind.Truth, _ => false);
        if (_parameters[name] is { } parameter)
            return parameter switch
            {
                PlistInteger integer => new Term(Kind.Number, _ => (double)integer.Value),
                PlistReal real => new Term(Kind.Number, _ => real.Value),
                PlistString text => new Term(Kind.Text, _ => text.Value) { Literal = text.Value },
                _ => throw Refusal($"the parameter {name} is neither a number nor a string"),
            };
        if (!_judgesPassword && name.StartsWith("policyAttributePassword", StringComparison.Ordinal)) throw Refusal($"{name} isn't known there");
        return Attributes.TryGetValue(name, out var attribute) ? attribute : throw Refusal($"{name} isn't emulated");
    }

    private Func<PolicyFacts, object> Of(Kind kind, Term term) => term.Kind == kind ? term.Value
        : throw Refusal(kind switch { Kind.Truth => "something that is true or false is missing", Kind.Number => "a number is missing", _ => "a string is missing" });

    private bool Sign(string sign)
    {
        SkipBlanks();
        if (!_text.AsSpan(_next).StartsWith(sign, StringComparison.Ordinal)) return false;
        _next += sign.Length;
        return true;
    }

    private bool Word(string word)
    {
        SkipBlanks();
        if (!_text.AsSpan(_next).StartsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
        if (_next + word.Length < _text.Length && IsOfName(_text[_next + word.Length])) return false;
        _next += word.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (_next < _text.Length && char.IsWhiteSpace(_text[_next])) _next++;
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.';

    private AccountPolicyException Refusal(string why) => new($"the rule '{_text}' of a policy: {why}");
}
