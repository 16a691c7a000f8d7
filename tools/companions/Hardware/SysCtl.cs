using System.Globalization;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>
/// Kernel variables: the hardware, the kernel, the clock of the start (names and forms memory; sizes of caches and the like are left
/// out). A name that a Mac has and this table lacks is refused; one that a Mac of this kind lacks is unknown.
/// </summary>
internal static class SysCtl
{
    public static readonly Companion Companion = new("sysctl", Run);

    private static readonly string[] Roots = ["kern", "vm", "vfs", "net", "debug", "hw", "machdep", "user", "sysctl", "security", "iogpu", "kpc", "ktrace", "audit"];

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "AabdehiNnoqwXxlf:");
        if (options.Problem is { } problem)
        {
            run.Console.Error($"sysctl: {problem}\nusage: sysctl [-bdehiNnoqx] name[=value] ...\n       sysctl [-bdehNnoqx] -a\n");
            return 1;
        }
        foreach (var letter in "bdfoXxl")
            if (options.Has(letter)) throw new NotEmulatedException($"sysctl -{letter}");
        var all = All(run);
        if (options.Has('a') || options.Has('A'))
        {
            foreach (var (name, value) in all) Tell(name, value);
            return 0;
        }
        if (options.Rest.Count == 0)
        {
            run.Console.Error("usage: sysctl [-bdehiNnoqx] name[=value] ...\n       sysctl [-bdehNnoqx] -a\n");
            return 1;
        }
        var status = 0;
        foreach (var asked in options.Rest)
        {
            if (asked.Contains('=', StringComparison.Ordinal)) throw new NotEmulatedException($"sysctl {asked}");
            var name = asked == "hw.ncpu_max" ? "hw.ncpu" : asked;
            if (all.FirstOrDefault(entry => entry.Name == name) is { Name: { } } found) Tell(found.Name, found.Value);
            else if (all.Where(entry => entry.Name.StartsWith(name + ".", StringComparison.Ordinal)).ToList() is { Count: > 0 } below)
                foreach (var (each, value) in below) Tell(each, value);
            else if (IsAbsent(run, name))
            {
                if (options.Has('i')) continue;
                status = 1;
                if (!options.Has('q')) run.Console.ErrorLine($"sysctl: unknown oid '{asked}'");
            }
            else throw new NotEmulatedException($"sysctl {asked}");
        }
        return status;

        void Tell(string name, string value) =>
            run.Console.OutLine(options.Has('N') ? name : options.Has('n') ? value : options.Has('e') ? $"{name}={value}" : $"{name}: {value}");
    }

    // Names that the other architecture has, and those that no Mac can have.
    private static bool IsAbsent(ToolRun run, string name)
    {
        var isApple = run.Mac.Machine.Chip == Chip.Apple;
        if (!Roots.Contains(name.Split('.')[0])) return true;
        return isApple
            ? name.StartsWith("machdep.cpu.", StringComparison.Ordinal) || name.StartsWith("hw.optional.", StringComparison.Ordinal) || name.StartsWith("machdep.xcpm", StringComparison.Ordinal) || name is "hw.cpufrequency" or "hw.cpufrequency_max" or "hw.busfrequency"
            : name.StartsWith("hw.optional.", StringComparison.Ordinal) || name.StartsWith("hw.perflevel", StringComparison.Ordinal) || name is "hw.nperflevels" or "sysctl.proc_translated" or "hw.targettype" or "hw.osenvironment";
    }

    private static List<(string Name, string Value)> All(ToolRun run)
    {
        var mac = run.Mac;
        var facts = HardwareFacts.Of(mac.Machine);
        var isApple = mac.Machine.Chip == Chip.Apple;
        var cores = facts.Cores;
        var threads = isApple ? cores : cores * 2;
        var started = mac.LoginHistory.StartedAt;
        var zone = MacTime.Zone(run);
        var list = new List<(string, string)>
        {
            ("user.cs_path", "/usr/bin:/bin:/usr/sbin:/sbin"),
            ("kern.ostype", "Darwin"),
            ("kern.osrelease", Darwin.Version(mac.System.Build)),
            ("kern.osrevision", "199506"),
            ("kern.version", Darwin.Description(mac)),
            ("kern.maxproc", "4000"),
            ("kern.maxfiles", "245760"),
            ("kern.argmax", "1048576"),
            ("kern.hostname", HostName.Of(run)),
            ("kern.boottime", $"{{ sec = {started.ToUnixTimeSeconds()}, usec = {started.Ticks % 10_000_000 / 10} }} {TimeFormat.Format(TimeZoneInfo.ConvertTime(started, zone), "%c")}"),
            ("kern.osversion", mac.System.Build),
            ("kern.osproductversion", $"{mac.System.Version}"),
            ("kern.hv_support", "1"),
            ("kern.hv_vmm_present", mac.Machine.IsVirtual ? "1" : "0"),
            ("kern.safeboot", "0"),
            ("kern.uuid", mac.Machine.HardwareUuid),
            ("vm.loadavg", "{ 1.32 1.47 1.51 }"),
            ("vm.swapusage", "total = 0.00M  used = 0.00M  free = 0.00M  (encrypted)"),
            ("hw.ncpu", $"{threads}"),
            ("hw.byteorder", "1234"),
            ("hw.memsize", facts.Memory.ToString(CultureInfo.InvariantCulture)),
            ("hw.activecpu", $"{threads}"),
            ("hw.physicalcpu", $"{cores}"),
            ("hw.physicalcpu_max", $"{cores}"),
            ("hw.logicalcpu", $"{threads}"),
            ("hw.logicalcpu_max", $"{threads}"),
            ("hw.cputype", isApple ? "16777228" : "7"),
            ("hw.cpusubtype", isApple ? "2" : "8"),
            ("hw.cpu64bit_capable", "1"),
            ("hw.pagesize", isApple ? "16384" : "4096"),
            ("hw.packages", "1"),
            ("hw.machine", isApple ? "arm64" : "x86_64"),
            ("hw.model", mac.Machine.Model),
        };
        if (isApple)
        {
            list.AddRange(
            [
                ("hw.optional.arm64", "1"), ("hw.optional.floatingpoint", "1"), ("hw.optional.neon", "1"),
                ("hw.nperflevels", facts.EfficiencyCores > 0 ? "2" : "1"), ("hw.perflevel0.physicalcpu", $"{facts.PerformanceCores}"), ("hw.perflevel0.logicalcpu", $"{facts.PerformanceCores}"),
            ]);
            if (facts.EfficiencyCores > 0) list.AddRange([("hw.perflevel1.physicalcpu", $"{facts.EfficiencyCores}"), ("hw.perflevel1.logicalcpu", $"{facts.EfficiencyCores}")]);
            list.AddRange([("machdep.cpu.cores_per_package", $"{cores}"), ("machdep.cpu.core_count", $"{cores}"), ("machdep.cpu.logical_per_package", $"{cores}"), ("machdep.cpu.thread_count", $"{cores}"), ("machdep.cpu.brand_string", facts.Brand), ("sysctl.proc_translated", "0")]);
        }
        else
        {
            list.AddRange(
            [
                ("hw.cpufrequency", $"{facts.MegaHertz * 1_000_000L}"), ("hw.cpufrequency_max", $"{facts.MegaHertz * 1_000_000L}"), ("hw.optional.x86_64", "1"), ("hw.optional.sse4_2", "1"), ("hw.optional.avx1_0", "1"), ("hw.optional.avx2_0", "1"),
                ("machdep.cpu.vendor", "GenuineIntel"), ("machdep.cpu.brand_string", facts.Brand), ("machdep.cpu.features", "FPU VME DE PSE TSC MSR PAE MCE CX8 APIC SEP MTRR PGE MCA CMOV PAT PSE36 CLFSH DS ACPI MMX FXSR SSE SSE2 SS HTT TM PBE SSE3 PCLMULQDQ DTES64 MON DSCPL VMX EST TM2 SSSE3 FMA CX16 TPR PDCM SSE4.1 SSE4.2 x2APIC MOVBE POPCNT AES PCID XSAVE OSXSAVE SEGLIM64 TSCTMR AVX1.0 RDRAND F16C"),
                ("machdep.cpu.core_count", $"{cores}"), ("machdep.cpu.thread_count", $"{threads}"),
            ]);
        }
        return list;
    }
}
