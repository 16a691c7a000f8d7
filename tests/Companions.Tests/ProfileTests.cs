using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace Companions.Tests;

/// <summary>What configuration profiles do to defaults and pwpolicy, and how they are opened and told of.</summary>
public sealed class ProfileTests
{
    private const string Domain = "/Library/Managed Preferences/com.example.app";

    private static PlistDictionary Profile(string type, string key, PlistValue value) => new()
    {
        ["PayloadType"] = "Configuration",
        ["PayloadIdentifier"] = "org.example." + key,
        ["PayloadUUID"] = "66666666-7777-8888-9999-AAAAAAAAAAAA",
        ["PayloadVersion"] = 1,
        ["PayloadContent"] = new PlistArray([new PlistDictionary
        {
            ["PayloadType"] = type, ["PayloadIdentifier"] = "a", ["PayloadUUID"] = "b", ["PayloadVersion"] = 1, [key] = value,
        }]),
    };

    private static Bench With(string? user, PlistDictionary profile) =>
        new(Bench.Usual() with { Profiles = [new ProfileSpecification(ConfigurationProfileFile.Of(profile), user)] });

    [Fact]
    public void Forced_settings_come_before_ones_own()
    {
        using var bench = With(null, Profile("com.example.app", "mode", "strict"));
        bench.AsBob("defaults", "write", "com.example.app", "mode", "loose");
        bench.AsBob("defaults", "write", "com.example.app", "colour", "red");
        Assert.Equal(new Outcome(0, "strict\n", ""), bench.AsBob("defaults", "read", "com.example.app", "mode"));
        Assert.Equal(new Outcome(0, "{\n    colour = red;\n    mode = strict;\n}\n", ""), bench.AsBob("defaults", "read", "com.example.app"));
        Assert.Equal(new Outcome(0, "Type is string\n", ""), bench.AsAlice("defaults", "read-type", "com.example.app", "mode"));
        Assert.Equal(new Outcome(0, "strict\n", ""), bench.AsBob("defaults", "read", Domain, "mode"));
        Assert.Equal(new Outcome(0, "strict\n", ""), bench.AsBob("defaults", "read", Domain + ".plist", "mode"));
        // What is stored is still one's own.
        Assert.Equal("loose\n", bench.AsBob("defaults", "read", "/Users/bob/Library/Preferences/com.example.app", "mode").Output);
    }

    [Fact]
    public void A_users_settings_are_that_users()
    {
        using var bench = With("bob", Profile("com.example.app", "mode", "strict"));
        Assert.Equal("strict\n", bench.AsBob("defaults", "read", "com.example.app", "mode").Output);
        Assert.Equal(1, bench.AsAlice("defaults", "read", "com.example.app", "mode").Status);
        Assert.Equal("strict\n", bench.AsAlice("defaults", "read", "/Library/Managed Preferences/bob/com.example.app", "mode").Output);
        Assert.Equal(1, bench.AsAlice("defaults", "read", Domain, "mode").Status);
    }

    [Fact]
    public void Nobody_writes_managed_settings()
    {
        using var bench = With(null, Profile("com.example.app", "mode", "strict"));
        foreach (var words in (string[][])[["write", Domain, "mode", "x"], ["delete", Domain], ["delete", Domain, "mode"]])
            Assert.Equal(78, bench.AsRoot("defaults", words).Status);
        Assert.Equal("strict\n", bench.AsRoot("defaults", "read", Domain, "mode").Output);
    }

    [Fact]
    public void Password_rules_show_and_bind()
    {
        using var bench = With(null, Profile("com.apple.mobiledevice.passwordpolicy", "minLength", 15));
        Assert.Contains("policyAttributePassword matches '.{15,}'", bench.AsRoot("pwpolicy", "-getaccountpolicies").Output, StringComparison.Ordinal);
        bench.AsRoot("pwpolicy", "-clearaccountpolicies");
        Assert.Contains("policyAttributePassword matches '.{15,}'", bench.AsRoot("pwpolicy", "-getaccountpolicies").Output, StringComparison.Ordinal);
        Assert.EndsWith("passwd: authentication token manipulation error\n", bench.Run("bob", "pw-b\ntoo-short\ntoo-short\n", "passwd").Errors, StringComparison.Ordinal);
        Assert.Equal("Old Password:New Password:Retype New Password:", bench.Run("bob", "pw-b\nlong-enough-for-it\nlong-enough-for-it\n", "passwd").Errors);
    }

    [Fact]
    public void Opening_a_profile_lets_it_wait()
    {
        using var bench = new Bench();
        var path = Path.Combine(bench.Folder, "x.mobileconfig");
        File.WriteAllBytes(path, PropertyList.ToXml(Profile("com.example.app", "mode", "strict")));
        Assert.Equal(new Outcome(0, "", ""), bench.AsAlice("open", path));
        Assert.Equal(new Outcome(0, "", ""), bench.AsAlice("open", "x-apple.systempreferences:com.apple.Profiles-Settings.extension"));
        using var mac = Mac.Open(bench.Machine);
        Assert.Equal(("org.example.mode", "alice"), mac.DownloadedProfiles.All.Select(waiting => (waiting.Profile.Identifier, waiting.User)).Single());
        Assert.Empty(mac.Profiles.All);
    }

    [Fact]
    public void What_cannot_be_opened_says_so()
    {
        using var bench = new Bench();
        var path = Path.Combine(bench.Folder, "bad.mobileconfig");
        File.WriteAllText(path, "junk");
        Assert.Equal(78, bench.AsAlice("open", path).Status);
        Assert.Equal(new Outcome(1, "", "The file /no/such.mobileconfig does not exist.\n"), bench.AsAlice("open", "/no/such.mobileconfig"));
        foreach (var words in (string[][])[["-a", "Safari"], ["x.pdf"], [], ["https://example.com"]]) Assert.Equal(78, bench.AsAlice("open", words).Status);
        using var mac = Mac.Open(bench.Machine);
        Assert.Empty(mac.DownloadedProfiles.All);
    }

    [Fact]
    public void The_client_of_device_management_prints_what_it_would_tell()
    {
        using var bench = With(null, Profile("com.example.app", "mode", "strict"));
        var text = bench.AsRoot("mdmclient", "QueryInstalledProfiles").Output;
        Assert.StartsWith("Daemon response: {\n    ProfileList =     (\n                {\n            HasRemovalPasscode = 0;\n            IsEncrypted = 0;\n            IsManaged = 0;\n            PayloadContent =             (\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n    );\n}\nAgent response: {\n    ProfileList =     (\n    );\n}\n", text, StringComparison.Ordinal);
        Assert.Contains("\n        EACSPreflight = ", bench.AsRoot("mdmclient", "QueryDeviceInformation").Output, StringComparison.Ordinal);
        Assert.Contains("\n        \"FDE_Enabled\" = 0;\n", bench.AsRoot("mdmclient", "QuerySecurityInfo").Output, StringComparison.Ordinal);
        Assert.Equal(78, bench.AsRoot("mdmclient", "dep", "nag").Status);
    }
}
