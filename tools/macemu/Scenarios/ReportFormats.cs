using System.Globalization;
using System.Text;
using System.Xml;

namespace MacEmu.Scenarios;

/// <summary>A report as text: for people, and in the forms that CI systems read.</summary>
internal static class ReportFormats
{
    private const string EscapedMessage = "%\r\n";
    private const string EscapedProperty = "%\r\n:,";

    private static readonly Dictionary<string, Func<TestReport, bool, string>> Formats = new()
    {
        ["pretty"] = Pretty,
        ["tap"] = (report, _) => Tap(report),
        ["junit"] = (report, _) => JUnit(report),
        ["github"] = (report, _) => GitHub(report),
        ["json"] = (report, _) => JsonReport.Write(report),
    };

    /// <summary>Their names.</summary>
    public static string[] Names => [.. Formats.Keys];

    /// <summary>Writes a report.</summary>
    /// <param name="format">In which format.</param>
    /// <param name="report">The report.</param>
    /// <param name="colour">Whether colours are shown.</param>
    public static string Write(string format, TestReport report, bool colour = false) => Formats[format](report, colour);

    private static string Pretty(TestReport report, bool colour)
    {
        var text = new StringBuilder();
        foreach (var result in report.Results)
        {
            var (word, code) = result.Outcome switch
            {
                Outcome.Passed => ("pass", 32),
                Outcome.Skipped => ("skip", 33),
                _ => ("FAIL", 31),
            };
            text.Append(colour ? $"\e[{code}m{word}\e[0m" : word).Append("  ").Append(TextTable.Printable(result.Name));
            text.Append(result.Reason is { } reason ? $": {TextTable.Printable(reason)}" : $" ({Seconds(result.Seconds)} s)").Append('\n');
            foreach (var failure in result.Failures)
            {
                text.Append(CultureInfo.InvariantCulture, $"      {failure.File}:{failure.Line}:{failure.Column}: {Line(failure)}\n");
                foreach (var line in Lines(failure.Detail)) text.Append("        ").Append(line).Append('\n');
            }
        }
        return text.Append(report.Summary).Append(report.Shard is { } shard ? $" (shard {shard.Index} of {shard.Count}, {report.Total} in all)" : "").Append('\n').ToString();
    }

    // Test Anything Protocol 14. The remark hides the version from a prove that knows only 13 (Perl up to 5.36), refuses 14, and reads all the rest.
    private static string Tap(TestReport report)
    {
        var text = new StringBuilder("TAP version 14 # read by 13 too\n").Append(CultureInfo.InvariantCulture, $"1..{report.Results.Count}");
        text.Append(report.Results.Count == 0 ? " # SKIP no tests\n" : "\n");
        for (var i = 0; i < report.Results.Count; i++)
        {
            var result = report.Results[i];
            text.Append(result.Failures.Count > 0 ? "not ok " : "ok ").Append(i + 1).Append(" - ").Append(Escaped(result.Name));
            text.Append(result.Reason is { } reason ? $" # SKIP {TextTable.Printable(reason)}" : "").Append('\n');
            if (result.Failures.Count == 0) continue;
            text.Append("  ---\n  failures:\n");
            foreach (var failure in result.Failures)
            {
                text.Append("    - message: ").Append(Quoted(Line(failure))).Append('\n');
                text.Append(CultureInfo.InvariantCulture, $"      at: {{file: {Quoted(failure.File)}, line: {failure.Line}, column: {failure.Column}}}\n");
                if (failure.Detail.Length > 0) text.Append("      detail: ").Append(Quoted(failure.Detail)).Append('\n');
            }
            text.Append("  ...\n");
        }
        return text.ToString();

        static string Escaped(string name) => TextTable.Printable(name).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("#", "\\#", StringComparison.Ordinal);

        // A JSON text is one of YAML.
        static string Quoted(string value) => $"\"{System.Text.Json.JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }

    // The shape that JUnit's Ant task gave, as CI systems read it: a suite per scenario file.
    private static string JUnit(TestReport report)
    {
        var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, IndentChars = "  ", NewLineChars = "\n", CheckCharacters = false }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "macemu test");
            WriteCounts(xml, report.Results);
            foreach (var suite in report.Results.GroupBy(result => (result.File, result.Scenario)))
            {
                xml.WriteStartElement("testsuite");
                xml.WriteAttributeString("name", Clean(suite.Key.Scenario));
                xml.WriteAttributeString("file", Clean(suite.Key.File));
                WriteCounts(xml, [.. suite]);
                foreach (var result in suite) WriteCase(xml, result);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return text + "\n";
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<TestResult> results)
    {
        xml.WriteAttributeString("tests", $"{results.Count}");
        xml.WriteAttributeString("failures", $"{results.Count(IsFailure)}");
        xml.WriteAttributeString("errors", $"{results.Count(IsError)}");
        xml.WriteAttributeString("skipped", $"{results.Count(result => result.Outcome == Outcome.Skipped)}");
        xml.WriteAttributeString("time", Seconds(results.Sum(result => result.Seconds)));
    }

    private static bool IsFailure(TestResult result) => result.Outcome == Outcome.Failed;

    private static bool IsError(TestResult result) => result.Outcome is Outcome.NotEmulated or Outcome.Wrong;

    private static void WriteCase(XmlWriter xml, TestResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Clean(result.Name));
        xml.WriteAttributeString("classname", Clean(Path.ChangeExtension(result.File, null).Replace('/', '.').TrimStart('.')));
        xml.WriteAttributeString("file", Clean(result.File));
        xml.WriteAttributeString("line", $"{result.Line}");
        xml.WriteAttributeString("time", Seconds(result.Seconds));
        if (result.Outcome == Outcome.Skipped)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Clean(result.Reason ?? ""));
            xml.WriteEndElement();
        }
        if (result.Failures.Count > 0)
        {
            // One element per case: readers count them.
            xml.WriteStartElement(IsError(result) ? "error" : "failure");
            xml.WriteAttributeString("message", Clean(Line(result.Failures[0])));
            xml.WriteAttributeString("type", result.Outcome.ToString());
            xml.WriteString(Clean(string.Concat(result.Failures.Select(failure => $"{failure.File}:{failure.Line}:{failure.Column}: {Line(failure)}\n{failure.Detail}"))));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    // Workflow commands: the runner shows them beside the line of the file.
    private static string GitHub(TestReport report)
    {
        var text = new StringBuilder();
        foreach (var result in report.Results)
        {
            foreach (var failure in result.Failures)
                text.Append(CultureInfo.InvariantCulture,
                    $"::error file={Escape(failure.File, EscapedProperty)},line={failure.Line},col={failure.Column},title={Escape(TextTable.Printable(result.Name), EscapedProperty)}::{Escape((Line(failure) + "\n" + failure.Detail).TrimEnd('\n'), EscapedMessage)}\n");
        }
        return text.Append(report.Summary).Append('\n').ToString();

        static string Escape(string value, string characters) => string.Concat(value.Select(c => characters.Contains(c, StringComparison.Ordinal) ? $"%{(int)c:X2}" : $"{c}"));
    }

    private static string Line(Failure failure) => TextTable.Printable(failure.Step is { } step ? $"{step}: {failure.Message}" : failure.Message);

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    // What XML can't hold at all.
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value is 9 or 10 or 13 or >= 32 and not (0xFFFE or 0xFFFF) ? rune.ToString() : "\uFFFD"));

    private sealed class Utf8Writer : StringWriter
    {
        public Utf8Writer() : base(CultureInfo.InvariantCulture)
        {
        }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
