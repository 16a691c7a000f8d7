using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace MacEmu.Tests;

/// <summary><c>macemu report --html</c>: the page of a run. How it looks and works in a browser is tested in <see cref="BrowserTests"/>.</summary>
public sealed partial class ReportPageTests : IDisposable
{
    private const string Hostile = "</code><script>alert(1)</script>\u202Eevil 😀";

    private readonly Bench bench = Bench.WithMachine("--os", "14.5");

    private string Page => Path.Combine(bench.Folder, "report.html");

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_run_is_told_with_the_Mac_before_and_after()
    {
        bench.Good("setup", "alice", "--password", "s3cret", "--full-name", "Alice Example");
        InRun("r1", () =>
        {
            Tool("dscl", [".", "-create", "/Users/bob"], run =>
            {
                run.Mac.Accounts.Create(new NewAccount("bob") { IsAdmin = true });
                run.Console.OutLine("made");
                return 0;
            });
            Tool("false", [], run =>
            {
                run.Console.ErrorLine("no such thing");
                return 3;
            });
            bench.Good("login", "alice", "--password", "s3cret");
        });
        var page = Report();
        Assert.Contains("<h1>What a run did to the Mac</h1>", page);
        Assert.Contains("The last run, r1, as root</p>", page);
        Assert.Contains("<strong>3</strong> commands</li><li class=\"bad\"><strong>1</strong> failed</li><li><strong>2</strong> changed the Mac</li>", page);
        // Who was there, and who is new.
        Assert.Contains("<th scope=\"row\"><bdi>alice</bdi><br><span class=\"below\"><bdi>Alice Example, UID 501</bdi></span></th>", page);
        Assert.Contains("<th scope=\"row\"><bdi>bob</bdi> <span class=\"tag changed\">+ new</span><br><span class=\"below\">", page);
        // The first login brings the bootstrap token or not, in any case somebody is at the console.
        Assert.Contains("<tr class=\"changed\"><th scope=\"row\">At the console</th><td><bdi>nobody</bdi></td><td><bdi>alice</bdi> <span class=\"tag changed\">▲ changed</span></td></tr>", page);
        Assert.Contains("<tr><th scope=\"row\">FileVault</th><td><bdi>off</bdi></td><td><bdi>off</bdi></td></tr>", page);
        // What was run, with its outcome.
        Assert.Contains("<code>dscl . -create /Users/bob</code></span> <span class=\"facts\"><span class=\"good\">✓ exit 0</span> <span class=\"tag changed\">▲ ", page);
        Assert.Contains("<p class=\"label\">Standard output</p>\n<pre tabindex=\"0\">\nmade</pre>", page);
        Assert.Contains("<code>false</code></span> <span class=\"facts\"><span class=\"bad\">✗ exit 3</span>", page);
        Assert.Contains("<p class=\"label\">Standard error</p>\n<pre tabindex=\"0\">\nno such thing</pre>", page);
        Assert.Contains("<li><code>od record Users/bob name: bob added</code></li>", page);
        Assert.Contains("<code>macemu login alice --password •••</code>", page);
        // Nothing has asked for the policy, so it is the factory's; and the disks are drawn.
        Assert.Contains("The policy is the factory’s", page);
        Assert.Contains(">APFS container disk3, 494.4 GB, ", page);
        Assert.DoesNotContain("s3cret", page);
    }

    [Fact]
    public void A_token_that_comes_is_marked_in_words()
    {
        Tool("dscl", [], run =>
        {
            run.Mac.Accounts.Create(new NewAccount("bob") { IsAdmin = true, FullName = "Bob" });
            return 0;
        });
        InRun("r1", () => Tool("dscl", [".", "-passwd", "/Users/bob"], run =>
        {
            var bob = run.Mac.Directory.Find(RecordType.Users, "bob")!;
            run.Mac.DirectoryAs(DirectoryCaller.Root).SetValues(bob, AttributeName.RealName, ["Bob the First"]);
            run.Mac.Accounts.SetFirstPassword(bob, "pw-of-bob");
            return 0;
        }));
        var page = Report();
        const string Granted = "<td class=\"changed\"><span class=\"was\"><span class=\"no\"><span aria-hidden=\"true\">✗</span> no</span></span> <span class=\"arrow\">→</span> <strong><span class=\"yes\"><span aria-hidden=\"true\">✓</span> yes</span></strong></td>";
        Assert.Contains($"<th scope=\"row\"><bdi>bob</bdi><br><span class=\"below\"><span class=\"was\"><bdi>Bob, UID 501</bdi></span> <span class=\"arrow\">→</span> <strong><bdi>Bob the First, UID 501</bdi></strong></span></th><td><span class=\"yes\"><span aria-hidden=\"true\">✓</span> yes</span></td>{Granted}{Granted}<td><bdi>– (off)</bdi></td></tr>", page);
        Assert.DoesNotContain("pw-of-bob", page);
    }

