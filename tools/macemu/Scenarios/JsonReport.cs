using System.Text;
using System.Text.Json;

namespace MacEmu.Scenarios;

/// <summary>A report in JSON, written by <c>macemu test</c> and read again by <c>macemu merge</c>.</summary>
internal static class JsonReport
{
    private const int Format = 1;

    private static readonly (Outcome Outcome, string Word)[] Words =
        [(Outcome.Passed, "passed"), (Outcome.Failed, "failed"), (Outcome.Skipped, "skipped"), (Outcome.NotEmulated, "notEmulated"), (Outcome.Wrong, "wrong")];

    public static string Write(TestReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, StateDocument.Readable(indented: true)))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            if (report.Shard is { } shard)
            {
                json.WriteStartObject("shard");
                json.WriteNumber("index", shard.Index);
                json.WriteNumber("count", shard.Count);
                json.WriteEndObject();
            }
            json.WriteNumber("total", report.Total);
            json.WriteStartObject("outcomes");
            foreach (var (outcome, word) in Words) json.WriteNumber(word, report.Count(outcome));
            json.WriteEndObject();
            json.WriteStartArray("tests");
            foreach (var result in report.Results) Write(json, result);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, TestResult result)
    {
        json.WriteStartObject();
        json.WriteNumber("index", result.Index);
        json.WriteString("name", result.Name);
        json.WriteString("scenario", result.Scenario);
        json.WriteString("file", result.File);
        json.WriteNumber("line", result.Line);
        json.WriteStartObject("matrix");
        foreach (var (name, value) in result.Values) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("outcome", Words.First(known => known.Outcome == result.Outcome).Word);
        if (result.Reason is { } reason) json.WriteString("reason", reason);
        json.WriteNumber("seconds", Math.Round(result.Seconds, 3));
        json.WriteStartArray("failures");
        foreach (var failure in result.Failures)
        {
            json.WriteStartObject();
            json.WriteString("file", failure.File);
            json.WriteNumber("line", failure.Line);
            json.WriteNumber("column", failure.Column);
            json.WriteString("step", failure.Step);
            json.WriteString("message", failure.Message);
            json.WriteString("detail", failure.Detail);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads a report.</summary>
    /// <exception cref="MacEmuException">The file is none.</exception>
    public static TestReport Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = document.RootElement;
            if (root.GetProperty("format").GetInt32() != Format) throw new MacEmuException($"{file}: this report has another format; macemu of the same version reads it");
            var shard = root.TryGetProperty("shard", out var part) ? new Shard(part.GetProperty("index").GetInt32(), part.GetProperty("count").GetInt32()) : null;
            return new TestReport(root.GetProperty("total").GetInt32(), shard, [.. root.GetProperty("tests").EnumerateArray().Select(ReadResult)]);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MacEmuException($"{file}: there is no such file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MacEmuException($"{file}: it can't be read ({error.Message})");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new MacEmuException($"{file}: this is no report of 'macemu test --format json'");
        }
    }

    private static TestResult ReadResult(JsonElement json)
    {
        var outcome = json.GetProperty("outcome").GetString();
        var known = Array.FindIndex(Words, word => word.Word == outcome);
        if (known < 0) throw new FormatException();
        return new TestResult(
            json.GetProperty("index").GetInt32(), Text(json, "file"), json.GetProperty("line").GetInt32(), Text(json, "scenario"), Text(json, "name"),
            [.. json.GetProperty("matrix").EnumerateObject().Select(value => (value.Name, value.Value.GetString() ?? ""))],
            Words[known].Outcome, json.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
            [.. json.GetProperty("failures").EnumerateArray().Select(failure => new Failure(
                Text(failure, "file"), failure.GetProperty("line").GetInt32(), failure.GetProperty("column").GetInt32(), failure.GetProperty("step").GetString(), Text(failure, "message"), Text(failure, "detail")))],
            json.GetProperty("seconds").GetDouble());
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException();
}
