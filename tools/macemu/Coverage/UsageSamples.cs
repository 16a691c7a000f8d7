using MacEmu.Run;

namespace MacEmu.Coverage;

/// <summary>What stands for the placeholders of a form when it is tried: something that the command can take there.</summary>
internal static class UsageSamples
{
    private const string File = "sample.plist";
    private const string Text = "'…'";
    private const string PlistBuddy = "PlistBuddy";

    /// <summary>Options whose values a normalised call has lost.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> Values = new()
    {
        ["sysadminctl"] = Pairs("-adminUser alice -adminPassword pw -password pw -newPassword pw -secureTokenOn bob -secureTokenOff bob -secureTokenStatus alice -addUser carol "
            + "-deleteUser bob -resetPasswordFor bob -fullName Carol -UID 777 -GID 20 -home /Users/carol -shell /bin/zsh -hint hint -picture /x.png -userName alice -admin "),
        ["fdesetup"] = Pairs("-user alice -usertoadd bob -uuid 00000000-0000-4000-8000-000000000000 -delayminutes 1 -defer /tmp/defer.plist -certificate /tmp/x.cer"),
        ["profiles"] = Pairs("-user alice -password pw -F sample.plist -path sample.plist -p com.example.x -identifier com.example.x -U alice"),
        ["bputil"] = Pairs("-u alice -p pw"),
    };

    /// <summary>What a companion finds instead of a variable, and instead of a quoted text.</summary>
    private static readonly Dictionary<string, (string Variable, string Quoted)> Companions = new()
    {
        [PlistBuddy] = (File, File),
        ["bless"] = ("/", "/"),
        ["codesign"] = (File, File),
        ["defaults"] = ("/Library/Preferences/com.example.sample", "/Library/Preferences/com.example.sample"),
        ["launchctl"] = ("501", "/Library/LaunchDaemons/com.example.sample.plist"),
        ["networksetup"] = ("Wi-Fi", "Wi-Fi"),
        ["nvram"] = ("boot-args", "boot-args"),
        ["osascript"] = ("'return 1'", "'display dialog \"Go on?\"'"),
        ["pkgutil"] = ("com.example.pkg", "com.example.pkg"),
        ["scutil"] = ("Sample", "Sample"),
        ["softwareupdate"] = ("'macOS 14.6'", "'macOS 14.6'"),
        ["su"] = ("alice", "true"),
        ["xpath"] = (File, "//dict"),
    };

    private static readonly string[] TakeFiles =
        ["chflags", "ditto", "hdiutil", "installer", "ls", "md5", "mdls", "open", "plutil", "readlink", "spctl", "stat", "xattr"];

    /// <summary>A form as a line for bash; null where it was cut off, or what it calls isn't told.</summary>
    public static string? Line(UsageForm form)
    {
        var text = form.Form.Split(" | ")[0].Trim();
        if (text.EndsWith("s/", StringComparison.Ordinal) || text.Contains("$VERB", StringComparison.Ordinal) || text.Contains("-$", StringComparison.Ordinal)) return null;
        return Values.ContainsKey(form.Tool) || form.Tool is "dscl" or "diskutil" or "csrutil" ? OfTool(form.Tool, text) : Placed(form.Tool, OfCompanion(form.Tool, text));
    }

    // The table has names without their folders; scripts call what isn't in a Mac's PATH by its whole path.
    private static string Placed(string tool, string line) =>
        MacPaths.Commands.TryGetValue(tool, out var places) && places is [("/usr/libexec" or "/usr/local/bin") and var place, ..] && line.StartsWith(tool, StringComparison.Ordinal)
            ? $"{place}/{line}" : line;

    private static string OfTool(string tool, string text)
    {
        text = text.Replace("/Active Directory/…", "'/Active Directory/CORP/All Domains'", StringComparison.Ordinal).Replace("(prompt)", "", StringComparison.Ordinal)
            .Replace("USER PASSWORD", "alice pw", StringComparison.Ordinal).Replace("$PATH", "/Users/alice", StringComparison.Ordinal)
            .Replace("PLISTPATH", "creationTime", StringComparison.Ordinal).Replace("$NODE", ".", StringComparison.Ordinal);
        var values = Values.GetValueOrDefault(tool) ?? [];
        return string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word switch
        {
            "ATTR" or "ATTR…" => "RealName",
            "VAL" => "1",
            "NEW" => "pw",
            "ARG" or "$V" => tool == "diskutil" ? "disk3s5" : "alice",
            "V" => tool == "sysadminctl" ? "immediate" : "alice",
            _ when word.EndsWith("/X", StringComparison.Ordinal) => word[..^1] + (word.Contains("roups", StringComparison.Ordinal) ? "staff" : "alice"),
            _ when values.TryGetValue(word, out var value) => $"{word} {value}",
            _ => word,
        }));
    }

    private static string OfCompanion(string tool, string text)
    {
        var (variable, quoted) = Companions.TryGetValue(tool, out var own) ? own : TakeFiles.Contains(tool) ? (File, File) : ("alice", "alice");
        if (tool == PlistBuddy) text = text.Replace($"-c {Text}", "-c 'Print :Name'", StringComparison.Ordinal);
        if (tool == "plutil") text = text.Replace($"-extract {Text}", "-extract Name", StringComparison.Ordinal);
        text = text.Replace("-u V", "-u alice", StringComparison.Ordinal).Replace("-iu V", "-iu alice", StringComparison.Ordinal).Replace("-w V", "-w 1", StringComparison.Ordinal);
        text = text.Replace(Text, quoted, StringComparison.Ordinal);
        return string.Join(' ', text.Split(' ').Select(word => word is "V" or "$V" ? variable : word));
    }

    private static Dictionary<string, string> Pairs(string text) =>
        text.Split(" -").Select(pair => pair.TrimStart('-').Split(' ', 2)).ToDictionary(pair => "-" + pair[0], pair => pair.Length > 1 ? pair[1].Trim() : "");
}