    [Fact]
    public void A_policy_that_was_made_is_told_field_by_field()
    {
        bench.Good("setup", "alice", "--password", "s3cret");
        bench.Good("policy", "show");
        bench.Good("restart", "--to", "1tr");
        InRun("r1", () => bench.Good("security-utility", "--mode", "reduced", "--allow-kexts", "--user", "alice", "--password", "s3cret"));
        var page = Report();
        Assert.Contains("<tr class=\"changed\"><th scope=\"row\"><code>smb0</code> <span class=\"note\">Reduced Security</span></th><td><bdi>absent</bdi></td><td><span class=\"yes\"><span aria-hidden=\"true\">✓</span> yes</span> <span class=\"tag changed\">▲ changed</span></td></tr>", page);
        Assert.Contains("<tr class=\"changed\"><th scope=\"row\"><code>lpnh</code> ", page);
        Assert.Contains("<tr><th scope=\"row\"><code>smb1</code> <span class=\"note\">Permissive Security</span></th><td><bdi>absent</bdi></td><td><bdi>absent</bdi></td></tr>", page);
        Assert.Contains("Full Security, owners alice</bdi> <span class=\"arrow\">→</span> <strong><bdi>macOS 14.5, Reduced Security, owners alice</bdi></strong>", page);
        foreach (var field in MacStateStore.LocalPolicy.PolicyFields.All) Assert.Matches($"<code>{field.Code}</code> <span class=\"note\">[A-Za-z]", page);
    }

    [Fact]
    public void Nothing_in_a_text_acts_on_the_page()
    {
        InRun("r1", () => Tool(Hostile, [Hostile, "\0\a\u0085"], run =>
        {
            run.Mac.Accounts.Create(new NewAccount(Hostile));
            run.Console.Out([(byte)'<', 0xFF, 0xC0, 0, 27, (byte)'[', (byte)'3', (byte)'\r', (byte)'\n', (byte)'&']);
            run.Console.ErrorLine(Hostile);
            return 0;
        }));
        var page = Report();
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("\u202E", page);
        Assert.DoesNotContain(page, c => char.IsControl(c) && c != '\n');
        Assert.Contains("&lt;/code&gt;&lt;script&gt;alert(1)&lt;/script&gt;‹U+202E›evil 😀", page);
        Assert.Contains("<pre tabindex=\"0\">\n&lt;\uFFFD\uFFFD␀␛[3\n&amp;</pre>", page);
        Assert.Equal(1, Regex.Count(page, "<script"));
    }

    [Fact]
    public void Much_output_is_cut_with_a_note()
    {
        InRun("r1", () =>
        {
            Tool("loud", [], run =>
            {
                for (var i = 0; i < 5; i++) run.Console.Out(new string((char)('a' + i), 1_000_000));
                run.Console.Error(new string('z', 4096));
                return 0;
            });
        });
        var page = Report();
        Assert.Contains($"\n{new string('a', 8192)}</pre>\n<p class=\"note\">✂ Cut here: 5 MB in all, only the beginning is kept.</p>", page);
        Assert.Contains($"\n{new string('z', 4096)}</pre>\n</div>", page);
        Assert.True(page.Length < 100_000);
    }

