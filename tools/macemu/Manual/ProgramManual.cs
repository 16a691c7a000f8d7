using MacToolHost;

namespace MacEmu.Manual;

/// <summary>The manual page of macemu: the help of every command.</summary>
internal static class ProgramManual
{
    public static string Page()
    {
        var root = MacEmuProgram.Tree();
        var page = new Roff("macemu", 1, "emulated Macs for testing admin scripts");
        page.Section("SYNOPSIS");
        page.Typed("macemu [--machine FILE] COMMAND [OPTIONS]");
        page.Section("DESCRIPTION");
        page.Paragraph("Makes emulated Macs, lets things happen to them (Setup Assistant, a login, a restart, an MDM server's command), runs unmodified scripts on them, and checks what they did.");
        page.Paragraph("An emulated Mac is one file. The tools that scripts call (dscl, sysadminctl, fdesetup, profiles, diskutil, bputil, csrutil and smaller ones) act on it.");
        page.Section("COMMANDS");
        foreach (var verb in root.Subcommands.OfType<Verb>().Where(verb => !verb.Hidden)) Add(page, verb);
        page.Section("OPTIONS");
        foreach (var option in root.Options) page.Item(Help.Form(option), option.Description!);
        page.Section("EXIT STATUS");
        foreach (var (status, meaning) in Statuses) page.Item(status, meaning);
        page.Section("ENVIRONMENT");
        page.Item(MachineLocation.MachineVariable, "the machine file, where --machine isn't given");
        page.Item(MachineLocation.UserVariable, "the emulated user who runs a tool");
        page.Item("NO_COLOR", "no colours at a terminal");
        page.Section("FILES");
        page.Item("~/.local/state/macemu/machine.db", "the machine file, where none is named (below $XDG_STATE_HOME where that is set)");
        page.Section("EXAMPLE");
        page.Typed(root.Example.Split(" && "));
        page.Section("SEE ALSO");
        page.Paragraph(string.Join(", ", ToolManual.Names.Select(name => $"{name}({ToolManual.SectionOf(name)})")));
        return page.ToString();
    }

    private static readonly (string, string)[] Statuses =
    [
        ("0", "good"),
        ("1", "a check failed, or the Mac can't do that now"),
        ("2", "wrong usage or description"),
        ("74", "something can't be written"),
        ("78", "no or unusable machine, or not emulated"),
    ];

    private static void Add(Roff page, Verb verb)
    {
        page.Subsection(Usage.NameOf(verb));
        page.Paragraph(Help.Synopsis(verb));
        page.Paragraph(Help.Sentence(verb.Description!) + (verb.Details is { } details ? "\n" + details : ""));
        foreach (var argument in verb.Arguments) page.Item(argument.Name, argument.Description!);
        foreach (var option in verb.Options) page.Item(Help.Form(option), option.Description!);
        foreach (var sub in verb.Subcommands.OfType<Verb>().Where(sub => !sub.Hidden)) Add(page, sub);
    }
}
