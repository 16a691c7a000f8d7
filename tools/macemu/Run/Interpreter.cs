using System.Text;
using MacToolHost.Processes;

namespace MacEmu.Run;

/// <summary>
/// Which program reads a script, as macOS decides it. The interpreter is always started by us rather than by the kernel:
/// so a script without the execute bit runs too, and the words after the interpreter count one by one, as macOS's kernel
/// passes them (Linux's passes them as one: `#!/bin/sh -e -u` fails there).
/// </summary>
/// <param name="Path">Where the program is on this host, or null where it is missing.</param>
/// <param name="Arguments">Its name as the script calls it, and the words after that.</param>
internal sealed record Interpreter(string? Path, IReadOnlyList<string> Arguments)
{
    /// <summary>The longest first line that macOS's kernel reads (IMG_SHSIZE).</summary>
    private const int FirstLineLimit = 512;

    private static readonly string[] Directories = ["/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin"];

    /// <summary>Where Debian has what Macs come with and a Linux host may lack.</summary>
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["bash"] = "bash",
        ["csh"] = "csh",
        ["dash"] = "dash",
        ["expect"] = "expect",
        ["ksh"] = "ksh93u+m",
        ["perl"] = "perl",
        ["php"] = "php-cli",
        ["python"] = "python-is-python3",
        ["python3"] = "python3",
        ["ruby"] = "ruby",
        ["sh"] = "bash",
        ["tcsh"] = "tcsh",
        ["zsh"] = "zsh",
    };

    /// <summary>The interpreter of a script file; null for a file that is a program itself.</summary>
    internal static Interpreter? Of(string script, ScriptEnvironment environment)
    {
        if (environment.Shell is { } shell)
            return OfShell(shell, environment);
        byte[] start = ReadStart(script);
        if (start.AsSpan().StartsWith("\u007fELF"u8))
            return null;
        if (!start.AsSpan().StartsWith("#!"u8))
            return new Interpreter(Locate("/bin/sh", environment), ["/bin/sh"]);
        int end = Array.IndexOf(start, (byte)'\n');
        string line = Encoding.UTF8.GetString(start, 2, (end < 0 ? start.Length : end) - 2);
        string[] words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return new Interpreter(Locate("/bin/sh", environment), ["/bin/sh"]);
        string? path = Locate(words[0], environment);
        if (path is not null && System.IO.Path.GetFileName(words[0]) == "env" && ProgramOfEnv(words) is { } program && Locate(program, environment) is null)
            return new Interpreter(null, [program, .. words]);
        return new Interpreter(path, words);
    }

    /// <summary>A shell by its name or path.</summary>
    internal static Interpreter OfShell(string shell, ScriptEnvironment environment) => new(Locate(shell, environment), [shell]);

    /// <summary>What to tell the user when <see cref="Path"/> is null.</summary>
    internal string MissingMessage(string script)
    {
        string name = System.IO.Path.GetFileName(Arguments[0]);
        if (name.EndsWith('\r'))
            return $"{script}: the first line ends in a carriage return (Windows line ends): a Mac finds no interpreter `{name.TrimEnd('\r')}^M' either";
        string remedy = Packages.TryGetValue(name, out string? package)
            ? $"install it (Debian: apt-get install {package})"
            : "no Debian package is known for it";
        return $"{script}: needs {Arguments[0]}, which this host lacks: {remedy}";
    }

    /// <summary>
    /// A program by the path it has on a Mac, else by its name where this host keeps such programs. /bin/sh is bash, which
    /// is what macOS's is (in POSIX mode, since it is called sh).
    /// </summary>
    private static string? Locate(string nameOrPath, ScriptEnvironment environment)
    {
        string name = System.IO.Path.GetFileName(nameOrPath);
        if (name == "sh" && File.Exists("/bin/bash"))
            return "/bin/bash";
        string directory = System.IO.Path.GetDirectoryName(nameOrPath) ?? "";
        string tool = System.IO.Path.Combine(environment.ToolsDirectory, name);
        bool emulated = environment.CommandDirectories.TryGetValue(name, out IReadOnlyList<string>? at) && File.Exists(tool);
        if (emulated && (directory.Length == 0 || at!.Contains(directory)))
            return tool;
        if (directory.Length > 0 && File.Exists(nameOrPath))
            return nameOrPath;
        return Directories.Select(candidate => $"{candidate}/{name}").FirstOrDefault(File.Exists) ?? HostCommand.Find(name);
    }

    private static string? ProgramOfEnv(IEnumerable<string> words) =>
        words.Skip(1).FirstOrDefault(word => !word.StartsWith('-') && !word.Contains('='));

    /// <summary>Whether a file begins with `#!`. One that we may not read is no script to us: the kernel will tell.</summary>
    internal static bool StartsWithMark(string path)
    {
        try
        {
            return ReadStart(path).AsSpan().StartsWith("#!"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static byte[] ReadStart(string script)
    {
        using FileStream stream = File.OpenRead(script);
        var start = new byte[FirstLineLimit];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..length];
    }
}
