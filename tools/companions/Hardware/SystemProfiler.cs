using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary><c>system_profiler</c>: the reports of an emulated Mac as text, property list or JSON. A data type that isn't known here is refused.</summary>
internal static class SystemProfiler
{
    public static readonly Companion Companion = new("system_profiler", Run);

    private static int Run(ToolRun run)
    {
        var (types, format) = (new List<string>(), "");
        for (var i = 0; i < run.Arguments.Count; i++)
        {
            var argument = run.Arguments[i];
            if (argument is "-xml" or "-json") format = argument[1..];
            else if (argument is "-detailLevel" or "-timeout" && i + 1 < run.Arguments.Count) i++;
            else if (argument == "-nospawn") continue;
            else if (argument == "-listDataTypes")
            {
                run.Console.OutLine("Available Datatypes:");
                foreach (var type in ProfilerReport.AllTypes) run.Console.OutLine(type);
                return 0;
            }
            else if (argument is "-usage" or "-help" or "-h" || argument.StartsWith('-')) throw new NotEmulatedException($"system_profiler {argument}");
            else types.Add(argument);
        }
        if (types.Count == 0) throw new NotEmulatedException("system_profiler without a data type");
        // A word that is none is passed over, as on a Mac.
        types.RemoveAll(type => !ProfilerReport.AllTypes.Contains(type));
        var reports = types.ConvertAll(type => (Type: type, Report: ProfilerReport.Of(run, type) ?? throw new NotEmulatedException($"system_profiler {type}")));
        if (format == "json") run.Console.OutLine(Json.Text(new PlistDictionary(reports.Select(each => KeyValuePair.Create(each.Type, (PlistValue)new PlistArray(each.Report.Items.Select(Archive))))), isReadable: true));
        else if (format == "xml") run.Console.Out(PropertyList.ToXml(new PlistArray(reports.Select(each => Archive(run, each.Type, each.Report.Items)))));
        else
            foreach (var (_, report) in reports)
                if (report.Items.Count > 0) Print(run, report.Heading, report.Items);
        return 0;
    }

    private static void Print(ToolRun run, string heading, IReadOnlyList<ProfilerItem> items)
    {
        run.Console.Out($"{heading}:\n\n");
        foreach (var item in items)
        {
            if (item.Title.Length > 0) run.Console.Out($"    {item.Title}:\n\n");
            Facts(run, item, "      ");
            run.Console.OutLine();
        }
    }

    private static void Facts(ToolRun run, ProfilerItem item, string indent)
    {
        foreach (var fact in item.Facts) run.Console.OutLine($"{indent}{fact.Label}: {fact.Text}");
        foreach (var inner in item.Items)
        {
            run.Console.OutLine($"{indent}{inner.Title}:");
            Facts(run, inner, indent + "  ");
        }
    }

    private static PlistDictionary Archive(ProfilerItem item)
    {
        var archive = new PlistDictionary();
        if (item.Key.Length > 0) archive["_name"] = item.Key;
        foreach (var fact in item.Facts)
            if (fact.Key.Length > 0) archive[fact.Key] = fact.Value ?? fact.Text;
        foreach (var inner in item.Items)
        {
            if (inner.Key is "physical_drive" || inner.Key.StartsWith("sppower_battery_", StringComparison.Ordinal))
            {
                var group = Archive(inner);
                group.Remove("_name");
                archive[inner.Key] = group;
            }
            else if (inner.Key == "spdisplays_ndrvs") archive[inner.Key] = new PlistArray(inner.Items.Select(Archive));
            else if (archive["_items"] is PlistArray others) others.Add(Archive(inner));
            else archive["_items"] = new PlistArray([Archive(inner)]);
        }
        return (PlistDictionary)archive.Sorted();
    }

    private static PlistDictionary Archive(ToolRun run, string type, IReadOnlyList<ProfilerItem> items) => new()
    {
        ["_SPCommandLineArguments"] = new PlistArray([(PlistValue)"/usr/sbin/system_profiler", .. run.Arguments.Select(argument => (PlistValue)argument)]),
        ["_SPCompletionInterval"] = 0.1,
        ["_SPResponseTime"] = 0.2,
        ["_dataType"] = type,
        ["_detailLevel"] = "0",
        ["_items"] = new PlistArray(items.Select(Archive)),
        ["_parentDataType"] = "SPRootDataType",
        ["_properties"] = new PlistDictionary(),
        ["_timeStamp"] = new PlistDate(DateTimeOffset.FromUnixTimeSeconds(run.Mac.Clock.Now.ToUnixTimeSeconds())),
        ["_versionInfo"] = new PlistDictionary(),
    };
}
