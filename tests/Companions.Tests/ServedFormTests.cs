namespace Companions.Tests;

/// <summary>What the table of served forms says is so.</summary>
public sealed class ServedFormTests
{
    [Fact]
    public void Every_command_is_there_and_ends_with_a_row_for_all_the_rest()
    {
        foreach (var rows in ServedForms.All.GroupBy(row => row.Command))
        {
            Assert.NotNull(CompanionTable.Find(rows.Key));
            Assert.All(rows, row => Assert.Contains(row.How, (string[])["emulated", "host", "refused"]));
        }
    }

    [Fact]
    public void Refused_forms_are_refused_and_plain_ones_are_not()
    {
        using var bench = new Bench();
        foreach (var (command, form, how) in ServedForms.All)
        {
            var arguments = form.Split(' ').Select(word => word.Replace("_", "1", StringComparison.Ordinal).Replace("*", "word", StringComparison.Ordinal)).ToArray();
            if (how == "refused" && command != "installer") Assert.Equal((command, form, 78), (command, form, bench.AsRoot(command, arguments).Status));
            else if (how == "emulated" && !form.Contains('*')) Assert.NotEqual((command, form, 78), (command, form, bench.AsRoot(command, arguments).Status));
        }
    }
}
