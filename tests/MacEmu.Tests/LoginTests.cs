using System.Text;
using System.Text.Json;
using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;
using MacStateStore.Storage;
using MacToolHost;

namespace MacEmu.Tests;

/// <summary>What a start and a login bring along: automatic login, preferences that profiles set.</summary>
public sealed class LoginTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    public void Dispose() => bench.Dispose();

    private string? AtConsole => bench.Show().GetProperty("consoleUser") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;

    private void On(Action<Mac> action)
    {
        using var mac = Mac.Open(bench.Machine);
        mac.Begin(new JournalEntry("test", "[]", "root"));
        action(mac);
        mac.End(0);
    }

    private void SetAutomaticLogin(string password)
    {
        On(mac => mac.Settings.SetAutomaticLogin("alice"));
        KcPassword.Write(KcPassword.PathOf(bench.Machine), password);
    }

    [Fact]
    public void A_start_logs_in_whom_the_Mac_is_set_to()
    {
        SetAutomaticLogin("s3cret");
        Assert.Null(AtConsole);
        bench.Good("restart");
        Assert.Equal("alice", AtConsole);
        bench.Good("restart", "--to", "recoveryos");
        Assert.Null(AtConsole);
        bench.Good("shutdown");
        bench.Good("restart");
        Assert.Equal("alice", AtConsole);
        Assert.DoesNotContain("s3cret", bench.Good("log", "--json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another")]
    [InlineData("")]
    [InlineData("a password of more than twelve bytes, émoji 🚀")]
    public void A_password_that_was_changed_since_leaves_it_at_the_login_window(string password)
    {
        SetAutomaticLogin(password);
        bench.Good("restart");
        Assert.Null(AtConsole);
    }

    [Fact]
    public void FileVault_or_no_file_stands_against_it()
    {
        SetAutomaticLogin("s3cret");
        File.Delete(KcPassword.PathOf(bench.Machine));
        bench.Good("restart");
        Assert.Null(AtConsole);
        Assert.Equal(0, bench.RunWith("{fileVault: on, users: {alice: {admin: true, password: s3cret, secureToken: true}}}", "create", "--force", "--os", "14.5", "--kdf-iterations", "2", "--from", "-").Status);
        SetAutomaticLogin("s3cret");
        bench.Good("restart");
        Assert.Null(AtConsole);
    }

    [Fact]
    public void Profiles_set_preferences_once_or_at_each_login()
    {
        On(mac => mac.Profiles.Install(ConfigurationProfileFile.Read(Encoding.UTF8.GetBytes(
            """
            <plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key><integer>1</integer>
            <key>PayloadIdentifier</key><string>org.example.dock</string><key>PayloadUUID</key><string>b</string><key>PayloadContent</key><array><dict>
            <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string><key>PayloadVersion</key><integer>1</integer>
            <key>PayloadIdentifier</key><string>org.example.dock.1</string><key>PayloadUUID</key><string>c</string>
            <key>PayloadContent</key><dict><key>com.example.app</key><dict>
            <key>Set-Once</key><array><dict><key>mcx_preference_settings</key><dict><key>once</key><integer>1</integer></dict></dict></array>
            <key>Often</key><array><dict><key>mcx_preference_settings</key><dict><key>often</key><integer>1</integer></dict></dict></array>
            <key>Forced</key><array><dict><key>mcx_preference_settings</key><dict><key>forced</key><integer>1</integer></dict></dict></array>
            </dict></dict></dict></array></dict></plist>
            """)), user: null, ProfileOrigin.Person));
        var path = bench.Machine + ".root/Users/alice/Library/Preferences/com.example.app.plist";
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.Equal(new PlistDictionary { ["once"] = 1, ["often"] = 1 }, PropertyList.Parse(File.ReadAllBytes(path)));

        File.WriteAllBytes(path, PropertyList.ToBinary(new PlistDictionary { ["once"] = 2, ["often"] = 2, ["own"] = 2 }));
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.Equal(new PlistDictionary { ["once"] = 2, ["often"] = 1, ["own"] = 2 }, PropertyList.Parse(File.ReadAllBytes(path)));

        File.WriteAllText(path, "junk");
        var outcome = bench.Run("login", "alice", "--password", "s3cret");
        Assert.Equal(0, outcome.Status);
        Assert.StartsWith("macemu: alice's preferences com.example.app are as before: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("junk", File.ReadAllText(path));
    }
}
