using System.Globalization;
using Benchmarks;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;

// benchmarks BIN — the speed table: each command beside `bash -c true` in the same run, on 10 and on 100,000 user records.
// It starts itself as `benchmarks --make FILE USERS` to make the machines, so that it stays small.

if (args is ["--make", var newFile, var userCount])
{
    MakeMachine(newFile, int.Parse(userCount, CultureInfo.InvariantCulture));
    return 0;
}

const int Runs = 60;
var bin = Path.GetFullPath(args.Length > 0 ? args[0] : "artifacts/bin");
var folder = Directory.CreateTempSubdirectory("macemu-bench-").FullName;
try
{
    var few = NewMachine(10);
    var many = NewMachine(100_000);
    var dscl = Path.Combine(bin, "dscl");
    var sysadminctl = Path.Combine(bin, "sysadminctl");
    // What, command, budget as a ratio to `bash -c true`, runs on the large machine.
    (string Name, string[] Command, double? Budget, int LargeRuns)[] table =
    [
        ("dscl . -read /Users/alice UniqueID", [dscl, ".", "-read", "/Users/alice", "UniqueID"], 4, Runs),
        ("dscl . -create /Users/alice Comment", [dscl, ".", "-create", "/Users/alice", "Comment", "x{n}"], 6, Runs),
        ("dscl . -create /Users/new{n}", [dscl, ".", "-create", "/Users/new{n}"], 6, Runs),
        ("sysadminctl -secureTokenStatus alice", [sysadminctl, "-secureTokenStatus", "alice"], 4, Runs),
        ("dscl . -authonly alice alice-pw", [dscl, ".", "-authonly", "alice", "alice-pw"], 10, Runs),
        ("dscl . -search /Users UniqueID 501", [dscl, ".", "-search", "/Users", "UniqueID", "501"], 4, Runs),
        // No budget: the time goes with the size of the answer; the memory must not.
        ("dscl . -search /Users UniqueID 90000", [dscl, ".", "-search", "/Users", "UniqueID", "90000"], null, Runs),
        ("dscl . -list /Users", [dscl, ".", "-list", "/Users"], null, 5),
        ("dscl . -list /Users UniqueID", [dscl, ".", "-list", "/Users", "UniqueID"], null, 5),
        ("dscl . -readall /Users UniqueID", [dscl, ".", "-readall", "/Users", "UniqueID"], null, 3),
    ];

    Console.WriteLine($"Medians of {Runs} runs each, in turn with bash -c true; budget and ratio are multiples of that. {Environment.ProcessorCount} cores.");
    Console.WriteLine($"{"command",-42} {"users",7} {"ms",8} {"bash ms",8} {"ratio",6} {"budget",7} {"MiB",6}  result");
    var missed = 0;
    foreach (var (name, command, budget, largeRuns) in table)
    {
        double fewMedian = 0;
        foreach (var (machine, users, runs) in new[] { (few, 10, Runs), (many, 100_000, largeRuns) })
        {
            var (milliseconds, bash, peak) = Measure(command, machine, runs);
            var ratio = milliseconds / bash;
            // Looking one record up must not depend on how many there are: within twice the time on few.
            var allowed = budget is { } multiple && users > 10 ? Math.Max(multiple, 2 * fewMedian / bash) : budget;
            var good = allowed is null || ratio <= allowed;
            if (!good) missed++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-42} {users,7} {milliseconds,8:F2} {bash,8:F2} {ratio,6:F2} {(budget is null ? "-" : budget + "x"),7} {peak,6:F1}  {(budget is null ? "" : good ? "pass" : "FAIL")}"));
            fewMedian = milliseconds;
        }
    }
    CompareRuns(few);
    return missed == 0 ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

