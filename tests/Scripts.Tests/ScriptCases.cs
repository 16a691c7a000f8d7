namespace Scripts.Tests;

/// <summary>The table: each row of the README in the states that it names.</summary>
internal static class ScriptCases
{
    private const string Trouton = "rtrouton__rtrouton_scripts/rtrouton_scripts/";
    private const string Attributes = Trouton + "Casper_Extension_Attributes/";
    private const string Guest = Trouton + "create_custom_guest_account/create_custom_guest_account.sh";
    private const string ApfsCheck = Trouton + "check_apfs_encryption/check_apfs_encryption.sh";
    private const string MissingToken = Attributes + "detect_missing_secure_token/detect_missing_secure_token.sh";
    private const string SipStatus = Attributes + "check_system_integrity_protection_status/check_system_integrity_protection_status.sh";
    private const string Enrollment = Trouton + "check_mdm_enrollment/check_mdm_enrollment.sh";
    private const string KeyHash = Attributes + "report_IRK_public_key_hash/report_IRK_public_key_hash.sh";
    private const string CoreStorageCheck = Attributes + "filevault_2_encryption_check/filevault_2_encryption_check_extension_attribute.sh";
    private const string Reissue = "MLBZ521__MacAdmin/Jamf Pro/Scripts/reissue_FileVaultPRK.sh";
    private const string Gilmour = "jgilmour__Jamf-extension-attributes/extension-attributes/";
    private const string Holders = "AllPurposeBen__check_secureToken_users/check_secureToken_users.plugin";
    private const string FixToken = "microsoft__shell-intune-samples/macOS/Config/Bootstrap Token/fixBootstrapToken.sh";
    private const string AskToken = "microsoft__shell-intune-samples/macOS/Custom Attributes/Check bootstrap token escrow status/checkBootstrapTokenEscrowStatus.sh";
    private const string Grant = "mpanighetti__add-securetoken-to-target-user/Add SecureToken to Target User.sh";
    private const string Interactive = "alectrona__jamf-scripts/interactive-filevault-enable.sh";
    private const string Encrypt = "palantir__jamf-pro-scripts/scripts/Encrypt APFS Volume.sh";

    private const string Key = "ABCD-EFGH-JKLM-NPQR-TUVW-XYZ2";
    private const string Alice = "alice: {admin: true, password: alice-pw, secureToken: true}";
    private const string Two = $"users: {{{Alice}, bob: {{password: bob-pw}}}}";
    private const string TwoOn14 = $"{{machine: {{os: '14.5'}}, {Two}}}";
    private const string AliceAtScreen = $"{{machine: {{os: '14.5'}}, consoleUser: alice, {Two}}}";
    private const string Mdm = "mdm: {enrollment: ade, server: 'https://mdm.example.com/mdm', bootstrapToken: supported}";

