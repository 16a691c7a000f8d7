using MacEmu.Report;
using MacStateStore;
using MacStateStore.Storage;

namespace MacEmu;

/// <summary>Writes what happened on the Mac as one page of HTML.</summary>
internal static class ReportCommand
{
    public static Verb Define()
    {
        var file = Verb.Valued("--html", "FILE", "write the page there (- for standard output)");
        var id = Verb.Valued("--run", "ID", "of that 'macemu run' (its MACEMU_RUN, which 'macemu log --json' shows)");
        var since = Verb.Valued("--since", "SNAPSHOT", "of all that was run since the snapshot of that name");
        var all = Verb.Flag("--all", "of all that was ever run on the Mac");
        return new Verb("report", "write what a run did to the Mac as a page of HTML", "macemu report --html report.html", run =>
        {
            if (new[] { run.Value(id) is not null, run.Value(since) is not null, run.Value(all) }.Count(said => said) > 1) throw new MacEmuException("report: --run, --since and --all exclude each other");
            return Run(run, run.Value(file) ?? throw new MacEmuException("report: --html FILE is missing"), run.Value(id), run.Value(since), run.Value(all));
        })
        {
            Details = "It is about the last 'macemu run', or about all that was run where there was none: users with their tokens before and after, what was run with\nits output and changes, LocalPolicy, FileVault, disks. One file, which needs no network.",
            Symbols = [file, id, since, all],
        };
    }

    private static int Run(Invocation run, string file, string? id, string? since, bool all)
    {
        if (file.Length == 0) throw new MacEmuException("report: --html: the file's name is empty");
        if (Directory.Exists(file)) throw new MacEmuException($"report: {file} is a folder; name a file");
        MachineReport report;
        using (var mac = run.Open())
        {
            mac.BeginReading();
            report = since is not null ? Since(mac, since) : (all ? null : id ?? LastRun(mac)) is { } wanted ? Of(mac, wanted, isChosen: id is not null) : All(mac);
        }
        var page = report.Write();
        if (file == "-") run.Console.Out(page);
        else File.WriteAllBytes(file, page);
        return Status.Good;
    }

    // Also one that called nothing. One of before a snapshot was restored never was.
    private static string? LastRun(Mac mac) =>
        mac.RunStates.Newest is { } newest && (mac.RunStates.PathAfter(newest) is null || mac.Journal.Read(last: 1, run: newest).Count > 0) ? newest : mac.Journal.LastRun;

    private static MachineReport All(Mac mac) =>
        new("All that was run on the Mac", ["What the Mac was in the beginning isn’t kept, so its state is told as it is now."], null, MacState.Of(mac), ReportedCommand.Of(mac, mac.Journal.Read()));

    private static MachineReport Since(Mac mac, string name)
    {
        if (mac.Snapshots.List().All(snapshot => snapshot.Name != name)) throw new MacEmuException($"report: --since: '{name}' is no snapshot of this machine; 'macemu snapshot list' shows those there are");
        var (before, newest) = Moment(mac.Snapshots.PathOf(name), old => (MacState.Of(old), old.Journal.Newest));
        return new($"What was run since the snapshot {name}", [], before, MacState.Of(mac), ReportedCommand.Of(mac, mac.Journal.Read(after: newest)));
    }

    private static MachineReport Of(Mac mac, string id, bool isChosen)
    {
        var rows = mac.Journal.Read(run: id);
        var (pathBefore, pathAfter) = (mac.RunStates.PathBefore(id), mac.RunStates.PathAfter(id));
        if (rows.Count == 0 && pathBefore is null) throw new MacEmuException($"report: --run: there was no run '{id}' on this machine; 'macemu log --json' shows the id of each");
        var notes = new List<string> { $"{(isChosen ? "Run" : "The last run,")} {id}{(rows.Count > 0 ? $", as {string.Join(" and ", rows.Select(row => row.Entry.User).Distinct().Take(3))}" : "")}" };
        if (pathBefore is null) notes.Add($"What the Mac was before it isn’t kept: only the last {RunStates.MostRuns} runs have that, of machines up to {LayoutPicture.Size(RunStates.LargestMachine)}.");
        var later = rows.Count == 0 ? 0 : mac.Journal.Read(after: rows[^1].Id).Count;
        if (pathAfter is null && later > 0) notes.Add("What the Mac was at its end isn’t kept, so its state is told as it is now.");
        else if (later > 0) notes.Add($"{later} {(later == 1 ? "command was" : "commands were")} run since, outside of it: see macemu report --all.");
        // Where nothing came after it, what the Mac is now is what it was at the run's end.
        var after = pathAfter is not null ? Moment(pathAfter, MacState.Of) : rows.Count == 0 && pathBefore is not null ? Moment(pathBefore, MacState.Of) : MacState.Of(mac);
        return new("What a run did to the Mac", notes, pathBefore is null ? null : Moment(pathBefore, MacState.Of), after, ReportedCommand.Of(mac, rows));
    }

    // A copy is read as of the moment when it was made: an encryption that went on then goes on in it.
    private static T Moment<T>(string path, Func<Mac, T> look)
    {
        using var mac = Mac.Open(path, new Stopped(File.GetLastWriteTimeUtc(path)));
        mac.BeginReading();
        return look(mac);
    }

    private sealed class Stopped(DateTime time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(time, TimeSpan.Zero);
    }
}
