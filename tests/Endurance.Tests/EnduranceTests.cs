using System.Diagnostics;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Storage;

namespace Endurance.Tests;

/// <summary>Many processes at once, and processes killed at any moment: nothing is lost, nothing is half done.</summary>
public sealed class EnduranceTests : IDisposable
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);
    private static readonly string Dscl = Path.Combine(Environment.GetEnvironmentVariable("MACEMU_TOOLS") ?? Path.Combine(Root, "artifacts/bin"), "dscl");

    private readonly string _folder = Directory.CreateTempSubdirectory("macemu-endurance-").FullName;

    private string Machine => Path.Combine(_folder, "machine.db");

    public EnduranceTests() => Mac.Create(Machine, new MachineSpecification { Os = "14.5", Seed = 1, KdfIterations = 2 });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Dscl) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["MACEMU_MACHINE"] = Machine;
        start.Environment["MACEMU_USER"] = "root";
        return Process.Start(start)!;
    }

    [SkippableFact]
    public void Eight_processes_with_a_hundred_writes_each_keep_all_eight_hundred()
    {
        Skip.IfNot(File.Exists(Dscl), "the executables are not built; run 'make tools'");
        const int processes = 8, writes = 100;
        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();

        Parallel.For(0, processes, new ParallelOptions { MaxDegreeOfParallelism = processes }, worker =>
        {
            for (var i = 0; i < writes; i++)
            {
                using var process = Start(".", "-append", "/Groups/staff", "Comment", $"{worker}-{i}");
                var error = process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0) failures.Add($"{worker}-{i}: {process.ExitCode} {error}");
            }
        });

        Assert.Empty(failures);
        using var mac = Mac.Open(Machine);
        var kept = mac.Directory.Find(RecordType.Groups, "staff")!.Values(AttributeName.Comment).Select(value => value.Text!).ToHashSet();
        Assert.Equal(processes * writes, kept.Count);
        Assert.Equal(processes * writes, mac.Journal.Read().Count(row => row.ExitStatus == 0));
    }

    [SkippableFact]
    public void Two_hundred_kills_leave_each_run_whole_or_absent()
    {
        Skip.IfNot(File.Exists(Dscl), "the executables are not built; run 'make tools'");
        const int kills = 200;
        var random = new Random(4711);
        var survived = 0;
        for (var i = 0; i < kills; i++)
        {
            // Five attributes' worth of change in one run: a record with its UUID, password mark, shell, policy data and version.
            using var process = Start(".", "-create", $"/Users/victim{i}");
            Thread.Sleep(TimeSpan.FromMicroseconds(random.Next(0, 9_000)));
            process.Kill();
            process.WaitForExit();
            if (process.ExitCode == 0) survived++;
        }

        using (var database = new Database(Machine)) Assert.Equal("ok", database.Text("PRAGMA integrity_check"));
        using var mac = Mac.Open(Machine);
        var whole = 0;
        for (var i = 0; i < kills; i++)
        {
            if (mac.Directory.Find(RecordType.Users, $"victim{i}") is not { } record) continue;
            whole++;
            Assert.NotNull(record.Text(AttributeName.GeneratedUid));
            Assert.Equal("********", record.Text(AttributeName.Password));
            Assert.NotNull(record.Text(AttributeName.RecordDaemonVersion));
            Assert.Single(mac.Journal.Read(), row => row.ExitStatus == 0 && row.Entry.Arguments.Contains($"/Users/victim{i}\"", StringComparison.Ordinal));
        }
        Assert.InRange(whole, survived, kills);
        Assert.InRange(whole, 1, kills - 1); // or the moments weren't spread over the run
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "MacToolEmu.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
