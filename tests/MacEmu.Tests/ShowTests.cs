using System.Text.Json;

namespace MacEmu.Tests;

public sealed class ShowTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void The_JSON_has_the_contracts_keys_in_its_order()
    {
        var state = bench.Show();
        Assert.Equal("machine boot consoleUser users fileVault recoveryKeys deferral bootstrapToken mdm profiles sip authenticatedRoot systems findMy activated", Keys(state));
        Assert.Equal("os build chip model serial hardwareUUID clock", Keys(state.GetProperty("machine")));
        Assert.Equal("environment system running", Keys(state.GetProperty("boot")));
        Assert.Equal("uid fullName generatedUID admin hidden secureToken volumeOwner disabledTags home shell", Keys(state.GetProperty("users").GetProperty("alice")));
        Assert.Equal("volumeGroup os securityMode owners installUser localPolicy", Keys(state.GetProperty("systems").GetProperty("Macintosh HD")));
        Assert.Equal("alice", state.GetProperty("users").EnumerateObject().Single().Name);
    }

    [Fact]
    public void What_is_not_emulated_yet_has_its_truthful_value()
    {
        var state = bench.Show();
        var rest = string.Join(' ', ((string[])["fileVault", "recoveryKeys", "deferral", "bootstrapToken", "mdm", "profiles", "sip", "authenticatedRoot", "findMy", "activated"])
            .Select(key => JsonSerializer.Serialize(state.GetProperty(key))));
        Assert.Equal(
            """
            "off" {"personal":false,"institutional":false} {"active":false} {"supported":false,"created":false,"escrowed":false} {"enrollment":"none","server":null,"supervised":false} [] "enabled" true "off" true
            """.Trim(), rest);
        Assert.Equal("""{"volumeGroup":"0865EF73-3718-43E2-8687-E96568C4E210","os":"14.5","securityMode":"full","owners":["alice"],"installUser":null,"localPolicy":{}}""",
            JsonSerializer.Serialize(state.GetProperty("systems").GetProperty("Macintosh HD")));
    }

    [Fact]
    public void Intel_without_T2_has_no_owners()
    {
        using var mac = Bench.WithMachine("--os", "12.7", "--chip", "intel", "--setup", "alice:pw");
        var state = mac.Show();
        Assert.Equal("intel", state.GetProperty("machine").GetProperty("chip").GetString());
        Assert.False(state.GetProperty("users").GetProperty("alice").GetProperty("volumeOwner").GetBoolean());
        Assert.Equal(0, state.GetProperty("systems").GetProperty("Macintosh HD").GetProperty("owners").GetArrayLength());
    }

    [Fact]
    public void For_a_pipe_the_table_is_plain_text()
    {
        Assert.Equal(
            """
            Mac14,2 (Apple silicon), serial C97R75KQL8, macOS 14.5 (23F79)
            macOS started from Macintosh HD; nobody is at the console; 2026-01-01T09:00:00Z

            USER   UID  FULL NAME      ADMIN  SECURE TOKEN  VOLUME OWNER  HIDDEN  DISABLED TAGS  HOME          SHELL
            alice  501  Alice Example  yes    yes           yes           no      -              /Users/alice  /bin/zsh

            FileVault off; no bootstrap token; no MDM; no profiles; SIP enabled; Find My off

            """, bench.Good("show"));
    }

    [Fact]
    public void On_a_terminal_the_table_is_drawn_in_colour_unless_NO_COLOR_is_set()
    {
        bench.IsTerminal = true;
        bench.Environment["COLUMNS"] = "160";
        var drawn = bench.Good("show");
        Assert.Contains("│ alice │ 501 │ Alice Example │", drawn);
        Assert.Contains("\u001b[32myes\u001b[0m", drawn);
        bench.Environment["NO_COLOR"] = "1";
        Assert.DoesNotContain("\u001b", bench.Good("show"));
        Assert.DoesNotContain("\u001b", bench.Good("show", "--json"));
    }

    [Fact]
    public void Names_cannot_command_a_terminal()
    {
        using var mac = Bench.WithMachine("--from", bench.Write("evil.yml", "users: {eve: {fullName: \"a\\e[31mb\\nc [bold]d[/]\"}}"));
        foreach (var terminal in (bool[])[false, true])
        {
            mac.IsTerminal = terminal;
            mac.Environment["NO_COLOR"] = "1";
            mac.Environment["COLUMNS"] = "200";
            Assert.Contains("a\\x1b[31mb\\nc [bold]d[/]", mac.Good("show"));
        }
    }

    private static string Keys(JsonElement mapping) => string.Join(' ', mapping.EnumerateObject().Select(property => property.Name));
}
