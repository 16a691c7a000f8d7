using System.Text.RegularExpressions;
using System.Xml.Linq;
using Transcripts.Tests;
using YamlDotNet.RepresentationModel;

namespace Packaging.Tests;

/// <summary>The action for GitHub and the examples for other systems: they are well formed, and their commands do what they say.</summary>
[Collection(Packages.Collection)]
public sealed partial class ContinuousIntegrationTests(Packages packages) : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_action_uses_the_inputs_that_it_declares_and_no_others()
    {
        var text = File.ReadAllText(Path.Combine(Project.Root, "action.yml"));
        var action = Yaml("action.yml")[0];
        var declared = Map(action, "inputs").Children.Keys.Select(Text).Order();
        Assert.Equal(declared, Inputs().Matches(text).Select(match => match.Groups[1].Value).Distinct().Order());
        Assert.All(Map(action, "inputs").Children.Values, input => Assert.True(((YamlMappingNode)input).Children.ContainsKey("description")));
        // What a workflow says comes in as variables: in a script it would be run.
        Assert.All(Steps(action), step => Assert.DoesNotContain("${{", Text(step["run"])));
        Assert.All(Steps(action), step => Assert.Equal("bash", Text(step["shell"])));
    }

    [SkippableFact]
    public void The_steps_of_the_action_install_an_archive_and_report()
    {
        Packages.Need();
        var steps = Steps(Yaml("action.yml")[0]);
        var (installed, said) = RunStep(steps[0], [("ARCHIVE", packages.Archive)]);
        Assert.True(installed == 0, said);
        Assert.Equal($"version={packages.Version}\n", File.ReadAllText(Path.Combine(_shell.Folder, "output")));
        var path = File.ReadAllText(Path.Combine(_shell.Folder, "path")).Trim();
        Assert.Equal("bputil csrutil diskutil dscl fdesetup macemu profiles sysadminctl", string.Join(' ', Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal)));

        foreach (var failing in (bool[])[false, true])
        {
            _shell.WriteScenarios(failing);
            var (status, text) = RunStep(steps[1], [("TEST_PATHS", "scenarios/first.yml\nscenarios/second.yml\n"), ("JOBS", "1"), ("JUNIT", "r.xml"), ("JSON", "r.json"), ("PATH", $"{path}:{Environment.GetEnvironmentVariable("PATH")}")]);
            Assert.True(status == (failing ? 1 : 0), text);
            Assert.Equal(failing, text.Contains("::error file=scenarios/second.yml,line=3", StringComparison.Ordinal));
            Assert.Contains("pass  first", text);
            Assert.Equal(("2", failing ? "1" : "0"), Counts("r.xml"));
        }
    }

    [SkippableFact]
    public void The_action_refuses_an_archive_that_isnt_what_it_should_be()
    {
        Packages.Need();
        var install = Steps(Yaml("action.yml")[0])[0];
        _shell.Good($"cp {packages.Archive} a.tar.gz");
        Assert.Equal((1, "::error::nothing says what SHA-256 a.tar.gz has: give the input sha256\n"), RunStep(install, [("ARCHIVE", "a.tar.gz")]));
        var wrong = new string('0', 64);
        Assert.Equal((1, $"::error::a.tar.gz hasn't the SHA-256 {wrong}\n"), RunStep(install, [("ARCHIVE", "a.tar.gz"), ("SHA256", wrong)]));
        Assert.Equal((1, "::error::b.tar.gz: no such file\n"), RunStep(install, [("ARCHIVE", "b.tar.gz")]));
        Assert.Equal((1, "::error::'main' is no version of a release; say which with the input version\n"), RunStep(install, [("ACTION_REF", "main")]));
        Assert.False(Directory.Exists(Path.Combine(_shell.Folder, "mactoolemu")));
    }

    [SkippableFact]
    public void A_wrong_scenario_ends_the_action_with_its_message()
    {
        Packages.Need();
        _shell.Write("scenarios/wrong.yml", "name: wrong\nnonsense: 1\n");
        var (status, text) = RunStep(Steps(Yaml("action.yml")[0])[1], [("TEST_PATHS", "scenarios"), ("JUNIT", "r.xml"), ("JSON", "r.json"), ("PATH", $"{packages.Unpacked}/path:{Environment.GetEnvironmentVariable("PATH")}")]);
        Assert.Equal(2, status);
        Assert.Contains("wrong.yml:2:1: ", text);
    }

    [SkippableFact]
    public void The_jobs_of_GitLab_run_in_parts_and_join_them()
    {
        Packages.Need();
        _shell.WriteScenarios(failing: true);
        var file = (YamlMappingNode)Yaml("examples/ci/gitlab-ci.yml")[0];
        var (test, report) = (Map(file, "scenarios"), Map(file, "report"));
        Assert.Equal(["test", "report"], ((YamlSequenceNode)file["stages"]).Select(Text));
        for (var i = 1; i <= 2; i++) _shell.Good(Script(test), With(("CI_NODE_INDEX", $"{i}"), ("CI_NODE_TOTAL", "2")));
        Assert.Equal(1, _shell.Run(Script(report), With()).Status);
        Assert.Equal(("2", "1"), Counts(Text(Map(Map(report, "artifacts"), "reports")["junit"])));

        static string Script(YamlMappingNode job) => string.Join('\n', ((YamlSequenceNode)job["script"]).Select(Text).Prepend("set -e"));
    }

    [SkippableFact]
    public void The_stages_of_Jenkins_run_in_parts_and_join_them()
    {
        Packages.Need();
        _shell.WriteScenarios(failing: true);
        var text = File.ReadAllText(Path.Combine(Project.Root, "examples/ci/Jenkinsfile"));
        Assert.Equal(text.Count(c => c == '{'), text.Count(c => c == '}'));
        var commands = JenkinsCommands().Matches(text).Select(match => match.Groups[1].Value.Replace("/4", "/2")).ToList();
        Assert.Equal(2, commands.Count);
        foreach (var part in (string[])["1", "2"]) _shell.Good(commands[0], With(("PART", part)));
        _shell.Good(commands[1], With()); // the step `junit` tells of what failed
        Assert.Equal(("2", "1"), Counts("report.xml"));
    }

    [SkippableFact]
    public void The_jobs_of_Kubernetes_run_in_parts_and_join_them()
    {
        Packages.Need();
        _shell.WriteScenarios(failing: false);
        var jobs = Yaml("examples/ci/kubernetes-job.yaml").Select(job => Map(job, "spec")).ToList();
        Assert.Equal("Indexed", Text(jobs[0]["completionMode"]));
        var containers = jobs.Select(job => (YamlMappingNode)((YamlSequenceNode)Map(Map(job, "template"), "spec")["containers"])[0]).ToList();
        var variables = ((YamlSequenceNode)containers[0]["env"]).ToDictionary(entry => Text(entry["name"]), entry => Text(entry["value"]));
        Assert.Equal(Text(jobs[0]["completions"]), variables["JOB_COMPLETIONS"]);
        Directory.CreateDirectory(Path.Combine(_shell.Folder, "reports"));
        (string, string)[] places = [("SCENARIOS", "scenarios"), ("REPORTS", "reports"), ("JOB_COMPLETIONS", "2")];
        for (var i = 0; i < 2; i++) _shell.Good(Command(containers[0]), With([.. places, ("JOB_COMPLETION_INDEX", $"{i}")]));
        _shell.Good(Command(containers[1]), With(places));
        Assert.Equal(("2", "0"), Counts("reports/report.xml"));

        static string Command(YamlMappingNode container) => Text(((YamlSequenceNode)container["command"])[2]);
    }

    [SkippableFact]
    public void The_array_of_Slurm_runs_in_parts_and_joins_them()
    {
        Packages.Need();
        _shell.WriteScenarios(failing: true);
        var script = Path.Combine(Project.Root, "examples/ci/slurm.sh");
        // A stand-in for sbatch writes down what it is asked for.
        _shell.Write("path/sbatch", "#!/bin/bash\necho \"${MACEMU_STEP:-} $*\" >> asked; echo 17\n");
        _shell.Good("chmod +x path/sbatch");
        _shell.Good($"PATH=$PWD/path:$PATH; {script} scenarios reports 2", With());
        var asked = File.ReadAllLines(Path.Combine(_shell.Folder, "asked"));
        Assert.Equal(2, asked.Length);
        Assert.Contains("--array=1-2 ", asked[0]);
        Assert.StartsWith("merge ", asked[1]);
        Assert.Contains("--dependency=afterany:17 ", asked[1]);

        _shell.Good($"{script} scenarios reports 2", With(("SLURM_ARRAY_TASK_ID", "1"), ("SLURM_ARRAY_TASK_COUNT", "2")));
        Assert.Equal(2, _shell.Run($"{script} scenarios reports 2", With(("MACEMU_STEP", "merge"))).Status); // the second is missing
        _shell.Good($"{script} scenarios reports 2", With(("SLURM_ARRAY_TASK_ID", "2"), ("SLURM_ARRAY_TASK_COUNT", "2")));
        Assert.Equal(1, _shell.Run($"{script} scenarios reports 2", With(("MACEMU_STEP", "merge"))).Status);
        Assert.Equal(("2", "1"), Counts("reports/report.xml"));
    }

    [Fact]
    public void The_documented_examples_are_the_files()
    {
        var text = File.ReadAllText(Path.Combine(Project.Root, "docs/ci.md"));
        foreach (var file in Directory.GetFiles(Path.Combine(Project.Root, "examples/ci"))) Assert.Contains($"(../examples/ci/{Path.GetFileName(file)})", text);
    }

    // There may be no Docker here: so the sources that the image is built from are looked at, and its own commands run elsewhere.
    [SkippableFact]
    public void The_image_is_built_from_sources_that_are_there_and_enough()
    {
        Packages.Need();
        var lines = File.ReadAllText(Path.Combine(Project.Root, "Dockerfile")).Replace("\\\n", " ").Split('\n');
        var copied = lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from")).Select(line => line.Split(' ')[1..]).ToList();
        foreach (var words in copied.Where(words => words[0] != "LICENSE"))
            _shell.Good($"mkdir -p src && cd {Project.Root} && tar --exclude=bin --exclude=obj -cf - {string.Join(' ', words[..^1])} | tar -xf - -C {_shell.Folder}/src");
        // All that `make tools` looks for is among them.
        var plan = _shell.Good("cd src && mkdir artifacts && touch artifacts/framework && make -n tools");
        Assert.Contains("dotnet publish tools/macemu ", plan);
        Assert.Contains("LICENSE", copied.SelectMany(words => words));
        Assert.True(File.Exists(Path.Combine(Project.Root, "LICENSE")));
        // The links of the image; under a prefix nothing is in their way.
        var installs = lines.Single(line => line.Contains("macemu install", StringComparison.Ordinal))[4..].Replace("/opt/mactoolemu", $"{packages.Unpacked}/bin").Replace("/usr/local/bin", ".").Replace("macemu install", "./macemu install --prefix root").Replace("macemu --version", "./macemu --version");
        Assert.EndsWith($"macemu {packages.Version}\n", _shell.Good(installs));
        Assert.Contains("UniqueID", _shell.Good("root/usr/bin/dscl . -read /Users/root UniqueID", ("MACEMU_USER", "root")));
    }

    private (int Status, string Text) RunStep(YamlMappingNode step, (string Name, string Value)[] environment)
    {
        var all = Map(step, "env").Children.Keys.Select(name => (Text(name), "")).ToDictionary();
        foreach (var (name, value) in environment.Concat([("RUNNER_TEMP", _shell.Folder), ("GITHUB_PATH", $"{_shell.Folder}/path"), ("GITHUB_OUTPUT", $"{_shell.Folder}/output")])) all[name] = value;
        return _shell.Run(Text(step["run"]), [.. all.Select(pair => (pair.Key, pair.Value))]);
    }

    private (string, string)[] With(params (string, string)[] environment) =>
        [.. environment, ("PATH", $"{packages.Unpacked}/path:{Environment.GetEnvironmentVariable("PATH")}")];

    private (string? Tests, string? Failures) Counts(string file)
    {
        var root = XDocument.Load(Path.Combine(_shell.Folder, file)).Root!;
        return (root.Attribute("tests")?.Value, root.Attribute("failures")?.Value);
    }

    private static List<YamlNode> Yaml(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Project.Root, file))));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static YamlMappingNode Map(YamlNode node, string key) => (YamlMappingNode)node[key];

    private static List<YamlMappingNode> Steps(YamlNode action) => [.. ((YamlSequenceNode)Map(action, "runs")["steps"]).Cast<YamlMappingNode>()];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    [GeneratedRegex("sh '(.*)'")]
    private static partial Regex JenkinsCommands();

    [GeneratedRegex(@"inputs\.([a-z0-9]+)")]
    private static partial Regex Inputs();
}
