using System.Diagnostics;
using System.Text.Json;
using MacStateStore.Releases;
using MacToolHost.Declarations;

namespace MacEmu.Coverage;

/// <summary>Every verb and option of the tools, as each tool declares them itself.</summary>
internal static class DeclaredCoverage
{
    /// <summary>The tools, in the order of the table.</summary>
    public static readonly string[] Tools = ["dscl", "sysadminctl", "fdesetup", "profiles", "diskutil", "bputil", "csrutil"];

    public static int Run(Invocation run, string? tool, string? os, bool markdown, bool json)
    {
        if (markdown && json) throw new MacEmuException("coverage: --markdown and --json exclude each other");
        MacOSVersion? wanted = os is null ? null : VersionOf(os);
        var declarations = Tools.Where(name => tool is null || name == tool).Select(name => Ask(run, name))
            .Select(declaration => wanted is { } version ? declaration with { Features = [.. declaration.Features.Where(feature => feature.IsIn(version))] } : declaration).ToList();
        if (markdown) run.Console.Out(CoverageDocument.Of(declarations));
        else if (json) WriteJson(run, declarations);
        else WriteText(run, declarations);
        return Status.Good;
    }

    /// <summary>A version by its number; a release by its name means the last version of it.</summary>
    private static MacOSVersion VersionOf(string os) => MacOSRelease.All.LastOrDefault(release => release.Version.Release == os)?.Version ?? MacOSRelease.Find(os)?.Version
        ?? throw new MacEmuException($"coverage: --os {os}: no such macOS");

    /// <summary>What a tool declares of itself.</summary>
    public static Declaration Ask(Invocation run, string tool)
    {
        var file = Path.Combine(ToolLinks.ToolsDirectory(run.Console), tool);
        if (!File.Exists(file)) throw new MacEmuException($"{file} is missing; it belongs beside macemu", MacToolHost.ExitStatus.NotEmulated);
        using var process = Process.Start(new ProcessStartInfo(file) { RedirectStandardOutput = true, Environment = { [Declaration.Variable] = "1" } })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Declaration.Read(tool, text);
    }

    private static void WriteText(Invocation run, List<Declaration> declarations) =>
        TextTable.Write(run.Console, ["COMMAND", "RELEASES", "EMULATED", "KNOWN FROM", "NOTE"], declarations.SelectMany(declaration => declaration.Features.Select(feature =>
            new[] { $"{declaration.Tool} {feature.Name}", CoverageDocument.Releases(feature), CoverageDocument.Word(feature.Extent), CoverageDocument.Word(feature.Source), feature.Note })));

    private static void WriteJson(Invocation run, List<Declaration> declarations)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, StateDocument.Readable(indented: true)))
        {
            json.WriteStartObject();
            foreach (var declaration in declarations)
            {
                json.WriteStartArray(declaration.Tool);
                foreach (var feature in declaration.Features) WriteJson(json, feature);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        run.Console.Out(stream.ToArray());
    }

    private static void WriteJson(Utf8JsonWriter json, Feature feature)
    {
        json.WriteStartObject();
        if (feature.Verb.Length > 0) json.WriteString("verb", feature.Verb);
        if (feature.Option.Length > 0) json.WriteString("option", feature.Option);
        if (feature.Aliases.Count > 0)
        {
            json.WriteStartArray("aliases");
            foreach (var alias in feature.Aliases) json.WriteStringValue(alias);
            json.WriteEndArray();
        }
        if (feature.Since is { } since) json.WriteString("since", CoverageDocument.Short(since));
        if (feature.Before is { } before) json.WriteString("before", CoverageDocument.Short(before));
        if (feature.NeedsAppleSilicon) json.WriteBoolean("appleSilicon", true);
        json.WriteString("emulated", CoverageDocument.Word(feature.Extent));
        json.WriteString("knownFrom", CoverageDocument.Word(feature.Source));
        if (feature.Note.Length > 0) json.WriteString("note", feature.Note);
        json.WriteEndObject();
    }
}