    public static readonly IReadOnlyList<ScriptCase> All =
    [
        new(1, "10.15", Guest)
        {
            Mac = "{machine: {os: 10.15.7, setup: {user: alice, password: alice-pw}}}",
            Options = ["--no-sleep"],
            Error = "(?s).*",
            After = "dscl . -read /Users/kiosk UniqueID PrimaryGroupID UserShell AuthenticationHint dsAttrTypeNative:_guest; dscl . -authonly kiosk ''; echo $?; "
                + "security find-generic-password -a kiosk -s com.apple.loginwindow.guest-account /Library/Keychains/System.keychain > /dev/null; echo $?",
            // An attribute made with an empty value only is removed (dossier dscl, 7).
            Found = "No such key: AuthenticationHint\ndsAttrTypeNative:_guest: true\nPrimaryGroupID: 600\nUniqueID: 600\nUserShell: /bin/bash\n0\n0\n",
        },
        new(1, "11 and later", Guest) { Mac = TwoOn14, Output = "", Error = ".*createkiosk.*\n", After = "dscl . -read /Users/kiosk", Found = ".*eDSRecordNotFound.*\n" },
        new(2, "a mobile and a local account", Trouton + "migrate_ad_mobile_account_to_local_account/MigrateADMobileAccounttoLocalAccount.command")
        {
            Mac = "{machine: {os: 10.15.7}, users: {carol: {uid: 1501, password: carol-pw, mobile: {node: '/Active Directory/CORP/All Domains'}}, dave: {uid: 1600, password: dave-pw}}}",
            Options = ["--no-sleep"],
            Needs = ["xmllint"],
            Input = "2\n1\n2\n3\n",
            Output = "(?s).*The dave account is not a AD mobile account\n.*Conversion process was successful.*No admin rights given.*Finished converting users to local accounts\n",
            Error = "(?s).*",
            After = "dscl . -read /Users/carol OriginalNodeName AuthenticationAuthority; dseditgroup -o checkmember -m carol staff; dscl . -authonly carol carol-pw; echo $?",
            Found = "No such key: OriginalNodeName\nAuthenticationAuthority: ;ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>\nyes carol is a member of staff\n0\n",
        },
        new(3, "FileVault off", ApfsCheck) { Mac = TwoOn14, Output = @"FileVault is Off\.\n" },
        new(3, "FileVault on", ApfsCheck) { Mac = $"{{machine: {{os: '13.6'}}, {Two}, fileVault: on}}", Output = @"FileVault is On\.\n" },
        new(3, "while encrypting", ApfsCheck) { Mac = $"{{machine: {{os: '13.6'}}, {Two}, fileVault: {{state: encrypting, paused: true}}}}", Output = "Encryption in progress: Pending\n" },
        new(4, "twice", Trouton + "block_root_account_login/block_root_account_login.sh")
        {
            Mac = TwoOn14,
            Needs = ["openssl"],
            Output = "Changing root shell from /bin/sh to /usr/bin/false\n",
            After = "dscl . -read /Users/root UserShell; macemu run \"$SCRIPT\"",
            Found = "UserShell: /usr/bin/false\nChanging root shell from /usr/bin/false to /usr/bin/false\n",
        },
        new(5, "a holder, somebody without, nobody at the screen", MissingToken)
        {
            Mac = $"{{machine: {{os: '13.6'}}, consoleUser: alice, {Two}, fileVault: on}}",
            Output = "<result>1</result>\n",
            After = "macemu logout; macemu run \"$SCRIPT\"; macemu login bob --password bob-pw; sysadminctl -secureTokenStatus bob; macemu run \"$SCRIPT\"",
            Found = "<result>4</result>\n.*DISABLED.*\n<result>0</result>\n",
        },
        new(5, "FileVault off", MissingToken) { Mac = AliceAtScreen, Output = "<result>3</result>\n" },
        new(6, "SIP on, then off", SipStatus)
        {
            Mac = "{machine: {os: '11.7', chip: t2}}",
            Output = "<result>Active</result>\n",
            After = "macemu restart --to recoveryos; csrutil disable; macemu restart; macemu run \"$SCRIPT\"",
            Found = "(?s).*<result>Disabled</result>\n",
        },
        new(7, "not enrolled", Enrollment) { Output = @"Not enrolled in an MDM server\.\n", Needs = ["xmllint"], After = "macemu run --as bob \"$SCRIPT\"; echo $?", Mac = TwoOn14, Found = "(?s).+\n1\n" },
        new(7, "enrolled", Enrollment) { Mac = $"{{machine: {{os: '14.5'}}, {Two}, {Mdm}}}", Output = @"MDM server address: mdm\.example\.com\n", Needs = ["xmllint"] },
        new(8, "FileVault off", KeyHash) { Mac = $"{{machine: {{os: 10.15.7, chip: t2}}, {Two}}}", Output = "<result>Not Available - Encryption Not Enabled</result>\n" },
        new(8, "no institutional key", KeyHash) { Mac = $"{{machine: {{os: 10.15.7, chip: t2}}, {Two}, fileVault: on}}", Output = "<result>Not Available - Valid IRK Not Found</result>\n" },
        // A hash is printed only on CoreStorage.
        new(8, "an institutional key", KeyHash) { Mac = $"{{machine: {{os: 10.15.7, chip: t2}}, {Two}, fileVault: on, recoveryKeys: {{institutional: true}}}}", Output = "<result>true</result>\n" },
        new(9, "10.15", CoreStorageCheck) { Mac = "{machine: {os: 10.15.7}}", Output = "<result>FileVault 2 Encryption Not Enabled</result>\n" },
        new(9, "11 and later", CoreStorageCheck) { Mac = "{machine: {os: '11.7'}}", Output = @"(?s)<result>macOS 11 and later not supported\.</result>\n.*" },
        new(10, "somebody at the screen", "iMatthewCM__Jamf-Scripts/macOS/macOSCreateAdminUser.sh")
        {
            Mac = AliceAtScreen,
            Error = "(?s).*",
            After = "dscl . -read /Users/jamfadmin UniqueID PrimaryGroupID IsHidden; dscl . -read /Groups/admin GroupMembership GroupMembers | grep -c \"$(dscl . -read /Users/jamfadmin GeneratedUID | cut -c15-)\"; "
                + "dscl . -read /Groups/admin GroupMembership; sysadminctl -secureTokenStatus jamfadmin; stat -f %Su /dev/console",
            Found = @"dsAttrTypeNative:IsHidden: 0\nPrimaryGroupID: 1000\nUniqueID: 9509\n0\nGroupMembership: root alice jamfadmin\n.*DISABLED.*\nroot\n",
        },
        new(11, "every record", "iMatthewCM__Jamf-Scripts/macOS/secureTokenUsers.sh")
        {
            Mac = TwoOn14,
            Output = "",
            Error = @"(?s)(?:\S+ \S+ sysadminctl\[\d+:\d+\] Secure token is DISABLED for user [^\n]*\n){80,}.*Secure token is ENABLED for user alice\n.*",
        },
        new(12, "wrong, then the key of before, then a password", Reissue)
        {
            Mac = $"{{machine: {{os: '14.5'}}, {Two}, consoleUser: alice, fileVault: on, recoveryKeys: {{personal: {Key}}}}}",
            Options = ["--jamf"],
            Arguments = ["wrong"],
            Status = 2,
            Output = @"(?s).*Failed to issue a new Recovery Key\.\n.*exit code was:  11\n.*",
            Error = "(?s).*",
            After = $"macemu run --jamf \"$SCRIPT\" {Key} | tail -1; echo {Key} | fdesetup validaterecovery; macemu run --jamf \"$SCRIPT\" alice-pw | tail -1; macemu log --json | grep -c alice-pw",
            Found = @"(?s).*COMPLETE  \*\*\*\*\*\n.*false\n.*COMPLETE  \*\*\*\*\*\n0\n",
        },
        new(12, "FileVault off", Reissue) { Mac = TwoOn14, Arguments = ["/", "mac", "user", "alice-pw"], Output = @"(?s).*Machine is not FileVault Encrypted\.\n.*" },
        new(13, "two admins, one to keep", "MLBZ521__MacAdmin/Jamf Pro/Scripts/Remove-LocalAdminRights.sh")
        {
            Mac = $"{{machine: {{os: '14.5'}}, users: {{{Alice}, bob: {{admin: true, password: bob-pw}}}}}}",
            Before = "macemu run -- defaults write /Library/Preferences/com.jamfsoftware.jamf jss_url https://prod.jps.server.com:8443/",
            Options = ["--jamf"],
            Arguments = ["bob"],
            Error = "(?s).*",
            // Whom it was told to keep is who goes, and root: the script has it the wrong way round.
            Output = "(?s).*Updated local admin group:\n - alice\n.*COMPLETE.*",
            After = "dscl . -read Groups/admin GroupMembership",
            Found = "GroupMembership: alice\n",
        },
        new(13, "no Jamf", "MLBZ521__MacAdmin/Jamf Pro/Scripts/Remove-LocalAdminRights.sh") { Mac = TwoOn14, Status = 1 },
        new(14, "there, then gone", "MLBZ521__MacAdmin/System Configs/delete_Account.sh")
        {
            Mac = TwoOn14,
            Before = "sysadminctl -addUser cas -password cas-pw 2> /dev/null",
            After = "dscl . -read /Users/cas RealName; macemu run \"$SCRIPT\" 2> /dev/null; echo $?",
            // The error text goes to standard error, so the script takes the account for present.
            Found = "(?s).*eDSRecordNotFound.*\nAccounts cas exists!.*delete: Invalid Path\n.*\n0\n",
        },
        new(15, "FileVault on", Gilmour + "filevault-securetoken-status.zsh") { Mac = $"{{machine: {{os: '14.5'}}, {Two}, fileVault: on}}", Needs = ["zsh"], Output = @"alice: Enabled \| bob: Disabled\n" },
        new(15, "FileVault off", Gilmour + "filevault-securetoken-status.zsh") { Mac = TwoOn14, Needs = ["zsh"], Output = "FileVault Not Enabled\n" },
        new(16, "escrowed or not", Gilmour + "bootstrap-token-escrow-status.zsh")
        {
            Mac = $"{{machine: {{os: '14.5'}}, consoleUser: alice, {Two}, {Mdm}}}",
            Needs = ["zsh"],
            Output = "(Not )?Escrowed\n",
            After = "profiles install -type bootstraptoken -user alice -password alice-pw > /dev/null; macemu run \"$SCRIPT\"",
            Found = "Escrowed\n",
        },
        // It looks for words that bputil doesn't print in the layout seen of 12 and 14 ("Security Mode:               Full").
        new(17, "Apple silicon", Gilmour + "secure-boot-policy.zsh") { Mac = TwoOn14, Needs = ["zsh"], Output = "Unknown\n" },
        new(17, "Intel", Gilmour + "secure-boot-policy.zsh") { Mac = "{machine: {os: '14.5', chip: t2}}", Needs = ["zsh"], Output = @"Intel Mac \(N/A\)\n" },
        new(18, "one lacks a token", Holders) { Mac = TwoOn14, Status = 20, Output = "Users without a secure token:\nbob\n", After = "macemu run -- /usr/libexec/PlistBuddy -c 'Add :specifiedUser string bob' /Library/MonitoringClient/PluginSupport/check_secureToken_users_settings.plist > /dev/null; macemu run \"$SCRIPT\" > /dev/null; echo $?; dscl . -delete /Users/bob; macemu run \"$SCRIPT\" 2> /dev/null", Found = "2\nAll users have secure tokens.\n" },
        new(19, "escrowed again", FixToken)
        {
            Mac = $"{{machine: {{os: '14.5'}}, {Two}, {Mdm}, bootstrapToken: {{created: true, escrowed: false}}}}",
            FilledIn = [("<local admin username>", "alice"), ("<local admin password>", "alice-pw")],
            Options = ["--no-sleep"],
            Output = "(?s).*Bootstrap Token escrowed successfully.*",
            After = "macemu run \"$SCRIPT\"; ls \"$MACEMU_MACHINE.root/Library/Application Support/Microsoft/IntuneScripts/checkBootstrapEscrow\"",
            Found = "(?s).*Bootstrap Token validation succeeded.*checkBootstrapEscrow.log\n",
        },
        new(19, "no server", FixToken) { Mac = TwoOn14, FilledIn = [("<local admin username>", "alice"), ("<local admin password>", "alice-pw")], Options = ["--no-sleep"], Status = 1 },
        new(20, "no such account yet", "microsoft__shell-intune-samples/macOS/Config/Manage Accounts/createLocalAdminAccount.sh")
        {
            Mac = TwoOn14,
            Error = "(?s).*",
            After = "dseditgroup -o checkmember -m localadmin admin; sysadminctl -secureTokenStatus localadmin; grep -o 'User localadmin not found' \"$MACEMU_MACHINE.root/Library/IntuneScripts/createLocalAdminAccount/createLocalAdminAccount.log\"",
            Found = "yes localadmin is a member of admin\n.*DISABLED.*\nUser localadmin not found\n",
        },
        new(21, "escrowed or not", AskToken)
        {
            Mac = TwoOn14,
            Needs = ["zsh"],
            Output = "No\n",
            After = "macemu mdm enroll --ade; macemu mdm set bootstrap-token supported; profiles install -type bootstraptoken -user alice -password alice-pw > /dev/null; macemu run \"$SCRIPT\"",
            Found = "(?s).*Yes\n",
        },
        new(22, "granted once", Grant)
        {
            // With the passwords that the script begins with it asks nobody.
            Mac = "{machine: {os: '14.5'}, users: {alice: {admin: true, password: foo, secureToken: true}, bob: {password: foo}}}",
            Options = ["--jamf"],
            Arguments = ["bob", "alice"],
            Output = "(?s).*Successfully added SecureToken to bob.*",
            Error = "(?s).*",
            After = "macemu run --jamf \"$SCRIPT\" bob alice | tail -1; macemu run --jamf \"$SCRIPT\" nosuch alice > /dev/null 2>&1; echo $?",
            Found = @"bob already has a SecureToken, no action required\.\n1\n",
        },
        new(22, "a person types the passwords", Grant)
        {
            Mac = $"{{machine: {{os: '14.5'}}, {Two}, consoleUser: bob, dialogs: [{{text: wrong}}, {{text: alice-pw}}, {{text: bob-pw}}]}}",
            Options = ["--jamf"],
            Arguments = ["bob", "alice"],
            Output = "(?s).*Failed password validation for alice.*Successfully added SecureToken to bob.*",
            Error = "(?s).*",
            After = "macemu dialog list | wc -l",
            Found = "0\n",
        },
        new(22, "neither has one", Grant)
        {
            Mac = "{machine: {os: 10.15.7}, users: {bob: {password: foo}, carol: {admin: true, password: foo}}}",
            Options = ["--jamf"],
            Arguments = ["bob", "carol"],
            Output = "(?s).*Neither carol nor bob has a SecureToken.*",
            Error = "(?s).*",
        },
        new(23, "one of two", "jamf__jamfconnect/scripts/Unmigrate all local users.sh")
        {
            Mac = "{users: {alice: {password: alice-pw, attributes: {'dsAttrTypeStandard:NetworkUser': [alice@corp], 'dsAttrTypeStandard:OIDCProvider': [x]}}, bob: {password: bob-pw}}}",
            Output = "(?s)(?!.*alice is Not).*bob is Not a Jamf Connect User\n.*",
            Error = "(?s).*",
            After = "dscl . -read /Users/alice dsAttrTypeStandard:NetworkUser dsAttrTypeStandard:OIDCProvider",
            Found = "No such key: dsAttrTypeStandard:NetworkUser\nNo such key: dsAttrTypeStandard:OIDCProvider\n",
        },
        new(24, "off, then on", "TheJumpCloud__support/scripts/macos/fvsetup.sh")
        {
            Mac = TwoOn14,
            Files = [("fvusers.plist", "<plist version=\"1.0\"><dict><key>Username</key><string>alice</string><key>Password</key><string>alice-pw</string><key>AdditionalUsers</key><array>"
                + "<dict><key>Username</key><string>bob</string><key>Password</key><string>bob-pw</string></dict></array></dict></plist>")],
            Output = "Recovery key = '[A-Z2-9-]{29}'\nstatus: 0\nPlease reboot to complete the process\n",
            After = "sysadminctl -secureTokenStatus bob; macemu run \"$SCRIPT\"; rm fvusers.plist; macemu run \"$SCRIPT\"",
            Found = ".*ENABLED.*\nstatus: 0\nUser added to filevault\n.*fvusers.plist: No such file or directory\n",
        },
        new(25, "FileVault off, the user no admin", Interactive)
        {
            Mac = $"{{machine: {{os: '14.5'}}, consoleUser: bob, users: {{{Alice}, bob: {{password: bob-pw, secureToken: true}}}}}}",
            Options = ["--jamf"],
            Arguments = ["bob-pw"],
            Output = "(?s).*Temporarily granted \"bob\" admin privileges.*Enabling FileVault.*UpdatePreboot: Exiting Update Preboot operation with overall error=\\(ZeroMeansSuccess\\)=0\n.*Removed admin privileges.*",
            After = "fdesetup isactive; dseditgroup -o checkmember -m bob admin",
            Found = "true\nno bob is NOT a member of admin\n",
        },
        new(25, "the second password is right", Interactive)
        {
            Mac = $"{{machine: {{os: '14.5'}}, users: {{{Alice}, bob: {{password: bob-pw, secureToken: true}}}}, consoleUser: bob, dialogs: [{{text: wrong}}, {{text: bob-pw}}]}}",
            Options = ["--jamf"],
            Output = "(?s).*attempt 2.*bob's password was validated; continuing.*Removed admin privileges from \"bob\".*",
            Error = "(?s).*",
            After = "fdesetup status; macemu log --json | grep -c bob-pw",
            Found = "FileVault is On.\n(?s).*0\n",
        },
        new(25, "FileVault on", Interactive)
        {
            Mac = $"{{machine: {{os: '14.5'}}, consoleUser: alice, {Two}, fileVault: on, recoveryKeys: {{personal: {Key}}}}}",
            Options = ["--jamf"],
            Arguments = ["alice-pw"],
            Output = "(?s).*issuing new recovery key.*UpdatePreboot: Exiting.*",
            Error = "(?s).*",
            After = $"echo {Key} | fdesetup validaterecovery",
            Found = "(?s).*false\n",
        },
        new(26, "no such volume", Encrypt) { Mac = TwoOn14, Options = ["--jamf"], Arguments = ["None"], Status = 72, Error = "(?s).*" },
        new(26, "a volume to encrypt", Encrypt)
        {
            Mac = TwoOn14,
            Before = "diskutil apfs addVolume disk3 APFS Secure > /dev/null",
            Options = ["--jamf", "--no-sleep"],
            Arguments = ["Secure"],
            Output = "(?s).*Volume Secure is encrypting with a randomized password.*",
            Error = "(?s).*",
            After = "diskutil info Secure | grep -c 'FileVault: *Yes'; security find-generic-password -l Secure -w /Library/Keychains/System.keychain | wc -c; macemu log --json | grep -c \"$(security find-generic-password -l Secure -w)\"",
            Found = "1\n21\n0\n",
        },
        new(27, "a local and a domain user", "palantir__jamf-pro-scripts/extension-attributes/Account Type.sh")
        {
            Mac = AliceAtScreen,
            Output = "<result>Local User</result>\n",
            After = "dscl . -create /Users/alice OriginalNodeName '/Active Directory/CORP/All Domains'; macemu run \"$SCRIPT\"",
            Found = "<result>Domain User</result>\n",
        },
        new(28, "twice", "palantir__jamf-pro-scripts/scripts/Convert Logged-In User to Admin.sh")
        {
            Mac = $"{{machine: {{os: '14.5'}}, consoleUser: bob, {Two}}}",
            Output = @"Granted admin privileges to bob\.\n",
            After = "dseditgroup -o checkmember -m bob admin; macemu run \"$SCRIPT\"",
            Found = "yes bob is a member of admin\nbob already has admin privileges, no action required.\n",
        },
        new(29, "a holder as its own admin", "actions__runner-images/images/macos/assets/bootstrap-provisioner/change_password")
        {
            Mac = TwoOn14,
            Arguments = ["alice", "alice-pw", "new-pw"],
            Error = "(?s).*",
            After = "dscl . -authonly alice new-pw; echo $?; MACEMU_USER=alice security unlock-keychain -p new-pw; echo $?; sysadminctl -secureTokenStatus alice; macemu log --json | grep -c -e '-pw'",
            Found = "0\n0\n.*ENABLED.*\n0\n",
        },
        new(30, "nobody at the screen, then the user types the password", "kc9wwh__FileVaultEnableAdminAccount/FileVaultEnableAdminAccount.sh")
        {
            Mac = $"{{machine: {{os: 10.15.7}}, users: {{{Alice}, itadmin: {{admin: true, password: it-pw}}}}, fileVault: on}}",
            Needs = ["openssl"],
            Before = "mkdir -p \"$MACEMU_MACHINE.root/Library/Application Support/JAMF\" \"$MACEMU_MACHINE.root/usr/local/jamfps\"; touch \"$MACEMU_MACHINE.root/usr/local/jamfps/acme2.png\"",
            Options = ["--jamf"],
            Status = 1,
            Output = @"\[ERROR\]: No user is currently logged in\.\n",
            Error = "(?s).*",
            // The admin's name and password come encrypted by a passphrase.
            After = "secret() { echo $1 | openssl enc -aes256 -a -A -S 0102030405060708 -k pass 2> /dev/null; }; macemu login alice --password alice-pw; macemu dialog answer --button Next; macemu dialog answer --text alice-pw; "
                + "macemu run --jamf \"$SCRIPT\" \"$(secret itadmin)\" \"$(secret it-pw)\" 0102030405060708 pass; echo $?; sysadminctl -secureTokenStatus itadmin",
            Found = "(?s).*itadmin has been granted a SecureToken.*itadmin is now FileVault Enabled.*\n0\n.*ENABLED.*\n",
        },
    ];
}
