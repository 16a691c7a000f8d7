using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>What a person does to a dialog.</summary>
/// <param name="Cancels">Whether it is cancelled.</param>
/// <param name="Button">The button that is pressed; null for the default one.</param>
/// <param name="Text">What is typed or chosen; null where nothing is.</param>
public sealed record DialogAnswer(bool Cancels, string? Button = null, string? Text = null);

/// <summary>Answers that wait for dialogs; each serves one, in order.</summary>
public sealed class Dialogs
{
    private readonly Database _database;

    internal Dialogs(Database database) => _database = database;

    /// <summary>All that wait.</summary>
    public IReadOnlyList<DialogAnswer> All => _database.Rows("SELECT cancels, button, text FROM dialog_answer ORDER BY id", Read);

    /// <summary>Lets one wait.</summary>
    public void Add(DialogAnswer answer) =>
        _database.Execute("INSERT INTO dialog_answer (cancels, button, text) VALUES ($1, $2, $3)", answer.Cancels, answer.Button, answer.Text);

    /// <summary>The next, which is used up by that; null where none waits.</summary>
    public DialogAnswer? Take()
    {
        var next = _database.Rows("SELECT cancels, button, text FROM dialog_answer ORDER BY id LIMIT 1", Read);
        if (next.Count == 0) return null;
        _database.Execute("DELETE FROM dialog_answer WHERE id = (SELECT min(id) FROM dialog_answer)");
        return next[0];
    }

    /// <summary>Drops all that wait.</summary>
    public void Clear() => _database.Execute("DELETE FROM dialog_answer");

    private static DialogAnswer Read(Row row) => new(row.Bool(0), row.TextOrNull(1), row.TextOrNull(2));
}
