using System.Globalization;
using System.Text;
using System.Text.Json;
using MacEmu.Run;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;

namespace MacEmu.Coverage;

/// <summary>
/// How much of what scripts call is served. No list could say that truly: each form is tried, on a Mac made for it, and the tool itself
/// says whether it emulates that.
/// </summary>
internal static class CoverageCommand
{
    private const int TopForms = 25;
    private const string Results = "results";

    public static Verb Define()
    {
        var usage = Verb.Valued("--usage", "FILE", "try a table of how often scripts call what (tab-separated: table, tool, command, files, repositories, calls)");
        var markdown = Verb.Flag("--markdown", "print Markdown");
        var json = Verb.Flag("--json", "print JSON");
        var tool = Verb.OneOf("--tool", "one tool alone", DeclaredCoverage.Tools);
        var os = Verb.Valued("--os", "VERSION", "what one macOS has, such as 13 or 14.5");
        return new Verb("coverage", "what of each tool is emulated, and how sure", "macemu coverage --tool fdesetup --os 14.5", run =>
        {
            if (run.Value(usage) is not { } table) return DeclaredCoverage.Run(run, run.Value(tool), run.Value(os), run.Value(markdown), run.Value(json));
            if (run.Value(markdown) || run.Value(tool) is not null || run.Value(os) is not null) throw new MacEmuException("coverage: --usage goes only with --json");
            return Run(run, table, run.Value(json));
        })
        {
            Details = "Without --usage: every verb and option, the releases that have it, whether it is emulated, and how sure that is: recorded (what a\nMac printed is replayed in the tests), documented, inferred.\n"
                + "With --usage each form in the table is tried with sample values on a Mac of its own; it counts as served unless the tool says that it\nisn't emulated, or there is none of that name.",
            Symbols = [usage, markdown, json, tool, os],
        };
    }

    private static int Run(Invocation run, string table, bool json)
    {
        // What was cut off in the table can't be tried, and counts neither way.
        var forms = UsageTable.Read(table).Where(form => UsageSamples.Line(form) is not null).ToList();
        var folder = Directory.CreateTempSubdirectory("macemu-coverage-").FullName;
        try
        {
            var served = Try(run, forms, folder);
            if (json) WriteJson(run, forms, served);
            else WriteText(run, forms, served);
            return Status.Good;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static HashSet<int> Try(Invocation run, List<UsageForm> forms, string folder)
    {
        var machine = Path.Combine(folder, "machine.db");
        Mac.Create(machine, new MachineSpecification
        {
            Os = "14.5",
            Chip = Chip.Apple,
            Seed = 1,
            KdfIterations = 1,
            Users =
            [
                new UserSpecification(new NewAccount("alice") { IsAdmin = true }) { Password = "pw", HasSecureToken = true },
                new UserSpecification(new NewAccount("bob")) { Password = "pw" },
            ],
        });
        File.Copy(machine, Path.Combine(folder, "as-new.db"));
        // Scripts that call Jamf's agent are for Macs that have it.
        Directory.CreateDirectory(MachineFolder.Locate(machine, JamfAgent.Folder));
        File.WriteAllText(Path.Combine(folder, "sample.plist"), "<plist version=\"1.0\"><dict><key>Name</key><string>Sample</string></dict></plist>\n");
        // A form is given to a bash of its own, so that one that was cut off spoils no other.
        var script = new StringBuilder("#!/bin/bash\ncd \"$(dirname \"$MACEMU_MACHINE\")\"\nlimit=$(PATH=$MACEMU_HOST_PATH command -v timeout)\nshort() { $limit 10 bash -c \"$2\" < /dev/null > out 2>&1; local status=$?\n"
            + $"if [ $status -ne 127 ] && ! grep -q '^macemu: not emulated' out; then echo $1 >> {Results}; fi; cp as-new.db machine.db; }}\n");
        for (var i = 0; i < forms.Count; i++)
            script.Append(CultureInfo.InvariantCulture, $"short {i} '{UsageSamples.Line(forms[i])!.Replace("'", "'\\''", StringComparison.Ordinal)}'\n");
        script.Append("exit 0\n");
        var file = Path.Combine(folder, "forms.sh");
        File.WriteAllText(file, script.ToString());
        run.Console.FlushOutput();
        MacNamespace.RunScript(new ScriptEnvironment { ToolsDirectory = ToolLinks.ToolsDirectory(run.Console), MachineFile = machine, WorkingDirectory = folder }, file, []);
        var results = Path.Combine(folder, Results);
        return File.Exists(results) ? [.. File.ReadLines(results).Select(line => int.Parse(line, CultureInfo.InvariantCulture))] : [];
    }

    private static void WriteText(Invocation run, List<UsageForm> forms, HashSet<int> served)
    {
        var calls = forms.Sum(form => form.Calls);
        run.Console.OutLine($"{Percent(Served(forms, served, null), calls)} of {Count(calls)} calls are served");
        TextTable.Write(run.Console, ["COMMAND", "CALLS", "SERVED"], forms.GroupBy(form => form.Tool).OrderByDescending(group => group.Sum(form => form.Calls))
            .Select(group => new[] { group.Key, Count(group.Sum(form => form.Calls)), Percent(Served(forms, served, group.Key), group.Sum(form => form.Calls)) }));
        var missing = forms.Where((_, i) => !served.Contains(i)).OrderByDescending(form => form.Calls).Take(TopForms).ToList();
        if (missing.Count == 0) return;
        run.Console.OutLine();
        TextTable.Write(run.Console, ["CALLS", "NOT SERVED"], missing.Select(form => new[] { Count(form.Calls), form.Form }));
    }

    private static void WriteJson(Invocation run, List<UsageForm> forms, HashSet<int> served)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, StateDocument.Readable(indented: true)))
        {
            json.WriteStartObject();
            json.WriteNumber("calls", Math.Round(forms.Sum(form => form.Calls)));
            json.WriteNumber("served", Math.Round(Served(forms, served, null)));
            json.WriteStartArray("forms");
            foreach (var (form, i) in forms.Select((form, i) => (form, i)).OrderByDescending(pair => pair.form.Calls))
            {
                json.WriteStartObject();
                json.WriteString("tool", form.Tool);
                json.WriteString("form", form.Form);
                json.WriteNumber("calls", Math.Round(form.Calls, 1));
                json.WriteBoolean("served", served.Contains(i));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        run.Console.Out(stream.ToArray());
    }

    private static double Served(List<UsageForm> forms, HashSet<int> served, string? tool) =>
        forms.Where((form, i) => served.Contains(i) && (tool is null || form.Tool == tool)).Sum(form => form.Calls);

    private static string Percent(double part, double all) => (all > 0 ? part / all : 0).ToString("P1", CultureInfo.InvariantCulture);

    private static string Count(double calls) => Math.Round(calls).ToString(CultureInfo.InvariantCulture);
}