    [Fact]
    public void Secrets_are_neither_in_the_page_nor_in_the_journal()
    {
        InRun("r1", () => Tool("fdesetup", ["-password", "hunter2-hunter2"], run =>
        {
            var typed = run.AskSecret("Password:");
            run.Console.OutLine($"{typed} {run.Arguments[1]} Recovery key = 'ABCD-EF12-3456-7890-WXYZ-0000'");
            run.Console.ErrorLine("<key>AdminPassword</key><string>third-secret</string>");
            return 0;
        }, "typed-secret\n"));
        var page = Report();
        Assert.Contains("<code>fdesetup -password •••</code>", page);
        Assert.Contains("••• ••• Recovery key = •••", page);
        var file = Encoding.Latin1.GetString(File.ReadAllBytes(bench.Machine));
        foreach (var secret in (string[])["hunter2", "typed-secret", "ABCD-EF12", "third-secret"])
        {
            Assert.DoesNotContain(secret, page);
            Assert.DoesNotContain(secret, file);
        }
    }

    [Fact]
    public void Its_policy_lets_in_its_own_style_and_script_and_nothing_else()
    {
        var page = Report();
        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        Assert.Equal($"default-src 'none'; style-src '{Hash("style")}'; script-src '{Hash("script")}'; base-uri 'none'; form-action 'none'", policy.Replace("&#39;", "'"));
        Assert.DoesNotMatch("(?i)(src|href)=\"(?!#)|url\\(|@import|<link|<iframe| style=\"| on[a-z]+=\"", page);

        string Hash(string element) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Regex.Match(page, $"<{element}>(.*?)</{element}>", RegexOptions.Singleline).Groups[1].Value)));
    }

    [Fact]
    public void It_is_about_the_last_run_one_that_is_named_all_or_what_came_since_a_snapshot()
    {
        Tool("before-all", [], _ => 0);
        Assert.Contains("<h1>All that was run on the Mac</h1>", Report());
        InRun("r1", () => Tool("in-one", [], _ => 0));
        bench.Good("snapshot", "save", "between");
        Tool("outside", [], _ => 0);
        InRun("r2", () => Tool("in-two", [], _ => 0));

        Assert.Equal(["in-two"], Commands(Report()));
        Assert.Equal(["in-one"], Commands(Report("--run", "r1")));
        Assert.Contains("Run r1, as root</p>\n<p class=\"note\">2 commands were run since, outside of it: see macemu report --all.", Report("--run", "r1"));
        Assert.Equal(["before-all", "in-one", "outside", "in-two"], Commands(Report("--all")));
        Assert.Equal(["outside", "in-two"], Commands(Report("--since", "between")));
        Assert.Contains("<h1>What was run since the snapshot between</h1>", Report("--since", "between"));
        // A script that calls nothing of the Mac's is a run, too.
        using (var mac = Mac.Open(bench.Machine)) mac.RunStates.KeepBefore("r3");
        Assert.Contains("The last run, r3</p>", Report());
        Assert.Contains("No command was run.", Report());
        Assert.Equal(Report(), bench.Good("report", "--html", "-"));

        static string[] Commands(string page) => [.. Regex.Matches(page, "<span class=\"what\"><code>([^<]*)</code>").Select(match => match.Groups[1].Value)];
    }

    [Fact]
    public void Where_the_beginning_isnt_kept_it_says_so()
    {
        bench.Environment["MACEMU_RUN"] = "nowhere";
        Tool("x", [], _ => 0);
        bench.Environment.Remove("MACEMU_RUN");
        var page = Report();
        Assert.Contains("What the Mac was before it isn’t kept: only the last 10 runs have that, of machines up to 16.8 MB.", page);
        Assert.Contains("<th scope=\"col\">What</th><th scope=\"col\">Now</th></tr>", page);
        Assert.DoesNotContain("changed\">", page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("id=\"timeline\"", StringComparison.Ordinal)]);
    }

    [Fact]
    public void An_Intel_Mac_has_no_policy_and_a_new_one_no_users()
    {
        bench.Good("create", "--force", "--os", "12.7", "--chip", "t2", "--kdf-iterations", "2");
        var page = Report();
        Assert.Contains("This Mac has no LocalPolicy", page);
        Assert.Contains("There are no users yet", page);
    }

    [Fact]
    public void Mistakes_are_told_and_write_nothing()
    {
        bench.Bad(2, "report: --html FILE is missing", "report");
        bench.Bad(2, "report: --html: the file's name is empty", "report", "--html=");
        bench.Bad(2, $"report: {bench.Folder} is a folder; name a file", "report", "--html", bench.Folder);
        bench.Bad(2, "report: --run, --since and --all exclude each other", "report", "--html", Page, "--all", "--run", "x");
        bench.Bad(2, "report: --run: there was no run 'x y' on this machine; 'macemu log --json' shows the id of each", "report", "--html", Page, "--run", "x y");
        bench.Bad(2, "report: --since: 'x' is no snapshot of this machine; 'macemu snapshot list' shows those there are", "report", "--html", Page, "--since", "x");
        Assert.Equal(74, bench.Run("report", "--html", "/nowhere/at/all.html").Status);
        Assert.False(File.Exists(Page));
    }

    [Fact]
    public void Ten_thousand_commands_are_quickly_told()
    {
        ManyCommands(bench, 10_000);
        var clock = Stopwatch.StartNew();
        var page = Report();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"it took {clock.Elapsed}");
        Assert.Contains("<strong>10000</strong> commands", page);
        Assert.True(page.Length < 20_000_000);
    }

    [SkippableFact]
    public void Macemu_run_keeps_what_a_report_needs()
    {
        bench.Good("setup", "alice", "--password", "s3cret");
        bench.Environment["MACEMU_TOOLS"] = AppContext.BaseDirectory;
        var outcome = bench.Start("", "run", "--", "bash", "-c", "dscl . -create /Users/dora; dscl . -read /Users/dora RecordName; exit 4");
        Assert.Equal(4, outcome.Status);
        var page = Report();
        Assert.Contains("<bdi>dora</bdi> <span class=\"tag changed\">+ new</span>", page);
        Assert.Contains("<pre tabindex=\"0\">\nRecordName: dora</pre>", page);
        Assert.DoesNotContain("isn’t kept", page);
    }

    /// <summary>Fills the journal with commands of a run.</summary>
    internal static void ManyCommands(Bench bench, int count)
    {
        using (var mac = Mac.Open(bench.Machine)) mac.RunStates.KeepBefore("many");
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
        Assert.Equal(0, SQLitePCL.raw.sqlite3_open(bench.Machine, out var database));
        using (database)
        {
            Assert.Equal(0, SQLitePCL.raw.sqlite3_exec(database,
                $"""
                INSERT INTO journal (run, at, tool, arguments, user, exit_status)
                  SELECT 'many', 1767258000000000 + value * 1000000, 'dscl', json_array('.', '-read', '/Users/user' || value), 'root', value % 7 = 0 FROM generate(1, {count});
                INSERT INTO printed SELECT id, CAST('RecordName: ' || id AS BLOB), 20, X'', 0 FROM journal;
                INSERT INTO change (journal_id, table_name, key, after) SELECT id, 'od_value', 'Users/x realname', '"value"' FROM journal WHERE id % 5 = 0;
                """.Replace($"FROM generate(1, {count})", $"FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < {count}) SELECT value FROM n)").Replace("'\"value\"'", "'{\"value\":\"y\"}'")));
        }
    }

    private void InRun(string id, Action act)
    {
        using (var mac = Mac.Open(bench.Machine)) mac.RunStates.KeepBefore(id);
        bench.Environment["MACEMU_RUN"] = id;
        act();
        bench.Environment.Remove("MACEMU_RUN");
        using (var mac = Mac.Open(bench.Machine)) mac.RunStates.KeepAfter(id);
    }

    private int Tool(string name, string[] arguments, Func<ToolRun, int> run, string input = "") => RunTool(bench, name, arguments, run, input);

    /// <summary>Runs a made-up tool on the machine of a bench.</summary>
    internal static int RunTool(Bench bench, string name, string[] arguments, Func<ToolRun, int> run, string input = "")
    {
        var tool = new Tool(name, run, words => [.. words.Select((_, i) => i > 0 && words[i - 1] == "-password")]);
        using var console = new ToolConsole(new MemoryStream(Encoding.UTF8.GetBytes(input)), new MemoryStream(), new MemoryStream(),
            variable => variable == MachineLocation.UserVariable ? "root" : bench.Environment.GetValueOrDefault(variable));
        return ToolRun.Start(tool, arguments, console);
    }

    private string Report(params string[] options)
    {
        Assert.Equal("", bench.Good(["report", "--html", Page, .. options]));
        return File.ReadAllText(Page);
    }
}
