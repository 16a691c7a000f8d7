namespace MacStateStore.Storage;

/// <summary>
/// The emulated Mac's clock. It runs with the host's at a distance, or, on a Mac made with a seed, stands still and is
/// stepped by each tool run, so that times come out the same each time.
/// </summary>
public sealed class MachineClock
{
    /// <summary>Where the clock of a seeded machine begins.</summary>
    public static readonly DateTimeOffset SeededStart = new(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);

    private const long StepMicroseconds = 1_000_000;

    private readonly Database _database;
    private readonly TimeProvider _host;
    private long? _stepped;
    private long _offset;

    internal MachineClock(Database database, TimeProvider host)
    {
        _database = database;
        _host = host;
        Load();
    }

    /// <summary>The machine's time, in UTC, to the microsecond.</summary>
    public DateTimeOffset Now => FromMicroseconds(_stepped ?? ToMicroseconds(_host.GetUtcNow()) + _offset);

    /// <summary>Sets the clock.</summary>
    public void Set(DateTimeOffset time)
    {
        if (_stepped is not null) _stepped = ToMicroseconds(time);
        else _offset = ToMicroseconds(time) - ToMicroseconds(_host.GetUtcNow());
        Save();
    }

    /// <summary>Moves the clock forward (or back, for a negative duration).</summary>
    public void Advance(TimeSpan duration) => Set(Now + duration);

    /// <summary>Reads the clock's state anew; another process may have set it since.</summary>
    internal void Load()
    {
        (_stepped, _offset) = _database.Rows("SELECT stepped_clock, clock_offset FROM chance",
            row => (row.IsNull(0) ? (long?)null : row.Long(0), row.Long(1)))[0];
    }

    /// <summary>One tool run passes; only a seeded machine's clock needs to be told.</summary>
    internal void Step()
    {
        if (_stepped is null) return;
        _stepped += StepMicroseconds;
        Save();
    }

    internal static long ToMicroseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    internal static DateTimeOffset FromMicroseconds(long microseconds) => new(DateTimeOffset.UnixEpoch.Ticks + microseconds * 10, TimeSpan.Zero);

    private void Save() => _database.Execute("UPDATE chance SET stepped_clock = $1, clock_offset = $2", _stepped, _offset);
}
