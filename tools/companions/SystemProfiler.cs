using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>The hardware overview; what an emulated Mac doesn't have (memory, firmware versions) is left out.</summary>
internal static class SystemProfiler
{
    public static readonly Companion Companion = new("system_profiler", Run);

    private const string Hardware = "SPHardwareDataType";

    private static int Run(ToolRun run)
    {
        if (run.Arguments is not ([Hardware] or ["-detailLevel", "basic" or "full", Hardware] or [Hardware, "-detailLevel", "basic" or "full"]))
            throw new NotEmulatedException($"system_profiler {string.Join(' ', run.Arguments)}".TrimEnd());
        var machine = run.Mac.Machine;
        var model = HardwareModel.Find(machine.Model);
        run.Console.Out("Hardware:\n\n    Hardware Overview:\n\n");
        Line("Model Name", model?.Name ?? "Mac");
        Line("Model Identifier", machine.Model);
        if (model is not null) Line(machine.Chip == Chip.Apple ? "Chip" : "Processor Name", model.Processor);
        Line("Serial Number (system)", machine.Serial);
        Line("Hardware UUID", machine.HardwareUuid);
        run.Console.Out("\n");
        return 0;

        void Line(string label, string value) => run.Console.OutLine($"      {label}: {value}");
    }
}
