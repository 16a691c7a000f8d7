using MacToolHost;
using Spectre.Console;

namespace MacEmu;

/// <summary>Tables: drawn for a terminal, plain aligned columns for anything else.</summary>
internal static class TextTable
{
    /// <summary>Prints a table; nothing at all without rows.</summary>
    public static void Write(ToolConsole console, string[] columns, IEnumerable<string[]> rows)
    {
        var printable = rows.Select(row => row.Select(Printable).ToArray()).ToList();
        if (printable.Count == 0) return;
        if (console.IsOutputTerminal) Draw(console, columns, printable);
        else Align(console, columns, printable);
    }

    /// <summary>A text in one line, control characters escaped: a terminal isn't to obey a user's name.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when char.IsControl(c) => $"\\x{(int)c:x2}",
        _ => c.ToString(),
    }));

    private static void Align(ToolConsole console, string[] columns, List<string[]> rows)
    {
        var widths = columns.Select((column, i) => Math.Max(column.Length, rows.Max(row => row[i].Length))).ToArray();
        foreach (var row in rows.Prepend(columns))
            console.OutLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    // A method of its own, so that nothing of the drawing library is loaded where there is no terminal.
    private static void Draw(ToolConsole console, string[] columns, List<string[]> rows)
    {
        var colour = console.Environment("NO_COLOR") is null;
        using var text = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        terminal.Profile.Capabilities.Unicode = true;
        terminal.Profile.Width = int.TryParse(console.Environment("COLUMNS"), out var width) && width > 20 ? width : TerminalWidth();
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column, new Style(decoration: colour ? Decoration.Bold : Decoration.None))));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell, colour && cell == "yes" ? new Style(Color.Green) : Style.Plain)));
        terminal.Write(table);
        console.Out(text.ToString());
    }

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is > 20 and var width ? width : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
