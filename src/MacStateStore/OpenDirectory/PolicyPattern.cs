using System.Text;
using System.Text.RegularExpressions;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The regular expression of a policy rule: ICU's, as NSPredicate's <c>matches</c> has it (dossier companions, 5), put into .NET's words.
/// What means another thing there, or nothing, is refused rather than misread.
/// </summary>
internal sealed class PolicyPattern
{
    // A character outside of the basic plane is one to ICU and two to .NET: it is stood in for by one that nobody types.
    private const char Astral = '\uF8FF';
    private const string PlainEscapes = "dDsSwWbBnrtfe";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly string[] Groups = ["?:", "?=", "?!", "?<=", "?<!", "?>", "?i:", "?i)"];
    private static readonly Dictionary<string, string> PosixClasses = new(StringComparer.Ordinal)
    {
        ["alpha"] = @"\p{L}",
        ["digit"] = @"\p{Nd}",
        ["alnum"] = @"\p{L}\p{Nd}",
        ["upper"] = @"\p{Lu}",
        ["lower"] = @"\p{Ll}",
        ["punct"] = @"\p{P}",
        ["space"] = @"\s",
    };

    private readonly string _pattern;
    private readonly StringBuilder _result = new();
    private readonly Stack<int> _groups = new();
    private readonly Regex _regex;
    private int _next;
    private int _item = -1; // where the item begins that a quantifier would repeat; -1 where there is none
    private bool _itemIsOneCharacter;

    private PolicyPattern(string pattern, bool ignoresCase)
    {
        _pattern = pattern;
        Translate();
        _regex = Compile($@"\A(?:{_result})\z", RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None));
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="AccountPolicyException">It is none, or one that isn't emulated.</exception>
    public static PolicyPattern Parse(string pattern, bool ignoresCase) => new(pattern, ignoresCase);

    /// <summary>Whether all of a text matches.</summary>
    /// <exception cref="AccountPolicyException">That takes too long to find out.</exception>
    public bool Matches(string text)
    {
        try
        {
            return _regex.IsMatch(OneUnitEach(text));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new AccountPolicyException($"the pattern '{_pattern}' of a policy takes too long");
        }
    }

