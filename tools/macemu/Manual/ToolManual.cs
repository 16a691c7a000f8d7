using MacEmu.Coverage;
using MacToolHost;
using MacToolHost.Declarations;

namespace MacEmu.Manual;

/// <summary>The manual page of an emulated tool: how it is called, and what of it there is.</summary>
internal static class ToolManual
{
    // The section is the one that the tool's page has on a Mac.
    private static readonly (string Name, int Section, string Summary, string[] Synopsis)[] Pages =
    [
        ("dscl", 1, "edit the directory of an emulated Mac", ["dscl [OPTIONS] [DATASOURCE [COMMAND [ARGUMENT...]]]"]),
        ("sysadminctl", 8, "users, passwords and secure tokens of an emulated Mac", ["sysadminctl -VERB VALUE [-OPTION VALUE]... [interactive | -adminUser NAME -adminPassword PASSWORD]"]),
        ("fdesetup", 8, "FileVault of an emulated Mac", ["fdesetup VERB [OPTIONS]"]),
        ("profiles", 1, "configuration profiles, enrolment and bootstrap token of an emulated Mac", ["profiles VERB [OPTIONS]", "profiles -LETTERS [VALUE]..."]),
        ("diskutil", 8, "disks and volumes of an emulated Mac", ["diskutil [quiet] VERB [OPTIONS]", "diskutil [quiet] apfs|coreStorage|appleRAID VERB [OPTIONS]"]),
        ("bputil", 1, "start-up security of an emulated Mac with Apple silicon", ["bputil [OPTIONS]"]),
        ("csrutil", 8, "System Integrity Protection of an emulated Mac", ["csrutil VERB [OPTIONS]"]),
    ];

    public static IEnumerable<string> Names => Pages.Select(page => page.Name);

    public static int SectionOf(string name) => Array.Find(Pages, page => page.Name == name).Section;

    public static string Of(Declaration declaration)
    {
        var (name, section, summary, synopsis) = Array.Find(Pages, page => page.Name == declaration.Tool);
        var page = new Roff(name, section, summary);
        page.Section("SYNOPSIS");
        page.Typed(synopsis);
        page.Section("DESCRIPTION");
        page.Paragraph($"Behaves as the macOS command of that name in the release that the emulated Mac has, but acts on the emulated Mac: see macemu(1). It never touches the host's own accounts, disks or settings.");
        page.Paragraph("What isn't emulated is refused with a line on standard error and status 78, and changes nothing.");
        page.Section("VERBS AND OPTIONS");
        foreach (var group in declaration.Features.GroupBy(feature => feature.Verb))
        {
            if (group.Key.Length == 0)
            {
                foreach (var option in group.Where(option => Text(option).Length > 0)) page.Item(NamesOf(option), Text(option));
                var usual = string.Join(", ", group.Where(option => Text(option).Length == 0).Select(NamesOf));
                if (usual.Length > 0) page.Item(usual, "as the macOS command has them");
                continue;
            }
            var verb = group.First();
            var lines = new List<string> { Text(verb) is { Length: > 0 } note ? Help.Sentence(note) : "" };
            var options = group.Skip(1).ToList();
            if (options.Count > 0) lines.Add($"Options: {string.Join("; ", options.Select(option => Text(option) is { Length: > 0 } text ? $"{NamesOf(option)} ({text})" : NamesOf(option)))}");
            var told = lines.Where(line => line.Length > 0).ToList();
            page.Item(NamesOf(verb), told.Count > 0 ? string.Join('\n', told) : "as the macOS command");
        }
        page.Section("EXIT STATUS");
        page.Paragraph("That of the macOS command; 78 where something isn't emulated or there is no usable machine.");
        page.Section("ENVIRONMENT");
        page.Item(MachineLocation.MachineVariable, "the machine file");
        page.Item(MachineLocation.UserVariable, "the emulated user who runs the command");
        page.Section("SEE ALSO");
        page.Paragraph("macemu(1)");
        return page.ToString();
    }

    private static string NamesOf(Feature feature) => string.Join(", ", feature.Aliases.Prepend(feature.Option.Length > 0 ? feature.Option : feature.Verb));

    // What isn't as usual of it.
    private static string Text(Feature feature) => string.Join("; ", new[]
    {
        CoverageDocument.Releases(feature) is var releases && releases != "all" ? releases : "",
        feature.Extent switch { Extent.Not => "not emulated", Extent.Partly => $"partly emulated, {feature.Note}", _ => "" },
    }.Where(part => part.Length > 0));
}
