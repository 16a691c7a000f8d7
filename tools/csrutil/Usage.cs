using MacStateStore.Releases;

namespace Csrutil;

/// <summary>The usage text (dossier csrutil, 3). Up to 10.15 as recorded; what came later is put together from single lines.</summary>
internal static class Usage
{
    private const string Head =
        """
        usage: csrutil <command>
        Modify the System Integrity Protection configuration. All configuration changes apply to the entire machine.
        Available commands:

            clear
                Clear the existing configuration. Only available in Recovery OS.
            disable
                Disable the protection on the machine. Only available in Recovery OS.
            enable
                Enable the protection on the machine. Only available in Recovery OS.
            status
                Display the current configuration.


        """;

    private const string AuthenticatedRoot =
        """
            authenticated-root
                disable
                    Allow booting from non-sealed system snapshots. Only available in Recovery OS.
                enable
                    Only allow booting from sealed system snapshots. Only available in Recovery OS.
                status
                    Display the current configuration.


        """;

    private const string ResearchGuests =
        """
            allow-research-guests
                disable
                    Do not allow research guests. Only available in Recovery OS.
                enable
                    Allow research guests. Only available in Recovery OS.
                status
                    Display the current configuration.


        """;

    private const string NetBoot =
        """
            netboot
                add <address>
                    Insert a new IPv4 address in the list of allowed NetBoot sources.
                list
                    Print the list of allowed NetBoot sources.
                remove <address>
                    Remove an IPv4 address from the list of allowed NetBoot sources.

        """;

    public static string Of(MacOSVersion os, bool onAppleSilicon) => Head
        + (os.Has(Capability.HasAuthenticatedRoot) ? AuthenticatedRoot : "")
        + (os.Has(Capability.HasResearchGuests) && onAppleSilicon ? ResearchGuests : "")
        + NetBoot;
}
