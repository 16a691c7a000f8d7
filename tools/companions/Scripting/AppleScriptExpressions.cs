using MacToolHost;

namespace Companions;

/// <summary>Reads the expressions of AppleScript.</summary>
internal sealed class AppleScriptExpressions(AppleScriptReader reader)
{
    private static readonly Dictionary<string, string> Constants = new(StringComparer.Ordinal)
    {
        ["return"] = "\r",
        ["linefeed"] = "\n",
        ["quote"] = "\"",
        ["tab"] = "\t",
        ["space"] = " ",
    };

    // Kinds of alerts, behind an `as` that is none of a value.
    private static readonly string[] AlertKinds = ["critical", "warning", "informational"];

    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth"];

    private int _depth;

    /// <summary>Reads an expression.</summary>
    public Func<AppleScriptFrame, object?> Read()
    {
        if (++_depth > 200) throw new NotEmulatedException("osascript: AppleScript nested as deep as that");
        var left = And();
        while (reader.Take("or"))
        {
            var (first, second) = (left, And());
            left = frame => first(frame) is true || second(frame) is true;
        }
        _depth--;
        return left;
    }

    private Func<AppleScriptFrame, object?> And()
    {
        var left = Not();
        while (reader.Take("and"))
        {
            var (first, second) = (left, Not());
            left = frame => first(frame) is true && second(frame) is true;
        }
        return left;
    }

    private Func<AppleScriptFrame, object?> Not()
    {
        if (!reader.Take("not")) return Comparison();
        var operand = Not();
        return frame => operand(frame) is not true;
    }

    private Func<AppleScriptFrame, object?> Comparison()
    {
        var left = Coercion();
        if (Operator() is not { } compare) return left;
        var right = Coercion();
        return frame => compare(left(frame), right(frame));
    }

    private Func<object?, object?, bool>? Operator()
    {
        if (reader.TakeSign("=") || reader.Take("equals") || reader.Take("is", "equal", "to") || reader.Take("equal", "to")) return AppleScriptValue.AreEqual;
        if (reader.TakeSign("/=") || reader.Take("is", "not", "equal", "to")) return (a, b) => !AppleScriptValue.AreEqual(a, b);
        if (reader.Take("is", "not", "in")) return (a, b) => !Contains(b, a);
        if (reader.Take("is", "in")) return (a, b) => Contains(b, a);
        if (reader.TakeSign(">=") || reader.Take("is", "greater", "than", "or", "equal", "to")) return (a, b) => Compare(a, b) >= 0;
        if (reader.TakeSign("<=") || reader.Take("is", "less", "than", "or", "equal", "to")) return (a, b) => Compare(a, b) <= 0;
        if (reader.TakeSign(">") || reader.Take("is", "greater", "than")) return (a, b) => Compare(a, b) > 0;
        if (reader.TakeSign("<") || reader.Take("is", "less", "than")) return (a, b) => Compare(a, b) < 0;
        if (reader.Take("is", "not") || reader.Take("isn", "t")) return (a, b) => !AppleScriptValue.AreEqual(a, b);
        if (reader.Take("is")) return AppleScriptValue.AreEqual;
        if (reader.Take("does", "not", "contain")) return (a, b) => !Contains(a, b);
        if (reader.Take("contains")) return Contains;
        if (reader.Take("begins", "with") || reader.Take("starts", "with")) return (a, b) => Text(a).StartsWith(Text(b), StringComparison.OrdinalIgnoreCase);
        if (reader.Take("ends", "with")) return (a, b) => Text(a).EndsWith(Text(b), StringComparison.OrdinalIgnoreCase);
        return null;
    }

    private Func<AppleScriptFrame, object?> Coercion()
    {
        var value = Concatenation();
        while (reader.Is("as") && !AlertKinds.Any(kind => reader.Is("as", kind)))
        {
            var start = reader.Start;
            reader.Take("as");
            if (reader.Take("text") || reader.Take("string") || reader.Take("unicode", "text")) value = Converted(value, start, "Unicode text", AppleScriptValue.Text);
            else if (reader.Take("integer") || reader.Take("number")) value = Converted(value, start, "number", from => AppleScriptValue.Number(from) is { } number ? AppleScriptValue.Whole(number) : null);
            else if (reader.Take("list"))
            {
                var inner = value;
                value = frame => new List<object?>(AppleScriptValue.Items(inner(frame)));
            }
            else if (!reader.Take("alias")) throw reader.Unknown();
        }
        return value;
    }

