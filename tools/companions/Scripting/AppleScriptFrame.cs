namespace Companions;

/// <summary>A script while it runs: its variables, and whom it is talking to.</summary>
/// <param name="dialogs">Who answers its dialogs.</param>
internal sealed class AppleScriptFrame(DialogBox dialogs)
{
    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);

    /// <summary>The application that <c>tell</c> names; null for none.</summary>
    public string? Application { get; set; }

    /// <summary>The value of the last statement.</summary>
    public object? Result { get; set; }

    /// <summary>Whether <c>return</c> was reached.</summary>
    public bool HasReturned { get; set; }

    /// <summary>Whether <c>exit repeat</c> was.</summary>
    public bool LeavesLoop { get; set; }

    /// <summary>How often the last loop went round, where nothing left it.</summary>
    public int Rounds { get; set; }

    /// <summary>Whether the statements that follow are passed over.</summary>
    public bool IsLeaving => HasReturned || LeavesLoop;

    /// <summary>Who answers its dialogs.</summary>
    public DialogBox Dialogs { get; } = dialogs;

    /// <summary>Sets a variable.</summary>
    public void Set(string name, object? value) => _variables[name] = value;

    /// <summary>A variable's value; an error of the script where it has none.</summary>
    public object? Get(AppleScriptToken name) => _variables.TryGetValue(name.Text, out var value)
        ? value : throw new AppleScriptException($"The variable {name.Text} is not defined.", -2753, name.Start, name.End);

    /// <summary>An error, of the application where one is talked to.</summary>
    public AppleScriptException Error(string message, long number, int start, int end) =>
        new(Application is null ? message : $"{Application} got an error: {message}", number, start, end);
}
