using MacStateStore.OpenDirectory;

namespace Scripts.Tests;

/// <summary>
/// Real admin scripts, unmodified, under `macemu run`: each in a state and to the outcome that its comments describe. They are other
/// people's and kept outside the project; without them these tests are skipped.
/// </summary>
public sealed class RealScriptTests
{
    private const string WithAlice = "{machine: {os: '14.5', setup: {user: alice, password: alice-pw, fullName: Alice Example}}}";
    private const string WithAliceAndBob =
        "{machine: {os: '14.5'}, users: {alice: {admin: true, password: alice-pw, secureToken: true}, bob: {password: bob-pw}}}";

    [SkippableFact]
    public void A_kiosk_account_is_made_on_10_15_by_sixteen_dscl_calls()
    {
        using var rehearsal = new Rehearsal("{machine: {os: 10.15.7, setup: {user: alice, password: alice-pw}}}");
        var ended = rehearsal.Script("rtrouton__rtrouton_scripts/rtrouton_scripts/create_custom_guest_account/create_custom_guest_account.sh");

        Assert.Equal(0, ended.Status);
        Assert.Equal("600", rehearsal.Attribute("Users/kiosk", "UniqueID"));
        Assert.Equal("600", rehearsal.Attribute("Users/kiosk", "PrimaryGroupID"));
        Assert.Equal("/bin/bash", rehearsal.Attribute("Users/kiosk", "UserShell"));
        Assert.Equal(0, rehearsal.Run("dscl", ".", "-authonly", "kiosk", "").Status);
        // What the keychain is to keep for the login window, it keeps.
        Assert.Equal(0, rehearsal.Run("security", "find-generic-password", "-a", "kiosk", "-s", "com.apple.loginwindow.guest-account", "/Library/Keychains/System.keychain").Status);
    }

    [SkippableFact]
    public void Roots_shell_is_blocked_by_create_or_change()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        const string script = "rtrouton__rtrouton_scripts/rtrouton_scripts/block_root_account_login/block_root_account_login.sh";

