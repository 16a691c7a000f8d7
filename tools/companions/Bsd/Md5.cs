using System.Security.Cryptography;
using System.Text;
using MacToolHost;

namespace Companions;

/// <summary><c>md5</c>: sums of files, of <c>-s</c> a text, of standard input (source: FreeBSD's md5).</summary>
internal static class Md5
{
    public static readonly Companion Companion = new("md5", _ => 0) { WithoutMachine = (arguments, console) => Run(arguments, console) };

    private static int Run(IReadOnlyList<string> arguments, ToolConsole console)
    {
        var options = Options.Read(arguments, "c:npqrs:tx");
        if (options.Problem is { } problem)
        {
            console.Error($"md5: {problem}\nusage: md5 [-pqrtx] [-c string] [-s string] [files ...]\n");
            return 1;
        }
        foreach (var letter in "tx")
            if (options.Has(letter)) throw new NotEmulatedException($"md5 -{letter}");
        var status = 0;
        foreach (var (letter, value) in options.All)
            if (letter == 's') Tell(Sum(Encoding.UTF8.GetBytes(value)), $"\"{value}\"");
        foreach (var path in options.Rest)
        {
            try
            {
                Tell(Sum(File.ReadAllBytes(path)), path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                console.ErrorLine($"md5: {path}: {(Directory.Exists(path) ? "Is a directory" : error is UnauthorizedAccessException ? "Permission denied" : "No such file or directory")}");
                status = 1;
            }
        }
        if (options.Rest.Count > 0 || options.Has('s')) return status;
        var input = console.ReadToEnd();
        if (options.Has('p')) console.Out(options.Has('q') ? Encoding.UTF8.GetString(input) : $"(\"{Encoding.UTF8.GetString(input)}\") = ");
        console.OutLine(Sum(input));
        return status;

        void Tell(string sum, string name)
        {
            if (options.Value('c') is { } expected && !expected.Equals(sum, StringComparison.OrdinalIgnoreCase)) status = 2;
            console.OutLine(options.Has('q') ? sum : options.Has('r') ? $"{sum} {name}" : $"MD5 ({name}) = {sum}");
        }
    }

#pragma warning disable CA5351 // It is what the command is named after.
    private static string Sum(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
}
