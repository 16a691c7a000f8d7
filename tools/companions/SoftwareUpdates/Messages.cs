using MacStateStore.Releases;

namespace Companions.SoftwareUpdates;

/// <summary>What softwareupdate and startosinstall print (public records of real runs; what is from memory stands in docs/fidelity.md).</summary>
internal static class Messages
{
    public const string Head = "Software Update Tool\n\nFinding available software\n";
    public const string Found = "Software Update found the following new or updated software:";
    public const string NothingNew = "No new software available.";
    public const string NothingToInstall = "No updates are available.";
    public const string NotConnected = "Can’t connect to the Apple Software Update server because you are not connected to the Internet.";
    public const string NotWithSudo = "Using softwareupdate to install updates on Apple Silicon should not be run with sudo";
    public const string NotAuthenticated = "Failed to authenticate";
    public const string PasswordPrompt = "Password:";
    public const string RestartNeeded = "\nYou have installed one or more updates that requires that you restart your\ncomputer.  Please restart immediately.";
    public const string Restarting = "Restarting...";

    public const string License =
        "By using the agreetolicense option, you are agreeing that you have run this tool with the license only option and have read and agreed to the terms.\n" +
        "If you do not agree, press CTRL-C and cancel this process immediately.\n";

    public const string RosettaLicense =
        "I have read and agree to the terms of the software license agreement. A list of Apple SLAs may be found here: https://www.apple.com/legal/sla/\n" +
        "Type A and press return to agree: ";

    public const string RosettaPackage = "Package Authoring Error: 071-00840: Package reference com.apple.pkg.RosettaUpdateAuto is missing installKBytes attribute";
    public const string RosettaInstalled = "Install of Rosetta 2 finished successfully";
    public const string NoRosettaHere = "Installing Rosetta 2 on this system is not supported.";

    public const string NoPasswordForInstaller = "Error: failed to authorize for installation. Provide a password with --stdinpass or --passprompt.";
    public const string NoWayToPassword = "Error: A method of password entry is required.";
    public const string NoAuthorization = "Error: could not get authorization...";
    public const string PreparingInstaller = "Preparing to run macOS Installer...";

    public static string NoSuchUpdate(string label) => $"{label}: No such update";

    public static string Schedule(bool isOn) => $"Automatic checking for updates is turned {(isOn ? "on" : "off")}";

    /// <summary>The help of a release.</summary>
    public static string Usage(MacOSVersion version) => version.Has(Capability.SoftwareUpdateNamesVersions) ? UsageFrom11 : UsageBefore;

    private const string UsageFrom11 =
        """
        usage: softwareupdate <cmd> [<args> ...]

        ** Manage Updates:
        	-l | --list		List all appropriate update labels (options:  --no-scan, --product-types)
        	-d | --download		Download Only
        	-i | --install		Install
        		<label> ...	specific updates
        		-a | --all		All appropriate updates
        		-R | --restart		Automatically restart (or shut down) if required to complete installation.
        		-r | --recommended	Only recommended updates
        		     --os-only	Only OS updates
        		     --safari-only	Only Safari updates
        		     --stdinpass	Password to authenticate as an owner. Apple Silicon only.
        		     --user	Local username to authenticate as an owner. Apple Silicon only.
        	--list-full-installers		List the available macOS Installers
        	--fetch-full-installer		Install the latest recommended macOS Installer
        		--full-installer-version	The version of macOS to install. Ex: --full-installer-version 10.15
        	--install-rosetta	Install Rosetta 2
        	--background		Trigger a background scan and update operation

        ** Other Tools:
        	--dump-state		Log the internal state of the SU daemon to /var/log/install.log
        	--evaluate-products	Evaluate a list of product keys specified by the --products option 
        	--history		Show the install history.  By default, only displays updates installed by softwareupdate.  

        ** Options:
        	--no-scan		Do not scan when listing or installing updates (use available updates previously scanned)
        	--product-types <type>		Limit a scan to a particular product type only - ignoring all others
        		Ex:  --product-types macOS  || --product-types macOS,Safari 
        	--products		A comma-separated (no spaces) list of product keys to operate on. 
        	--force			Force an operation to complete.  Use with --background to trigger a background scan regardless of "Automatically check" pref 
        	--agree-to-license		Agree to the software license agreement without user interaction.

        	--verbose		Enable verbose output
        	--help			Print this help


        """;

    private const string UsageBefore =
        """
        usage: softwareupdate <cmd> [<args> ...]

        ** Catalog Management:
        	--set-catalog <URL>	Set the new catalog URL (requires privileges)
        	--clear-catalog		Clear the catalog URL back to defaults (requires privileges)

        ** Manage Updates:
        	-l | --list		List all appropriate update labels (options:  --no-scan)
        	-d | --download		Download Only
        	-e | --cancel-download		Cancel a download
        	-i | --install		Install
        		<label> ...	specific updates
        		-a | --all		All appropriate updates
        		-r | --recommended	Only recommended updates
        	--background		Trigger a background scan and update operation
        	--ignore <label> ...	Ignore specific updates
        	--reset-ignored		Clear all ignored updates

        ** Other Tools:
        	--suspend-background 	Suspend background operations from occurring temporarily (use --duration to specify duration to suspend in seconds)
        		--duration <duration>)		Optional duration in seconds to suspend background operations (defaults to 5*60 seconds)
        	--dump-state		Log the internal state of the SU daemon to /var/log/install.log
        	--evaluate-products		Evaluate a list of product keys specified by the --products option

        ** Options:
        	--no-scan		Do not scan when listing or installing updates (use available updates previously scanned)
        	--products		A comma-separated (no spaces) list of product keys to operate on.
        	--force			Force an operation to complete.  Use with --background to trigger a background scan regardless of "Automatically check" pref

        --verbose	Enable verbose output
        --help	Print this help

        """;
}