        Assert.Equal(new Ended(0, "Changing root shell from /bin/sh to /usr/bin/false\n", ""), rehearsal.Script(script));
        Assert.Equal("/usr/bin/false", rehearsal.Attribute("Users/root", "UserShell"));
        Assert.Equal(new Ended(0, "Changing root shell from /usr/bin/false to /usr/bin/false\n", ""), rehearsal.Script(script));
    }

    [SkippableFact]
    public void A_Jamf_admin_is_made_without_a_token_and_the_Mac_restarts()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        rehearsal.Run("macemu", "login", "alice", "--password", "alice-pw");
        var ended = rehearsal.Script("iMatthewCM__Jamf-Scripts/macOS/macOSCreateAdminUser.sh");

        Assert.Equal(0, ended.Status);
        var admin = rehearsal.Account("jamfadmin")!;
        Assert.Equal((9509, true, false, false), (admin.Uid!.Value, admin.IsAdmin, admin.HasSecureToken, admin.IsHidden));
        Assert.Equal("1000", rehearsal.Attribute("Users/jamfadmin", "PrimaryGroupID"));
        Assert.DoesNotContain(admin.GeneratedUid, rehearsal.Look(mac => mac.Directory.Find(RecordType.Groups, "admin")!.Values(AttributeName.GroupMembers).Select(value => value.Text)));
        Assert.Null(rehearsal.Look(mac => mac.Sessions.ConsoleUser)); // it ended with a restart
    }

    [SkippableFact]
    public void Every_record_gets_a_line_of_token_status_on_standard_error()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        var ended = rehearsal.Script("iMatthewCM__Jamf-Scripts/macOS/secureTokenUsers.sh");

        Assert.Equal((0, ""), (ended.Status, ended.Output));
        Assert.Equal(rehearsal.Look(mac => mac.Directory.Names(RecordType.Users).Count()), ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Single(ended.Error.Split('\n'), line => line.EndsWith("Secure token is ENABLED for user Alice Example", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void An_account_is_deleted_and_its_absence_is_not_noticed()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        rehearsal.Run("sysadminctl", "-addUser", "cas", "-password", "cas-pw");
        const string script = "MLBZ521__MacAdmin/System Configs/delete_Account.sh";

        Assert.Equal(0, rehearsal.Script(script).Status);
        Assert.Null(rehearsal.Account("cas"));
        // The error text goes to standard error, so the script still takes the account for present, as its comments on it say.
        var again = rehearsal.Script(script);
        Assert.Equal(0, again.Status);
        Assert.StartsWith("Accounts cas exists!", again.Output, StringComparison.Ordinal);
        Assert.Contains("delete: Invalid Path\n", again.Output, StringComparison.Ordinal);
        Assert.Contains("-14009 (eDSUnknownNodeName)", again.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_local_admin_gets_a_password_derived_from_the_serial_number()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        var ended = rehearsal.Script("microsoft__shell-intune-samples/macOS/Config/Manage Accounts/createLocalAdminAccount.sh");

        Assert.Equal(0, ended.Status);
        var admin = rehearsal.Account("localadmin")!;
        Assert.Equal(("Local Admin", true, false), (admin.FullName, admin.IsAdmin, admin.HasSecureToken));
        var log = File.ReadAllText(rehearsal.MachineFile + ".root/Library/IntuneScripts/createLocalAdminAccount/createLocalAdminAccount.log");
        Assert.Contains("User localadmin not found", log, StringComparison.Ordinal);
        Assert.Contains("Creating user record…", log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_token_is_granted_once_with_the_passwords_that_the_script_begins_with()
    {
        using var rehearsal = new Rehearsal("{machine: {os: '14.5'}, users: {alice: {admin: true, password: foo, secureToken: true}, bob: {password: foo}}}");
        const string script = "mpanighetti__add-securetoken-to-target-user/Add SecureToken to Target User.sh";

        var granted = rehearsal.Script(script, "/", "mac", "user", "bob", "alice");
        Assert.Equal(0, granted.Status);
        Assert.Contains("Successfully added SecureToken to bob.", granted.Output, StringComparison.Ordinal);
        Assert.True(rehearsal.Account("bob")!.HasSecureToken);
        Assert.Contains("bob already has a SecureToken, no action required.", rehearsal.Script(script, "/", "mac", "user", "bob", "alice").Output, StringComparison.Ordinal);
        Assert.Equal(1, rehearsal.Script(script, "/", "mac", "user", "nosuch", "alice").Status);
    }

    [SkippableFact]
    public void Where_neither_holds_a_token_10_15_is_left_to_FileVault()
    {
        using var rehearsal = new Rehearsal("{machine: {os: 10.15.7}, users: {bob: {password: foo}, carol: {admin: true, password: foo}}}");
        var ended = rehearsal.Script("mpanighetti__add-securetoken-to-target-user/Add SecureToken to Target User.sh", "/", "mac", "user", "bob", "carol");
        Assert.Equal(0, ended.Status);
        Assert.Contains("Neither carol nor bob has a SecureToken", ended.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_token_is_granted_with_the_passwords_that_a_person_types()
    {
        using var rehearsal = new Rehearsal(
            "{machine: {os: '14.5'}, users: {alice: {admin: true, password: alice-pw, secureToken: true}, bob: {password: bob-pw}}, consoleUser: bob, dialogs: [{text: wrong}, {text: alice-pw}, {text: bob-pw}]}");
        var granted = rehearsal.Script("mpanighetti__add-securetoken-to-target-user/Add SecureToken to Target User.sh", "/", "mac", "user", "bob", "alice");
        Assert.Equal(0, granted.Status);
        Assert.Contains("Failed password validation for alice.", granted.Output, StringComparison.Ordinal);
        Assert.True(rehearsal.Account("bob")!.HasSecureToken);
        Assert.Empty(rehearsal.Look(mac => mac.Dialogs.All));
    }

    [SkippableFact]
    public void FileVault_is_turned_on_for_whoever_types_the_right_password()
    {
        using var rehearsal = new Rehearsal(
            "{machine: {os: '14.5'}, users: {alice: {admin: true, password: alice-pw, secureToken: true}, bob: {password: bob-pw, secureToken: true}}, consoleUser: bob, permissions: {fileVault: true}}");
        rehearsal.Run("macemu", "dialog", "answer", "--text", "wrong");
        rehearsal.Run("macemu", "dialog", "answer", "--text", "bob-pw");
        var ended = rehearsal.Script("alectrona__jamf-scripts/interactive-filevault-enable.sh");
        Assert.Equal(0, ended.Status);
        Assert.Contains("bob's password was validated; continuing.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Removed admin privileges from \"bob\".", ended.Output, StringComparison.Ordinal);
        Assert.StartsWith("FileVault is On.", rehearsal.Run("fdesetup", "status").Output, StringComparison.Ordinal);
        Assert.False(rehearsal.Account("bob")!.IsAdmin);
        Assert.DoesNotContain(rehearsal.Look(mac => mac.Journal.Read()), row => row.Entry.Arguments.Contains("bob-pw", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Admins_of_the_Jamf_server_named_in_preferences_are_told()
    {
        using var rehearsal = new Rehearsal(WithAliceAndBob);
        const string script = "MLBZ521__MacAdmin/Jamf Pro/Scripts/Remove-LocalAdminRights.sh";
        Assert.Equal(1, rehearsal.Script(script, "/", "mac", "user", "alice").Status);
        rehearsal.Run("defaults", "write", "/Library/Preferences/com.jamfsoftware.jamf", "jss_url", "https://prod.jps.server.com:8443/");
        var ended = rehearsal.Script(script, "/", "mac", "user", "alice");
        Assert.Equal(0, ended.Status);
        // Its comparison is the wrong way round: whom it means to protect loses the rights.
        Assert.EndsWith("Updated local admin group:\n*****  Remove-LocalAdminRights Process:  COMPLETE  *****\n", ended.Output, StringComparison.Ordinal);
        Assert.False(rehearsal.Account("alice")!.IsAdmin);
        rehearsal.Run("defaults", "write", "/Library/Preferences/com.jamfsoftware.jamf", "jss_url", "https://other/");
        Assert.Equal(2, rehearsal.Script(script, "/", "mac", "user", "alice").Status);
    }

    [SkippableFact]
    public void A_volumes_password_goes_into_the_Macs_keychain()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        const string script = "palantir__jamf-pro-scripts/scripts/Encrypt APFS Volume.sh";
        Assert.Equal(72, rehearsal.Script(script, "/", "mac", "user", "Vault").Status);
        Assert.Equal(0, rehearsal.Run("diskutil", "apfs", "addVolume", "disk3", "APFS", "Vault").Status);
        Assert.Equal(0, rehearsal.Script(script, "/", "mac", "user", "Vault").Status);
        var password = rehearsal.Run("security", "find-generic-password", "-l", "Vault", "-w", "/Library/Keychains/System.keychain").Output.TrimEnd('\n');
        Assert.Equal(20, password.Length);
        Assert.Contains("FileVault:                 Yes", rehearsal.Run("diskutil", "info", "Vault").Output, StringComparison.Ordinal);
        Assert.DoesNotContain(rehearsal.Look(mac => mac.Journal.Read()), row => row.Entry.Arguments.Contains(password, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_monitor_lists_who_lacks_a_token_and_names_the_user_of_its_settings()
    {
        using var rehearsal = new Rehearsal(WithAliceAndBob);
        const string script = "AllPurposeBen__check_secureToken_users/check_secureToken_users.plugin";
        Assert.Equal(new Ended(20, "Users without a secure token:\nbob\n", ""), rehearsal.Script(script));
        rehearsal.Run("PlistBuddy", "-c", "Add :specifiedUser string bob", "/Library/MonitoringClient/PluginSupport/check_secureToken_users_settings.plist");
        Assert.Equal(2, rehearsal.Script(script).Status);
    }

    [SkippableFact]
    public void Identity_provider_attributes_are_taken_from_whoever_has_them()
    {
        using var rehearsal = new Rehearsal("{users: {alice: {password: alice-pw, attributes: {'dsAttrTypeStandard:NetworkUser': [alice@corp], 'dsAttrTypeStandard:OIDCProvider': [x]}}, bob: {password: bob-pw}}}");
        var ended = rehearsal.Script("jamf__jamfconnect/scripts/Unmigrate all local users.sh");

        Assert.Equal(0, ended.Status);
        Assert.Contains("bob is Not a Jamf Connect User\n", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("alice is Not", ended.Output, StringComparison.Ordinal);
        Assert.Null(rehearsal.Attribute("Users/alice", "dsAttrTypeStandard:NetworkUser"));
        Assert.Null(rehearsal.Attribute("Users/alice", "dsAttrTypeStandard:OIDCProvider"));
    }

    [SkippableFact]
    public void The_console_users_account_type_is_told()
    {
        using var rehearsal = new Rehearsal(WithAliceAndBob);
        rehearsal.Run("macemu", "login", "alice", "--password", "alice-pw");
        const string script = "palantir__jamf-pro-scripts/extension-attributes/Account Type.sh";

        Assert.Equal("<result>Local User</result>\n", rehearsal.Script(script).Output);
        rehearsal.Run("dscl", ".", "-create", "/Users/alice", "OriginalNodeName", "/Active Directory/CORP/All Domains");
        Assert.Equal("<result>Domain User</result>\n", rehearsal.Script(script).Output);
    }

    [SkippableFact]
    public void The_console_user_is_made_an_admin_once()
    {
        using var rehearsal = new Rehearsal(WithAliceAndBob);
        rehearsal.Run("macemu", "login", "bob", "--password", "bob-pw");
        const string script = "palantir__jamf-pro-scripts/scripts/Convert Logged-In User to Admin.sh";

        Assert.Equal(new Ended(0, "Granted admin privileges to bob.\n", ""), rehearsal.Script(script));
        Assert.True(rehearsal.Account("bob")!.IsAdmin);
        Assert.Equal(new Ended(0, "bob already has admin privileges, no action required.\n", ""), rehearsal.Script(script));
    }

    [SkippableFact]
    public void A_holder_resets_its_own_password_as_its_own_admin()
    {
        using var rehearsal = new Rehearsal(WithAliceAndBob);
        var ended = rehearsal.Script("actions__runner-images/images/macos/assets/bootstrap-provisioner/change_password", "alice", "alice-pw", "new-pw");

        Assert.Equal(0, ended.Status);
        Assert.Equal(0, rehearsal.Run("dscl", ".", "-authonly", "alice", "new-pw").Status);
        Assert.Equal(0, rehearsal.RunAs("alice", "security", "unlock-keychain", "-p", "new-pw").Status);
        Assert.True(rehearsal.Look(mac => mac.SecureTokens.Keys.CanUnlock(mac.Accounts.People[0].GeneratedUid!, "new-pw")));
        Assert.DoesNotContain(rehearsal.Look(mac => mac.Journal.Read()), row => row.Entry.Arguments.Contains("-pw", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void The_example_keeps_the_token_for_alice_only_with_the_tag()
    {
        foreach (var (arguments, itadmin, alice) in new (string[], bool, bool)[] { ([], false, true), (["--untagged"], true, false) })
        {
            using var rehearsal = new Rehearsal("{machine: {os: '14.5'}}");
            var ended = rehearsal.Run("macemu", ["run", Path.Combine(Rehearsal.Examples, "disabledtags/create-admin.sh"), .. arguments]);
            Assert.Equal(new Ended(0, "itadmin made: UID 480, yes itadmin is a member of admin\n", ""), ended);
            Assert.Equal(0, rehearsal.Run("macemu", "setup", "alice", "--password", "s3cret").Status);

            Assert.Equal(itadmin, rehearsal.Account("itadmin")!.HasSecureToken);
            Assert.Equal(alice, rehearsal.Account("alice")!.HasSecureToken);
            Assert.Equal(alice, rehearsal.Account("alice")!.IsVolumeOwner);
        }
    }
}
