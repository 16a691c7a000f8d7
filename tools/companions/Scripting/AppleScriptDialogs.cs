namespace Companions;

/// <summary>The commands of AppleScript that talk to a person.</summary>
internal static class AppleScriptDialogs
{
    public const long Canceled = -128;
    public const string CanceledText = "User canceled.";

    private const long NoInteraction = -1713;
    private const string NoInteractionText = "No user interaction allowed.";

    // What a command takes, in the words before the value; a star marks what may also stand behind `with` or `without` for a truth.
    private static readonly string[] Parameters =
    [
        "default answer", "hidden answer*", "buttons", "default button", "cancel button name", "cancel button", "with title", "with icon", "giving up after", "message", "subtitle", "sound name",
        "with prompt", "default items", "ok button name", "multiple selections allowed*", "empty selection allowed*",
    ];

    /// <summary>Reads one of the commands; null where none stands there.</summary>
    public static Func<AppleScriptFrame, object?>? TryRead(AppleScriptReader reader, AppleScriptExpressions expressions)
    {
        var start = reader.Start;
        string kind;
        if (reader.Take("display", "dialog")) kind = "dialog";
        else if (reader.Take("display", "alert")) kind = "alert";
        else if (reader.Take("display", "notification")) kind = "notification";
        else if (reader.Take("choose", "from", "list")) kind = "list";
        else return null;
        var direct = expressions.Read();
        var given = new Dictionary<string, Func<AppleScriptFrame, object?>>(StringComparer.Ordinal);
        while (TryParameter(reader, expressions, given)) { }
        var end = reader.LastEnd;
        return frame =>
        {
            var shown = direct(frame);
            var values = given.ToDictionary(parameter => parameter.Key, parameter => parameter.Value(frame));
            return kind switch
            {
                "notification" => null,
                "list" => Choose(frame, shown, values, start, end),
                _ => Ask(frame, kind == "alert", values, start, end),
            };
        };
    }

    private static bool TryParameter(AppleScriptReader reader, AppleScriptExpressions expressions, Dictionary<string, Func<AppleScriptFrame, object?>> given)
    {
        reader.Take("and");
        if (reader.Take("as", "critical") || reader.Take("as", "warning") || reader.Take("as", "informational")) return true;
        // Older scripts put these words before the buttons.
        if (reader.Is("with", "text", "buttons")) reader.Take("with", "text");
        foreach (var parameter in Parameters)
        {
            var name = parameter.TrimEnd('*');
            var words = name.Split(' ');
            if (parameter != name && (reader.Take(["with", .. words]) || reader.Take(["without", .. words])))
            {
                // Which of the two it was doesn't change any answer.
                given[name] = _ => true;
                return true;
            }
            if (!reader.Take(words)) continue;
            given[name] = name == "with icon" && (reader.Take("stop") || reader.Take("note") || reader.Take("caution")) ? _ => null : expressions.Read();
            return true;
        }
        return false;
    }

    private static AppleScriptRecord Ask(AppleScriptFrame frame, bool isAlert, Dictionary<string, object?> given, int start, int end)
    {
        List<string> buttons = given.TryGetValue("buttons", out var list) ? Texts(list) : isAlert ? ["OK"] : ["Cancel", "OK"];
        if (buttons.Count == 0) buttons = ["OK"];
        var cancel = given.TryGetValue("cancel button", out var named) ? Button(named, buttons) : isAlert ? null : buttons.FirstOrDefault(button => button == "Cancel");
        var pressed = given.TryGetValue("default button", out var preset) ? Button(preset, buttons) ?? throw frame.Error("Invalid button.", -50, start, end) : buttons[^1];
        var answer = given.TryGetValue("default answer", out var text) ? AppleScriptValue.Text(text) ?? "" : null;
        if (frame.Dialogs.Ask(new DialogRequest(buttons, pressed, cancel, answer), out var isThere) is not var (button, typed)) throw Ended(frame, isThere, start, end);
        var fields = new List<(string, object?)> { ("button returned", button) };
        if (answer is not null) fields.Add(("text returned", typed));
        if (given.ContainsKey("giving up after")) fields.Add(("gave up", false));
        return new AppleScriptRecord(fields);
    }

    // A list that is cancelled is no error, but false.
    private static object Choose(AppleScriptFrame frame, object? items, Dictionary<string, object?> given, int start, int end)
    {
        var preset = given.TryGetValue("default items", out var chosen) ? Texts(chosen) : [];
        var result = frame.Dialogs.Choose(Texts(items), preset, out var isThere);
        if (!isThere) throw Ended(frame, isThere, start, end);
        return result is null ? false : new List<object?>(result);
    }

    private static AppleScriptException Ended(AppleScriptFrame frame, bool isThere, int start, int end) =>
        isThere ? frame.Error(CanceledText, Canceled, start, end) : frame.Error(NoInteractionText, NoInteraction, start, end);

    private static List<string> Texts(object? list) => [.. AppleScriptValue.Items(list).Select(item => AppleScriptValue.Text(item) ?? "")];

    private static string? Button(object? named, List<string> buttons) => named is long place
        ? place >= 1 && place <= buttons.Count ? buttons[(int)place - 1] : null
        : buttons.FirstOrDefault(button => button == AppleScriptValue.Text(named));
}
