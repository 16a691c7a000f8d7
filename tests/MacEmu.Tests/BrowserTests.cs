using System.Diagnostics;
using MacStateStore;
using MacStateStore.OpenDirectory;

namespace MacEmu.Tests;

/// <summary>
/// The pages of <c>report</c> and <c>test</c> in a headless Chromium, as tests/browser/check-pages.mjs looks at them: nothing on the console, no
/// request, filters, keyboard, structure, contrast, widths, and without scripts. Skipped where there is no browser.
/// </summary>
public sealed class BrowserTests : IDisposable
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly Bench bench = Bench.WithMachine("--os", "14.5", "--filevault", "--setup", "alice:s3cret:Alice Example");

    public void Dispose() => bench.Dispose();

    [SkippableFact]
    public void A_browser_opens_filters_and_unfolds_the_pages()
    {
        var browser = Browsers.FirstOrDefault(File.Exists);
        Skip.If(browser is null, "this host has no Chromium (Debian package chromium)");
        Skip.IfNot(File.Exists("/usr/bin/node") && File.Exists("/usr/bin/npm"), "this host has no Node.js with npm");
        var project = Project();
        var modules = Modules(project);
        Skip.If(modules is null, "playwright-core can't be installed by npm");

        MakeRun();
        bench.Good("report", "--html", PathOf("report.html"));
        Assert.Equal(1, bench.Run("test", bench.Write("s.yml", Scenario), "--html", PathOf("tests.html")).Status);
        ReportPageTests.ManyCommands(bench, 10_000);
        bench.Good("report", "--html", PathOf("many.html"));

        var screenshots = Directory.CreateDirectory(Path.Combine(project, "artifacts", "screenshots")).FullName;
        var outcome = Start(bench.Folder, "node", Path.Combine(project, "tests/browser/check-pages.mjs"), modules!, browser!, screenshots, PathOf("report.html"), PathOf("tests.html"), PathOf("many.html"));
        Assert.Equal("3 pages, 0 problems\n", outcome.Output + outcome.Errors);
        Assert.Equal(8, Directory.GetFiles(screenshots, "*.png").Count(file => Path.GetFileName(file).StartsWith("report-", StringComparison.Ordinal) || Path.GetFileName(file).StartsWith("tests-", StringComparison.Ordinal)));
    }

    private const string Scenario =
        """
        name: Ownership by release
        machine: {kdfIterations: 2, setup: "alice:s3cret:Alice Example"}
        matrix: {os: ["13.6", "14.5"], chip: [apple, intel]}
        skip: [{when: {os: 13.6, chip: intel}, reason: not of interest}]
        steps:
          - login: {user: alice, password: s3cret}
          - name: the Mac is managed
            mdm: {enroll: {ade: true}}
            when: {chip: apple}
        expect: {users: {alice: {volumeOwner: false}}}
        """;

    // Something of everything, and much that would like to be markup.
    private void MakeRun()
    {
        using (var mac = Mac.Open(bench.Machine)) mac.RunStates.KeepBefore("r1");
        bench.Environment["MACEMU_RUN"] = "r1";
        bench.Good("login", "alice", "--password", "s3cret");
        ReportPageTests.RunTool(bench, "dscl", [".", "-create", "/Users/</script><img src=x onerror=alert(1)>"], run =>
        {
            run.Mac.Accounts.Create(new NewAccount("</script><img src=x onerror=alert(1)>") { FullName = "שלום \u202E 😀" });
            run.Console.Out([0xFF, 0, (byte)'<', (byte)'b', (byte)'>']);
            return 0;
        });
        ReportPageTests.RunTool(bench, "fdesetup", ["remove", "-user", new string('x', 400)], run =>
        {
            run.Console.ErrorLine("Error: " + new string('w', 3000));
            return 3;
        });
        bench.Good("restart");
        bench.Environment.Remove("MACEMU_RUN");
        using (var mac = Mac.Open(bench.Machine)) mac.RunStates.KeepAfter("r1");
    }

    private string PathOf(string name) => Path.Combine(bench.Folder, name);

    private static string Project()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MacToolEmu.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    // Installed once, as the lock file says.
    private static string? Modules(string project)
    {
        var folder = Directory.CreateDirectory(Path.Combine(project, "artifacts", "browser")).FullName;
        var (wanted, installed) = (Path.Combine(project, "tests/browser/package-lock.json"), Path.Combine(folder, "package-lock.json"));
        var modules = Path.Combine(folder, "node_modules");
        if (File.Exists(Path.Combine(modules, "playwright-core", "package.json")) && File.Exists(installed) && File.ReadAllText(installed) == File.ReadAllText(wanted)) return modules;
        foreach (var name in (string[])["package.json", "package-lock.json"]) File.Copy(Path.Combine(project, "tests/browser", name), Path.Combine(folder, name), overwrite: true);
        return Start(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts").Status == 0 ? modules : null;
    }

    private static Outcome Start(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, errors.Result);
    }
}