    private static Func<AppleScriptFrame, object?> Converted(Func<AppleScriptFrame, object?> value, int start, string kind, Func<object?, object?> convert) => frame =>
    {
        var from = value(frame);
        return convert(from) ?? throw new AppleScriptException($"Can’t make {AppleScriptValue.Shown(from)} into type {kind}.", -1700, start, start);
    };

    private Func<AppleScriptFrame, object?> Concatenation()
    {
        var left = Sum();
        while (reader.TakeSign("&"))
        {
            var (first, second) = (left, Sum());
            left = frame => AppleScriptValue.Joined(first(frame), second(frame));
        }
        return left;
    }

    private Func<AppleScriptFrame, object?> Sum()
    {
        var left = Product();
        while (reader.IsSign("+") || reader.IsSign("-"))
        {
            var isMinus = reader.Next().Text == "-";
            var (first, second) = (left, Product());
            left = frame => AppleScriptValue.Whole(Number(first(frame)) + (isMinus ? -Number(second(frame)) : Number(second(frame))));
        }
        return left;
    }

    private Func<AppleScriptFrame, object?> Product()
    {
        var left = Primary();
        while (reader.IsSign("*") || reader.IsSign("/"))
        {
            var divides = reader.Next().Text == "/";
            var (first, second) = (left, Primary());
            left = frame => divides ? Number(first(frame)) / Number(second(frame)) : AppleScriptValue.Whole(Number(first(frame)) * Number(second(frame)));
        }
        return left;
    }

    private Func<AppleScriptFrame, object?> Primary()
    {
        while (reader.Take("the")) { }
        var token = reader.Current;
        switch (token.Kind)
        {
            case AppleScriptKind.Text:
                reader.Next();
                return _ => token.Text;
            case AppleScriptKind.Number:
                reader.Next();
                return _ => token.Number;
            case AppleScriptKind.Symbol:
                return Bracketed();
            case AppleScriptKind.Word:
                return Word(token);
            default:
                throw reader.Unknown();
        }
    }

    private Func<AppleScriptFrame, object?> Bracketed()
    {
        if (reader.TakeSign("-"))
        {
            var operand = Primary();
            return frame => AppleScriptValue.Whole(-Number(operand(frame)));
        }
        if (reader.TakeSign("("))
        {
            var inner = Read();
            reader.ExpectSign(")");
            return inner;
        }
        reader.ExpectSign("{");
        var items = new List<Func<AppleScriptFrame, object?>>();
        while (!reader.IsSign("}"))
        {
            reader.SkipLineEnds();
            items.Add(Read());
            reader.SkipLineEnds();
            if (!reader.TakeSign(",")) break;
        }
        reader.ExpectSign("}");
        return frame => items.ConvertAll(item => item(frame));
    }