(double Milliseconds, double Bash, double PeakMiB) Measure(string[] command, string machine, int runs)
{
    string[] environment = ["PATH=/usr/bin:/bin", $"MACEMU_MACHINE={machine}", "MACEMU_USER=root"];
    var (tool, bash) = (new List<double>(), new List<double>());
    double peak = 0;
    for (var i = -2; i < runs; i++)
    {
        var numbered = Array.ConvertAll(command, word => word.Replace("{n}", (i + 2).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var (milliseconds, mib, status) = MeasuredProcess.Run(numbered, environment);
        if (status != 0) throw new InvalidOperationException($"{string.Join(' ', numbered)} ended with {status}");
        var (bashMilliseconds, _, _) = MeasuredProcess.Run(["/bin/bash", "-c", "true"], environment);
        if (i < 0) continue; // warm-up
        tool.Add(milliseconds);
        bash.Add(bashMilliseconds);
        peak = Math.Max(peak, mib);
    }
    return (Median(tool), Median(bash), peak);
}

// What a script costs under `macemu run`: by itself, and with 200 calls beside the same script on bash stubs that know one answer.
void CompareRuns(string machine)
{
    const int runs = 15;
    var script = Path.Combine(folder, "calls.sh");
    File.WriteAllText(script, "#!/bin/bash\nfor i in {1..100}; do\n  dscl . -read /Users/alice UniqueID\n  sw_vers -productVersion\ndone\n");
    var stubs = Directory.CreateDirectory(Path.Combine(folder, "stubs")).FullName;
    foreach (var (name, answer) in new[] { ("dscl", "UniqueID: 501"), ("sw_vers", "14.5") })
    {
        File.WriteAllText(Path.Combine(stubs, name), $"#!/bin/bash\necho '{answer}'\n");
        _ = MeasuredProcess.Run(["/bin/chmod", "755", Path.Combine(stubs, name)], []);
    }
    string[] environment = ["PATH=/usr/bin:/bin", $"MACEMU_MACHINE={machine}", "MACEMU_USER=root", $"HOME={folder}"];
    var macemu = Path.Combine(bin, "macemu");
    Console.WriteLine($"{"macemu run",-42} {"",7} {"ms",8} {"plain ms",8} {"ratio",6}");
    foreach (var (name, emulated, plain) in new (string, string[], string[])[]
    {
        ("macemu run -- true, beside true", [macemu, "run", "--", "true"], ["/bin/true"]),
        ("200 calls, beside bash stubs", [macemu, "run", script], ["/bin/bash", "-c", $"PATH={stubs}:$PATH; . {script}"]),
    })
    {
        var (with, without) = (new List<double>(), new List<double>());
        for (var i = -1; i < runs; i++)
        {
            var (milliseconds, _, status) = MeasuredProcess.Run(emulated, environment);
            if (status != 0) throw new InvalidOperationException($"{string.Join(' ', emulated)} ended with {status}");
            var (stubMilliseconds, _, _) = MeasuredProcess.Run(plain, environment);
            if (i < 0) continue; // warm-up
            with.Add(milliseconds);
            without.Add(stubMilliseconds);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-42} {"",7} {Median(with),8:F2} {Median(without),8:F2} {Median(with) / Median(without),6:F2}"));
    }
}

static double Median(List<double> values)
{
    values.Sort();
    return values[values.Count / 2];
}

string NewMachine(int users)
{
    var file = Path.Combine(folder, $"{users}.db");
    var (_, _, status) = MeasuredProcess.Run([Environment.ProcessPath!, "--make", file, users.ToString(CultureInfo.InvariantCulture)], ["PATH=/usr/bin:/bin"]);
    return status == 0 ? file : throw new InvalidOperationException($"the machine with {users} users can't be made");
}

static void MakeMachine(string file, int users)
{
    Mac.Create(file, new MachineSpecification
    {
        Os = "14.5",
        Chip = Chip.Apple,
        Users = [new UserSpecification(new NewAccount("alice") { IsAdmin = true }) { Password = "alice-pw", HasSecureToken = true }],
        Records =
        [
            .. Enumerable.Range(1000, users - 1).Select(uid => new RecordSpecification(RecordType.Users, $"user{uid}",
            [
                new("UniqueID", [$"{uid}"]), new("PrimaryGroupID", ["20"]), new("RealName", [$"User {uid}"]), new("GeneratedUID", [$"00000000-0000-4000-8000-{uid:D12}"]),
                new("NFSHomeDirectory", [$"/Users/user{uid}"]), new("UserShell", ["/bin/zsh"]), new("Password", ["********"]),
            ])),
        ],
    });
}