    private static string OneUnitEach(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? (char)rune.Value : Astral));

    private Regex Compile(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, Longest);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, Longest); // looking around and never giving back take the other engine
        }
        catch (ArgumentException)
        {
            throw Refusal("it can't be read");
        }
    }

    private void Translate()
    {
        while (_next < _pattern.Length)
        {
            var c = _pattern[_next];
            if (char.IsSurrogate(c)) throw Refusal("it has a character outside of the basic plane");
            switch (c)
            {
                case '\\': Escape(); break;
                case '[': CharacterClass(); break;
                case '.': OneCharacter(@"[^\n\r\f\v\u0085\u2028\u2029]", 1); break;
                case '(': Open(); break;
                case ')':
                    if (_groups.Count == 0) throw Refusal("its parentheses don't match");
                    _item = _groups.Pop();
                    _itemIsOneCharacter = false;
                    Copy(1);
                    break;
                case '*' or '+' or '?' or '{': Quantifier(); break;
                case '|' or '^' or '$':
                    _item = -1;
                    Copy(1);
                    break;
                case '}' or ']': throw Refusal($"a '{c}' stands alone");
                default: OneCharacter(Regex.Escape(c.ToString()), 1); break;
            }
        }
        if (_groups.Count > 0) throw Refusal("its parentheses don't match");
    }

    private void OneCharacter(string translated, int length)
    {
        _item = _result.Length;
        _itemIsOneCharacter = true;
        _result.Append(translated);
        _next += length;
    }

    private void Copy(int length)
    {
        _result.Append(_pattern, _next, length);
        _next += length;
    }

    private void Open()
    {
        var start = _result.Length;
        var rest = _pattern.AsSpan(_next + 1);
        if (rest.StartsWith("?"))
        {
            string? opening = null;
            foreach (var known in Groups)
                if (rest.StartsWith(known)) opening = known;
            if (opening is null) throw Refusal("it has a group of a kind that isn't emulated");
            Copy(1 + opening.Length);
            if (opening[^1] == ')')
            {
                _item = -1;
                return;
            }
        }
        else Copy(1);
        _groups.Push(start);
        _item = -1;
    }

    private void Escape()
    {
        if (_next + 1 == _pattern.Length) throw Refusal("it ends with a backslash");
        var (text, length) = Escaped(_next);
        OneCharacter(text, length);
        if (_pattern[_next - length + 1] is 'b' or 'B') _item = -1;
    }

    // An escape and how long it is: one that both engines read alike, or of a character that is no letter or digit.
    private (string Text, int Length) Escaped(int at)
    {
        var c = _pattern[at + 1];
        if (PlainEscapes.Contains(c, StringComparison.Ordinal)) return ($@"\{c}", 2);
        if (c is 'p' or 'P' && _pattern.IndexOf('}', at) is var end and > 0 && end - at is 4 or 5 && _pattern[at + 2] == '{' && char.IsAsciiLetterUpper(_pattern[at + 3]))
            return (_pattern[at..(end + 1)], end + 1 - at);
        if (char.IsAsciiLetterOrDigit(c)) throw Refusal($@"\{c} isn't emulated");
        return (Regex.Escape(c.ToString()) is [var only] ? $@"\{only}" : Regex.Escape(c.ToString()), 2);
    }

    private void CharacterClass()
    {
        var at = _next + 1;
        var set = new StringBuilder("[");
        if (at < _pattern.Length && _pattern[at] == '^')
        {
            set.Append('^');
            at++;
        }
        var first = at;
        while (true)
        {
            if (at >= _pattern.Length) throw Refusal("a '[' isn't closed");
            var c = _pattern[at];
            if (c == ']' && at > first) break;
            if (c == ']') throw Refusal("a set begins with ']'");
            if (c == '[')
            {
                if (set[^1] != '-' && _pattern.IndexOf(":]", at, StringComparison.Ordinal) is var end and > 0 && _pattern[at + 1] == ':'
                    && PosixClasses.TryGetValue(_pattern[(at + 2)..end], out var translated))
                {
                    set.Append(translated);
                    at = end + 2;
                    continue;
                }
                throw Refusal("a set within a set isn't emulated");
            }
            if (c is '&' or '-' && at + 1 < _pattern.Length && _pattern[at + 1] == c) throw Refusal("set arithmetic isn't emulated");
            if (char.IsSurrogate(c)) throw Refusal("it has a character outside of the basic plane");
            if (c == '\\')
            {
                if (at + 1 == _pattern.Length) throw Refusal("it ends with a backslash");
                if (_pattern[at + 1] is 'b' or 'B') throw Refusal(@"\b in a set isn't emulated");
                var (text, length) = Escaped(at);
                set.Append(text);
                at += length;
                continue;
            }
            set.Append(c);
            at++;
        }
        OneCharacter(set.Append(']').ToString(), at + 1 - _next);
    }

    // Never giving back what was taken (X{4,}+) is an atomic group in .NET; at the very end, of single characters, it changes nothing.
    private void Quantifier()
    {
        if (_item < 0) throw Refusal("a quantifier has nothing to repeat");
        var length = _pattern[_next] == '{' ? LengthOfBounds() : 1;
        Copy(length);
        if (_next < _pattern.Length && _pattern[_next] == '?') Copy(1);
        else if (_next < _pattern.Length && _pattern[_next] == '+')
        {
            _next++;
            if (!_itemIsOneCharacter || _next < _pattern.Length)
            {
                _result.Insert(_item, "(?>");
                _result.Append(')');
            }
        }
        _item = -1;
    }

    private int LengthOfBounds()
    {
        var end = _pattern.IndexOf('}', _next);
        if (end < 0 || _pattern[(_next + 1)..end].Split(',') is not [{ Length: > 0 and < 6 } least, .. var most] || !least.All(char.IsAsciiDigit)
            || most is not ([] or [{ Length: < 6 }]) || (most is [var bound] && !bound.All(char.IsAsciiDigit)))
            throw Refusal("a '{' begins no count");
        return end + 1 - _next;
    }

    private AccountPolicyException Refusal(string why) => new($"the pattern '{_pattern}' of a policy: {why}");
}