    private Func<AppleScriptFrame, object?> Word(AppleScriptToken token)
    {
        if (AppleScriptDialogs.TryRead(reader, this) is { } dialog) return dialog;
        if (reader.Take("true")) return _ => true;
        if (reader.Take("false")) return _ => false;
        if (reader.Take("missing", "value")) return _ => null;
        if (reader.Take("text", "returned", "of")) return Field("text returned");
        if (reader.Take("button", "returned", "of")) return Field("button returned");
        if (reader.Take("gave", "up", "of")) return Field("gave up");
        if (reader.Take("count", "of") || reader.Take("count") || reader.Take("length", "of") || reader.Take("number", "of", "items", "of")) return Count();
        if (reader.Take("item"))
        {
            var index = Primary();
            reader.Expect("of");
            return Item(index, token);
        }
        if (reader.Take("last", "item", "of")) return Item(_ => -1L, token);
        foreach (var (place, ordinal) in Ordinals.Index())
            if (reader.Take(ordinal, "item", "of")) return Item(_ => place + 1L, token);
        if (reader.Take("posix", "file") || reader.Take("file") || reader.Take("alias")) return File();
        if (reader.Take("posix", "path", "of"))
        {
            var path = Primary();
            return frame => path(frame) is AppleScriptFile file ? file.Path : AppleScriptValue.Text(path(frame));
        }
        if (reader.Take("quoted", "form", "of"))
        {
            var text = Primary();
            return frame => $"'{Text(text(frame)).Replace("'", "'\\''", StringComparison.Ordinal)}'";
        }
        if (reader.Take("path", "to", "frontmost", "application")) return frame => new AppleScriptFile("/System/Library/CoreServices/Finder.app/", frame.Dialogs.Volume);
        if (reader.Take("system", "attribute"))
        {
            var name = Primary();
            return frame => frame.Dialogs.Environment(Text(name(frame)));
        }
        if (Constants.TryGetValue(token.Text, out var constant))
        {
            reader.Next();
            return _ => constant;
        }
        reader.Next();
        // A word that stands alone is a variable; two in a row are a command of somebody that isn't here.
        if (reader.Current.Kind is AppleScriptKind.Word && !IsOperator()) throw new NotEmulatedException($"osascript: AppleScript '{token.Text} {reader.Current.Text}'");
        if (reader.Current.Kind is AppleScriptKind.Text or AppleScriptKind.Number || reader.IsSign("(")) throw new NotEmulatedException($"osascript: AppleScript '{token.Text} …'");
        return frame => frame.Get(token);
    }

    private bool IsOperator() => reader.Current.Text is "is" or "as" or "and" or "or" or "equals" or "contains" or "does" or "begins" or "starts" or "ends" or "then" or "times" or "to" or "in"
        or "with" or "without" or "buttons" or "default" or "cancel" or "giving" or "message" or "subtitle" or "sound" or "hidden" or "number" or "multiple" or "empty" or "ok" or "seconds";

    private Func<AppleScriptFrame, object?> Field(string name)
    {
        var start = reader.Start;
        var record = Primary();
        var end = reader.LastEnd;
        return frame => record(frame) is AppleScriptRecord fields && fields.Fields.FirstOrDefault(field => field.Name == name) is { Name: not null } found
            ? found.Value : throw frame.Error($"Can’t get {name}.", -1728, start, end);
    }

    private Func<AppleScriptFrame, object?> Count()
    {
        var value = Primary();
        return frame => value(frame) switch
        {
            List<object?> list => (long)list.Count,
            string text => (long)text.Length,
            _ => 0L,
        };
    }

    private Func<AppleScriptFrame, object?> Item(Func<AppleScriptFrame, object?> index, AppleScriptToken at)
    {
        var list = Primary();
        return frame =>
        {
            var items = AppleScriptValue.Items(list(frame));
            var place = (int)Number(index(frame));
            if (place < 0) place += items.Count + 1;
            return place >= 1 && place <= items.Count ? items[place - 1] : throw new AppleScriptException($"Can’t get item {place}.", -1728, at.Start, at.End);
        };
    }

    private Func<AppleScriptFrame, object?> File()
    {
        var path = Primary();
        return frame => path(frame) as AppleScriptFile ?? new AppleScriptFile(Text(path(frame)), frame.Dialogs.Volume);
    }

    private static string Text(object? value) => AppleScriptValue.Text(value) ?? "";

    private static double Number(object? value) => AppleScriptValue.Number(value) ?? 0;

    private static int Compare(object? left, object? right) => AppleScriptValue.Number(left) is { } a && AppleScriptValue.Number(right) is { } b
        ? a.CompareTo(b) : string.Compare(Text(left), Text(right), StringComparison.OrdinalIgnoreCase);

    private static bool Contains(object? whole, object? part) => whole is List<object?> list
        ? AppleScriptValue.Items(part).All(wanted => list.Exists(item => AppleScriptValue.AreEqual(item, wanted)))
        : Text(whole).Contains(Text(part), StringComparison.OrdinalIgnoreCase);
}
