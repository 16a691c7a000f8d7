using System.Text;
using MacToolHost;

namespace Companions;

/// <summary><c>base64</c> with <c>-D -i -o -b</c> (also <c>-d</c>): one line unless <c>-b</c> says otherwise (manual page; messages memory).</summary>
internal static class Base64
{
    public static readonly Companion Companion = new("base64", _ => 0) { WithoutMachine = (arguments, console) => Run(arguments, console) };

    private const string Usage =
        "Usage:\tbase64 [-hvDd] [-b num] [-i in_file] [-o out_file]\n" +
        "  -h, --help     display this message\n" +
        "  -Dd, --decode   decodes input\n" +
        "  -b, --break    break encoded string into num character lines\n" +
        "  -i, --input    input file (default: \"-\" for stdin)\n" +
        "  -o, --output   output file (default: \"-\" for stdout)\n";

    private static int Run(IReadOnlyList<string> arguments, ToolConsole console)
    {
        var options = Options.Read([.. arguments.SelectMany(Short)], "hvDdb:i:o:");
        if (options.Problem is { } problem)
        {
            console.Error($"base64: {problem}\n{Usage}");
            return 64;
        }
        if (options.Has('h'))
        {
            console.Out(Usage);
            return 0;
        }
        var width = 0;
        if (options.Value('b') is { } given && (!int.TryParse(given, out width) || width < 0))
        {
            console.Error($"base64: invalid argument {given}\n{Usage}");
            return 64;
        }
        var input = options.Value('i') ?? (options.Rest.Count > 0 ? options.Rest[0] : null);
        if (input is not (null or "-") && !File.Exists(input))
        {
            console.ErrorLine($"base64: {input}: No such file or directory");
            return 1;
        }
        var bytes = input is null or "-" ? console.ReadToEnd() : File.ReadAllBytes(input);
        if (!(options.Has('D') || options.Has('d'))) return Write(Encoding.ASCII.GetBytes(Encoded(bytes, width)));
        try
        {
            return Write(Convert.FromBase64String(Encoding.Latin1.GetString(bytes)));
        }
        catch (FormatException)
        {
            console.ErrorLine($"base64: {input ?? "stdin"}: error decoding base64 input stream");
            return 1;
        }

        int Write(byte[] result)
        {
            if (options.Value('o') is { } output and not "-") File.WriteAllBytes(output, result);
            else console.Out(result);
            return 0;
        }
    }

    private static IEnumerable<string> Short(string argument) => argument switch
    {
        "--decode" => ["-D"],
        "--help" => ["-h"],
        "--input" or "--output" or "--break" => [argument[1..3]],
        _ when argument.StartsWith("--input=", StringComparison.Ordinal) || argument.StartsWith("--output=", StringComparison.Ordinal) || argument.StartsWith("--break=", StringComparison.Ordinal) =>
            [argument[1..3], argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..]],
        _ => [argument],
    };

    private static string Encoded(byte[] bytes, int width)
    {
        var text = Convert.ToBase64String(bytes);
        if (width == 0) return text + "\n";
        var lines = new StringBuilder();
        for (var at = 0; at < text.Length; at += width) lines.Append(text, at, Math.Min(width, text.Length - at)).Append('\n');
        return lines.ToString();
    }
}
