using System.Security.Cryptography;
using System.Text;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>
/// The kernel extensions that are loaded: <c>kextstat</c>, which from macOS 11 on only calls <c>kmutil showloaded</c> (layout from public
/// records). Of Apple's own only the kernel's interfaces are listed; versions and UUIDs of all are made up.
/// </summary>
internal static class LoadedKexts
{
    public static readonly Companion KextStat = new("kextstat", RunKextStat);

    private const string Head = "Index Refs Address            Size       Wired      Name (Version) UUID <Linked Against>";
    private const string FallsBack = "No variant specified, falling back to release";
    private const string Apple = "com.apple.kpi.";

    private static readonly (string Name, int References)[] Interfaces = [("bsd", 142), ("dsep", 11), ("iokit", 170), ("kasan", 0), ("libkern", 178), ("mach", 155), ("private", 122), ("unsupported", 110)];

    private static readonly (string Letter, string Old, string New, bool TakesValue)[] Options =
        [("-b", "--bundle-id", "--bundle-identifier", true), ("-l", "--list-only", "--list-only", false), ("-k", "--no-kernel", "--no-kernel-components", false)];

    /// <summary><c>kmutil showloaded</c>.</summary>
    public static int Show(ToolRun run) => Show(run, [.. run.Arguments.Skip(1)]);

    private static int RunKextStat(ToolRun run)
    {
        var words = new List<string>();
        for (var i = 0; i < run.Arguments.Count; i++)
        {
            // Letters may stand together (-kl); each becomes kmutil's name.
            var word = run.Arguments[i];
            IEnumerable<string> given = word is ['-', not '-', _, ..] ? word[1..].Select(letter => $"-{letter}") : [word];
            foreach (var one in given)
            {
                var option = Array.Find(Options, option => one == option.Letter || one == option.Old || one == option.New);
                if (option.New is null || (option.TakesValue && i + 1 == run.Arguments.Count)) throw new NotEmulatedException($"kextstat {word}");
                words.Add(option.New);
                if (option.TakesValue) words.Add(run.Arguments[++i]);
            }
        }
        if (run.Mac.System.Version.Has(Capability.HasKmutil))
        {
            run.Console.OutLine($"Executing: {string.Join(' ', ["/usr/bin/kmutil", "showloaded", .. words])}");
            return Show(run, words);
        }
        Print(run, words, null);
        return 0;
    }

    private static int Show(ToolRun run, List<string> words)
    {
        if (!run.Mac.System.Version.Has(Capability.HasKmutil)) throw new NotEmulatedException("kmutil before macOS 11, which has none");
        var kept = new List<string>();
        string? collection = null;
        for (var i = 0; i < words.Count; i++)
            if (words[i] is "-b" or "--bundle-identifier" && i + 1 < words.Count) kept.AddRange(["--bundle-identifier", words[++i]]);
            else if (words[i] == "--collection" && i + 1 < words.Count && words[i + 1] is "aux" or "boot" or "sys") collection = words[++i];
            else if (words[i] == "--show" && i + 1 < words.Count && words[i + 1] == "loaded") i++;
            else if (words[i] is "--list-only" or "--no-kernel-components") kept.Add(words[i]);
            else if (words[i] != "--sort") throw new NotEmulatedException($"kmutil showloaded {words[i]}");
        run.Console.ErrorLine(FallsBack);
        Print(run, kept, collection);
        return 0;
    }

    private static void Print(ToolRun run, List<string> words, string? collection)
    {
        var only = words.IndexOf("--bundle-identifier") is >= 0 and var at ? words[at + 1] : null;
        if (!words.Contains("--list-only")) run.Console.OutLine(Head);
        var index = 0;
        foreach (var (name, references) in Interfaces)
        {
            index++;
            if (!words.Contains("--no-kernel-components") && collection is null or "boot") Line(Apple + name, references, Darwin.Version(run.Mac.System.Build), run.Mac.System.Build, "");
        }
        foreach (var extension in run.Mac.KernelExtensions.Loading)
        {
            index++;
            if (collection is null or "aux") Line(extension.Bundle, 0, "1.0", $"{extension.Team}/{extension.Bundle}", "6 5 3 1");
        }

        void Line(string name, int references, string version, string of, string linked)
        {
            if (only is null || only == name) run.Console.OutLine($"{index,5} {references,4} {0,-18} {0,-10} {0,-10} {name} ({version}) {Uuid(of)} <{linked}>");
        }
    }

    private static string Uuid(string of) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 16)).ToString("D").ToUpperInvariant();
}
