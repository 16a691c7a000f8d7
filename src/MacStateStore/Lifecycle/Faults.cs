using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>A failure that is to happen to a tool, so that a script's second attempt can be tried out.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Verb">The verb that fails, without dashes, of several words where it has them; null for whatever the tool is asked.</param>
/// <param name="Times">How often it happens yet.</param>
/// <param name="Status">The exit status or, below 0, the DirectoryService status; null for what the tool's best known failure ends with.</param>
/// <param name="Message">What is printed on standard error; null for what the tool itself prints.</param>
public sealed record Fault(string Tool, string? Verb, int Times, int? Status, string? Message)
{
    internal bool Fits(IReadOnlyList<string> arguments)
    {
        if (Verb is null) return true;
        var words = Verb.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var first = 0; first + words.Length <= arguments.Count; first++)
            if (words.Index().All(word => arguments[first + word.Index].TrimStart('-').Equals(word.Item, StringComparison.OrdinalIgnoreCase))) return true;
        return false;
    }
}

/// <summary>The failures that are to happen.</summary>
public sealed class Faults
{
    private readonly Database _database;

    internal Faults(Database database) => _database = database;

    /// <summary>All of them, in the order in which they were asked for.</summary>
    public IReadOnlyList<Fault> All => [.. Rows().Select(row => row.Fault)];

    /// <summary>Lets a tool fail.</summary>
    public void Add(Fault fault) => _database.Execute(
        "INSERT INTO fault (tool, verb, times, status, message) VALUES ($1, $2, $3, $4, $5)", fault.Tool, fault.Verb, fault.Times, fault.Status, fault.Message);

    /// <summary>Lets nothing fail any more.</summary>
    public void Clear() => _database.Execute("DELETE FROM fault");

    /// <summary>The failure that a run of a tool meets, which has then happened once more; null where it meets none.</summary>
    public Fault? Take(string tool, IReadOnlyList<string> arguments)
    {
        foreach (var (id, fault) in Rows())
        {
            if (fault.Tool != tool || !fault.Fits(arguments)) continue;
            if (fault.Times == 1) _database.Execute("DELETE FROM fault WHERE id = $1", id);
            else _database.Execute("UPDATE fault SET times = times - 1 WHERE id = $1", id);
            return fault;
        }
        return null;
    }

    private List<(long Id, Fault Fault)> Rows() => _database.Rows("SELECT id, tool, verb, times, status, message FROM fault ORDER BY id",
        row => (row.Long(0), new Fault(row.Text(1), row.TextOrNull(2), row.Int(3), row.IsNull(4) ? null : row.Int(4), row.TextOrNull(5))));
}
