using MacToolHost;

namespace Companions;

/// <summary>Goes through the parts of a script.</summary>
internal sealed class AppleScriptReader(List<AppleScriptToken> tokens)
{
    private int _next;

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => Current.Kind == AppleScriptKind.End;

    /// <summary>Whether the line is at its end.</summary>
    public bool IsLineEnd => Current.Kind is AppleScriptKind.End or AppleScriptKind.LineEnd;

    /// <summary>The next part.</summary>
    public AppleScriptToken Current => tokens[_next];

    /// <summary>Where the next part begins.</summary>
    public int Start => Current.Start;

    /// <summary>Where the last one that was taken ended.</summary>
    public int LastEnd => _next == 0 ? 0 : tokens[_next - 1].End;

    /// <summary>Takes the next part.</summary>
    public AppleScriptToken Next() => tokens[_next++];

    /// <summary>Whether these words come next.</summary>
    public bool Is(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
            if (_next + i >= tokens.Count || tokens[_next + i].Kind != AppleScriptKind.Word || tokens[_next + i].Text != words[i]) return false;
        return true;
    }

    /// <summary>Takes these words, if they come next.</summary>
    public bool Take(params ReadOnlySpan<string> words)
    {
        if (!Is(words)) return false;
        _next += words.Length;
        return true;
    }

    /// <summary>Takes a word that must come.</summary>
    public void Expect(string word)
    {
        if (!Take(word)) throw Unknown();
    }

    /// <summary>Whether a sign comes next.</summary>
    public bool IsSign(string sign) => Current.Kind == AppleScriptKind.Symbol && Current.Text == sign;

    /// <summary>Takes a sign, if it comes next.</summary>
    public bool TakeSign(string sign)
    {
        if (!IsSign(sign)) return false;
        _next++;
        return true;
    }

    /// <summary>Takes a sign that must come.</summary>
    public void ExpectSign(string sign)
    {
        if (!TakeSign(sign)) throw Unknown();
    }

    /// <summary>Takes the name of a variable; null where none comes.</summary>
    public string? TryName()
    {
        Take("the");
        return Current.Kind == AppleScriptKind.Word ? Next().Text : null;
    }

    /// <summary>Takes the end of a block, which may say of which kind.</summary>
    public void ExpectEnd(params ReadOnlySpan<string> kinds)
    {
        Expect("end");
        foreach (var kind in kinds)
            if (Take(kind)) break;
        if (!IsLineEnd) throw Unknown();
    }

    /// <summary>Passes over empty lines.</summary>
    public void SkipLineEnds()
    {
        while (Current.Kind == AppleScriptKind.LineEnd) _next++;
    }

    /// <summary>What to say of a part that isn't understood.</summary>
    public NotEmulatedException Unknown() => new(IsLineEnd ? "osascript: AppleScript that ends so" : $"osascript: AppleScript from '{Current.Text}' on");
}
