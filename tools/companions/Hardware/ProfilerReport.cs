using System.Globalization;
using MacStateStore.Disks;
using MacStateStore.Lifecycle;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>One fact: its key in property lists and JSON, its label in text, and its value in both.</summary>
/// <param name="Key">The key; empty where only the text has it.</param>
/// <param name="Label">The label; empty where the text leaves it out.</param>
/// <param name="Text">What the text says.</param>
/// <param name="Value">What property lists say; the same where null.</param>
internal sealed record ProfilerFact(string Key, string Label, string Text, PlistValue? Value = null);

/// <summary>An item with facts and items below.</summary>
/// <param name="Key">Its name in property lists.</param>
/// <param name="Title">Its heading in the text; empty for none.</param>
internal sealed record ProfilerItem(string Key, string Title)
{
    /// <summary>Its facts.</summary>
    public List<ProfilerFact> Facts { get; } = [];

    /// <summary>Groups of facts under it: key of the list, heading, the item.</summary>
    public List<ProfilerItem> Items { get; } = [];

    /// <summary>Adds a fact.</summary>
    public ProfilerItem With(string key, string label, string text, PlistValue? value = null)
    {
        Facts.Add(new(key, label, text, value));
        return this;
    }

    /// <summary>Adds an item below.</summary>
    public ProfilerItem With(ProfilerItem item)
    {
        Items.Add(item);
        return this;
    }
}

/// <summary>The reports of <c>system_profiler</c>: what an emulated Mac knows of itself (labels, keys and firmware versions memory).</summary>
internal static class ProfilerReport
{
    // Data type, heading.
    private static readonly (string Type, string Heading, Func<ToolRun, IReadOnlyList<ProfilerItem>> Items)[] Reports =
    [
        ("SPApplicationsDataType", "Applications", Applications), ("SPBluetoothDataType", "Bluetooth", Bluetooth), ("SPDisplaysDataType", "Graphics/Displays", Displays), ("SPHardwareDataType", "Hardware", Hardware),
        ("SPMemoryDataType", "Memory", Memory), ("SPNVMeDataType", "NVMExpress", Nvme), ("SPParallelATADataType", "ATA", _ => []), ("SPPowerDataType", "Power", PowerReport), ("SPPrintersDataType", "Printers", Printers),
        ("SPSerialATADataType", "SATA", _ => []), ("SPSoftwareDataType", "Software", Software), ("SPStorageDataType", "Storage", Storage), ("SPUSBDataType", "USB", Usb), ("SPiBridgeDataType", "Controller", Bridge),
    ];

    /// <summary>Every data type of a Mac (those without a report here are refused).</summary>
    public static readonly string[] AllTypes =
        ("SPParallelATADataType SPUniversalAccessDataType SPSecureElementDataType SPApplicationsDataType SPAudioDataType SPBluetoothDataType SPCameraDataType SPCardReaderDataType SPiBridgeDataType SPDeveloperToolsDataType SPDiagnosticsDataType " +
        "SPDisabledSoftwareDataType SPDiscBurningDataType SPEthernetDataType SPExtensionsDataType SPFibreChannelDataType SPFireWireDataType SPFirewallDataType SPFontsDataType SPFrameworksDataType SPDisplaysDataType SPHardwareDataType " +
        "SPInstallHistoryDataType SPInternationalDataType SPLegacySoftwareDataType SPNetworkLocationDataType SPLogsDataType SPManagedClientDataType SPMemoryDataType SPNVMeDataType SPNetworkDataType SPPCIDataType SPParallelSCSIDataType " +
        "SPPowerDataType SPPrefPaneDataType SPPrintersSoftwareDataType SPPrintersDataType SPConfigurationProfileDataType SPRawCameraDataType SPSASDataType SPSerialATADataType SPSPIDataType SPSmartCardsDataType SPSoftwareDataType " +
        "SPStartupItemDataType SPStorageDataType SPSyncServicesDataType SPThunderboltDataType SPUSBDataType SPNetworkVolumeDataType SPWWANDataType SPAirPortDataType").Split(' ');

    /// <summary>The report of a data type; null where there is none here.</summary>
    public static (string Heading, IReadOnlyList<ProfilerItem> Items)? Of(ToolRun run, string type)
    {
        var report = Array.Find(Reports, row => row.Type == type);
        return report.Items is null ? null : (report.Heading, report.Items(run));
    }

    private static List<ProfilerItem> Hardware(ToolRun run)
    {
        var machine = run.Mac.Machine;
        var (model, facts, os) = (HardwareModel.Find(machine.Model), HardwareFacts.Of(machine), run.Mac.System.Version);
        var item = new ProfilerItem("hardware_overview", "Hardware Overview").With("machine_name", "Model Name", model?.Name ?? "Mac").With("machine_model", "Model Identifier", machine.Model);
        if (machine.Chip == Chip.Apple)
        {
            if (os.Has(Capability.ProfilerShowsModelNumber)) item.With("model_number", "Model Number", HardwareFacts.PartNumber(machine));
            item.With("chip_type", "Chip", facts.Brand);
            item.With("number_processors", "Total Number of Cores", $"{facts.Cores} ({facts.PerformanceCores} performance and {facts.EfficiencyCores} efficiency)", $"proc {facts.Cores}:{facts.PerformanceCores}:{facts.EfficiencyCores}");
        }
        else
        {
            item.With("cpu_type", "Processor Name", $"{CoreWord(facts.Cores)} {model?.Processor}".Trim()).With("current_processor_speed", "Processor Speed", string.Create(CultureInfo.InvariantCulture, $"{facts.MegaHertz / 1000.0:0.#} GHz"));
            item.With("packages", "Number of Processors", "1", 1L).With("number_processors", "Total Number of Cores", $"{facts.Cores}", (long)facts.Cores);
            item.With("l2_cache_core", "L2 Cache (per Core)", "256 KB").With("l3_cache", "L3 Cache", "12 MB").With("platform_cpu_htt", "Hyper-Threading Technology", "Enabled", "htt_enabled");
        }
        item.With("physical_memory", "Memory", $"{facts.Memory >> 30} GB");
        var firmware = Firmware(run);
        item.With("boot_rom_version", os.Has(Capability.ProfilerNamesFirmware) ? "System Firmware Version" : "Boot ROM Version", machine.Chip == Chip.T2 ? $"{firmware} (iBridge: 21.16.365.0.0,0)" : firmware);
        if (os.Has(Capability.ProfilerNamesFirmware)) item.With("os_loader_version", "OS Loader Version", firmware);
        item.With("serial_number", "Serial Number (system)", machine.Serial).With("platform_UUID", "Hardware UUID", machine.HardwareUuid);
        if (os.Has(Capability.ProfilerNamesFirmware)) item.With("provisioning_UDID", "Provisioning UDID", machine.Chip == Chip.Apple ? $"{machine.ChipId:X8}-{machine.Ecid:X16}" : machine.HardwareUuid);
        if (os.Has(Capability.HasVolumeGroups) && machine.HasLocalPolicies || machine.Chip == Chip.T2)
            item.With("activation_lock_status", "Activation Lock Status", run.Mac.FindMy.State == FindMyState.Off ? "Disabled" : "Enabled", run.Mac.FindMy.State == FindMyState.Off ? "activation_lock_disabled" : "activation_lock_enabled");
        return [item];
    }

    private static List<ProfilerItem> Software(ToolRun run)
    {
        var mac = run.Mac;
        var up = mac.Clock.Now - mac.LoginHistory.StartedAt;
        if (up < TimeSpan.Zero) up = TimeSpan.Zero;
        var isProtected = mac.Boot.Integrity.IsEnabled(mac.Machine.Chip == Chip.Apple);
        var caller = Account.Caller(run);
        var item = new ProfilerItem("os_overview", "System Software Overview")
            .With("os_version", "System Version", $"macOS {mac.System.Version} ({mac.System.Build})").With("kernel_version", "Kernel Version", $"Darwin {Darwin.Version(mac.System.Build)}").With("boot_volume", "Boot Volume", mac.System.Name)
            .With("boot_mode", "Boot Mode", "Normal", "normal_boot").With("local_host_name", "Computer Name", ScUtil.ComputerName(run)).With("user_name", "User Name", caller is null ? run.User : $"{caller.FullName} ({caller.Name})")
            .With("secure_vm", "Secure Virtual Memory", "Enabled", "secure_vm_enabled").With("system_integrity", "System Integrity Protection", isProtected ? "Enabled" : "Disabled", isProtected ? "integrity_enabled" : "integrity_disabled");
        item.With("uptime", "Time since boot", Duration(up), $"up {up.Days}:{up.Hours}:{up.Minutes}:{up.Seconds}");
        return [item];
    }

    private static string Duration(TimeSpan time)
    {
        var parts = new List<string>();
        if (time.Days > 0) parts.Add($"{time.Days} day{(time.Days == 1 ? "" : "s")}");
        if (time.Hours > 0) parts.Add($"{time.Hours} hour{(time.Hours == 1 ? "" : "s")}");
        if (time.Days == 0) parts.Add($"{time.Minutes} minute{(time.Minutes == 1 ? "" : "s")}");
        return string.Join(", ", parts);
    }

    private static List<ProfilerItem> Memory(ToolRun run)
    {
        var facts = HardwareFacts.Of(run.Mac.Machine);
        if (run.Mac.Machine.Chip == Chip.Apple)
            return [new ProfilerItem("", "").With("SPMemoryDataType", "Memory", $"{facts.Memory >> 30} GB").With("dimm_type", "Type", "LPDDR5").With("dimm_manufacturer", "Manufacturer", "Hynix")];
        var slots = new ProfilerItem("global_name", "Memory Slots").With("global_ecc_state", "ECC", "Disabled", "ecc_disabled").With("is_memory_upgradeable", "Upgradeable Memory", "No");
        for (var i = 0; i < 2; i++)
            slots.With(new ProfilerItem($"BANK {i * 2}/ChannelA-DIMM{i}", $"BANK {i * 2}/ChannelA-DIMM{i}").With("dimm_size", "Size", $"{facts.Memory >> 31} GB").With("dimm_type", "Type", "DDR4").With("dimm_speed", "Speed", "2667 MHz").With("dimm_status", "Status", "OK", "ok").With("dimm_manufacturer", "Manufacturer", "Micron"));
        return [slots];
    }

    private static List<ProfilerItem> PowerReport(ToolRun run)
    {
        var items = new List<ProfilerItem>();
        var facts = HardwareFacts.Of(run.Mac.Machine);
        if (facts.IsPortable)
            items.Add(new ProfilerItem("spbattery_information", "Battery Information")
                .With(new ProfilerItem("sppower_battery_model_info", "Model Information").With("sppower_battery_serial_number", "Serial Number", $"F8Y{run.Mac.Machine.Serial}").With("sppower_battery_device_name", "Device Name", "bq40z651").With("", "Pack Lot Code", "0").With("", "PCB Lot Code", "0").With("sppower_battery_firmware_version", "Firmware Version", "0b00").With("sppower_battery_hardware_revision", "Hardware Revision", "1").With("sppower_battery_cell_revision", "Cell Revision", "2542"))
                .With(new ProfilerItem("sppower_battery_charge_info", "Charge Information").With("sppower_battery_at_warn_level", "The battery’s charge is below the warning level", "No", "FALSE").With("sppower_battery_fully_charged", "Fully Charged", "Yes", "TRUE").With("sppower_battery_is_charging", "Charging", "No", "FALSE").With("sppower_battery_state_of_charge", "State of Charge (%)", "100", 100L))
                .With(new ProfilerItem("sppower_battery_health_info", "Health Information").With("sppower_battery_cycle_count", "Cycle Count", "42", 42L).With("sppower_battery_health", "Condition", "Normal", "Good").With("sppower_battery_health_maximum_capacity", "Maximum Capacity", "100%")));
        var settings = new ProfilerItem("sppower_information", "System Power Settings");
        foreach (var source in PowerSettings.Sources(run.Mac).Reverse())
        {
            long Value(string key) => PowerSettings.Value(run.Mac, source, key);
            settings.With(new ProfilerItem(source == PowerSettings.Mains ? "AC Power" : "Battery Power", source == PowerSettings.Mains ? "AC Power" : "Battery Power")
                .With("System Sleep Timer", "System Sleep Timer (Minutes)", $"{Value("sleep")}", Value("sleep")).With("Disk Sleep Timer", "Disk Sleep Timer (Minutes)", $"{Value("disksleep")}", Value("disksleep")).With("Display Sleep Timer", "Display Sleep Timer (Minutes)", $"{Value("displaysleep")}", Value("displaysleep"))
                .With("Sleep On Power Button", "Sleep on Power Button", "Yes", true).With("Wake On LAN", "Wake on LAN", Value("womp") == 1 ? "Yes" : "No", Value("womp") == 1 ? "YES" : "NO").With("Hibernate Mode", "Hibernate Mode", $"{Value("hibernatemode")}", Value("hibernatemode")).With("LowPowerMode", "Low Power Mode", Value("lowpowermode") == 1 ? "Yes" : "No", Value("lowpowermode")));
        }
        items.Add(settings);
        items.Add(new ProfilerItem("sppower_hwconfig_information", "Hardware Configuration").With("sppower_ups_installed", "UPS Installed", "No", "FALSE"));
        if (facts.IsPortable)
            items.Add(new ProfilerItem("sppower_ac_charger_information", "AC Charger Information").With("sppower_battery_charger_connected", "Connected", "Yes", "TRUE").With("sppower_ac_charger_ID", "ID", "0x0000").With("sppower_ac_charger_watts", "Wattage (W)", "67").With("sppower_ac_charger_family", "Family", "0xe000400a").With("sppower_battery_is_charging", "Charging", "No", "FALSE"));
        return items;
    }

    private static List<ProfilerItem> Displays(ToolRun run)
    {
        var (machine, facts) = (run.Mac.Machine, HardwareFacts.Of(run.Mac.Machine));
        var name = machine.Chip == Chip.Apple ? facts.Brand : "Intel Iris Plus Graphics";
        var item = new ProfilerItem(machine.Chip == Chip.Apple ? $"kHW_AppleGPU" : "kHW_IntelIrisPlusGraphics", name).With("sppci_model", "Chipset Model", name).With("sppci_device_type", "Type", "GPU", "spdisplays_gpu").With("sppci_bus", "Bus", "Built-In", "spdisplays_builtin");
        if (facts.GraphicsCores > 0) item.With("sppci_cores", "Total Number of Cores", $"{facts.GraphicsCores}");
        item.With("spdisplays_vendor", "Vendor", machine.Chip == Chip.Apple ? "Apple (0x106b)" : "Intel", machine.Chip == Chip.Apple ? "sppci_vendor_Apple" : "Intel").With("spdisplays_mtlgpufamilysupport", "Metal Support", "Metal 3", "spdisplays_metal3");
        if (facts.IsPortable)
            item.With(new ProfilerItem("spdisplays_ndrvs", "Displays").With(new ProfilerItem("Color LCD", "Color LCD").With("spdisplays_display_type", "Display Type", "Built-In Liquid Retina Display", "spdisplays_built-in-liquid-retina").With("_spdisplays_pixels", "Resolution", "2560 x 1664 Retina", "2560 x 1664")
                .With("spdisplays_main", "Main Display", "Yes", "spdisplays_yes").With("spdisplays_mirror", "Mirror", "Off", "spdisplays_off").With("spdisplays_online", "Online", "Yes", "spdisplays_yes").With("spdisplays_ambient_brightness", "Automatically Adjust Brightness", "Yes", "spdisplays_yes").With("spdisplays_connection_type", "Connection Type", "Internal", "spdisplays_internal")));
        return [item];
    }

    private static List<ProfilerItem> Bluetooth(ToolRun run)
    {
        var address = Network.Ports(run.Mac)[0].MacAddress.ToUpperInvariant();
        return [new ProfilerItem("controller_properties", "Bluetooth Controller").With("controller_address", "Address", address).With("controller_state", "State", "On", "attrib_on").With("controller_chipset", "Chipset", "BCM_4388").With("controller_discoverable", "Discoverable", "Off", "attrib_off").With("controller_firmwareVersion", "Firmware Version", "22.5.547.3152").With("controller_transport", "Transport", "PCIe").With("controller_vendorID", "Vendor ID", "0x004C (Apple)")];
    }

    private static List<ProfilerItem> Usb(ToolRun run) =>
    [
        .. Enumerable.Range(0, 2).Select(_ => new ProfilerItem("USB31Bus", "USB 3.1 Bus").With("host_controller", "Host Controller Driver", run.Mac.Machine.Chip == Chip.Apple ? $"AppleT{run.Mac.Machine.ChipId:X4}USBXHCI" : "AppleUSBXHCIICL")),
    ];

    private static List<ProfilerItem> Nvme(ToolRun run) =>
    [
        .. run.Mac.Disks.Places.Select(place => run.Mac.Disks.DeviceOf(place.Disk) ?? place.Disk).Distinct().Where(disk => disk.IsInternal && disk.IsSolidState == true).Select(disk =>
            new ProfilerItem("Generic SSD Controller", "Apple SSD Controller").With(new ProfilerItem(disk.MediaName, disk.MediaName).With("size", "Capacity", Bytes(disk.Size)).With("spnvme_trim_support", "TRIM Support", "Yes").With("device_model", "Model", disk.MediaName).With("detachable_drive", "Detachable Drive", "No", "no").With("bsd_name", "BSD Name", $"disk{disk.Number}").With("partition_map_type", "Partition Map Type", "GPT (GUID Partition Table)", "guid_partition_map_type").With("removable_media", "Removable Media", "No", "no").With("smart_status", "S.M.A.R.T. status", disk.Smart))),
    ];

    private static List<ProfilerItem> Printers(ToolRun run)
    {
        var settings = run.Mac.System.Version.Has(Capability.NamedSystemSettings) ? "System Settings" : "System Preferences";
        return [new ProfilerItem("", "").With("status", "Status", $"The printers list is empty. To add printers, choose Apple menu > {settings}…, click Printers & Scanners, and then click Add (+).").With("cupsversion", "CUPS Version", "2.3.4")];
    }

    // Volumes that a person sees: the system, its data, and what is under /Volumes (memory).
    private static List<ProfilerItem> Storage(ToolRun run)
    {
        var disks = run.Mac.Disks;
        var items = new List<ProfilerItem>();
        foreach (var place in disks.Places.Where(place => place.MountPoint is "/" or "/System/Volumes/Data" || place.MountPoint?.StartsWith("/Volumes/", StringComparison.Ordinal) == true).OrderBy(place => place.VolumeName, StringComparer.Ordinal))
            items.Add(Volume(disks, place));
        return items;
    }

    private static ProfilerItem Volume(MacDisks disks, Place place)
    {
        var device = disks.DeviceOf(place.Disk) ?? place.Disk;
        var (size, free) = place.Volume is not null ? (place.Disk.Size, place.Disk.Free) : (place.Partition!.Size, place.Partition.Size - place.Partition.InUse);
        var isWritable = place.Snapshot is null && place.Volume is not { IsReadOnly: true } && place.Partition is not { IsReadOnly: true };
        var ignoresOwners = !(place.Volume?.HasOwners ?? place.Partition!.HasOwners);
        var item = new ProfilerItem(place.VolumeName ?? "", place.VolumeName ?? "")
            .With("free_space_in_bytes", "Free", Bytes(free), free).With("size_in_bytes", "Capacity", Bytes(size), size).With("mount_point", "Mount Point", place.MountPoint!)
            .With("file_system", "File System", place.Volume is { } volume ? volume.IsCaseSensitive ? "Case-sensitive APFS" : "APFS" : place.Partition!.FileSystem!.ToUpperInvariant())
            .With("writable", "Writable", YesNo(isWritable), isWritable ? "yes" : "no").With("ignore_ownership", "Ignore Ownership", YesNo(ignoresOwners), ignoresOwners ? "yes" : "no").With("bsd_name", "BSD Name", place.Identifier);
        if ((place.Snapshot?.Uuid ?? place.Volume?.Uuid ?? place.Partition?.VolumeUuid) is { } uuid) item.With("volume_uuid", "Volume UUID", uuid);
        var drive = new ProfilerItem("physical_drive", "Physical Drive").With("device_name", "Device Name", device.MediaName).With("media_name", "Media Name", place.Volume is not null ? "AppleAPFSMedia" : device.RegistryName);
        if (device.IsSolidState is { } solid) drive.With("medium_type", "Medium Type", solid ? "SSD" : "Rotational", solid ? "ssd" : "rotational");
        drive.With("protocol", "Protocol", device.Protocol).With("is_internal_disk", "Internal", YesNo(device.IsInternal), device.IsInternal ? "yes" : "no")
            .With("partition_map_type", "Partition Map Type", place.Volume is not null ? "Unknown" : "GPT (GUID Partition Table)", place.Volume is not null ? "unknown_partition_map_type" : "guid_partition_map_type");
        if (device.IsInternal) drive.With("smart_status", "S.M.A.R.T. Status", device.Smart);
        return item.With(drive);
    }

    private static List<ProfilerItem> Applications(ToolRun run)
    {
        var folder = MachineFolder.Locate(run.Mac.Path, "/Applications");
        var items = new List<ProfilerItem>();
        if (!Directory.Exists(folder)) return items;
        foreach (var bundle in Directory.EnumerateDirectories(folder, "*.app").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(bundle);
            var information = Information($"{bundle}/Contents/Info.plist");
            var item = new ProfilerItem(name, name);
            if (information.TryGetString("CFBundleShortVersionString", out var version)) item.With("version", "Version", version);
            item.With("obtained_from", "Obtained from", "Unknown", "unknown").With("lastModified", "Last Modified", TimeFormat.Format(new DateTimeOffset(Directory.GetLastWriteTimeUtc(bundle)), "%m/%d/%y, %l:%M %p")).With("path", "Location", $"/Applications/{Path.GetFileName(bundle)}");
            items.Add(item);
        }
        return items;
    }

    private static PlistDictionary Information(string path)
    {
        try
        {
            return File.Exists(path) ? PropertyList.Parse(File.ReadAllBytes(path)) as PlistDictionary ?? [] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PropertyListException)
        {
            return [];
        }
    }

    private static List<ProfilerItem> Bridge(ToolRun run) => run.Mac.Machine.Chip switch
    {
        Chip.T2 => [new ProfilerItem("controller", "Controller Information").With("ibridge_model_name", "Model Name", "Apple T2 Security Chip").With("ibridge_build", "Firmware Version", "21P365").With("ibridge_boot_uuid", "Boot UUID", run.Mac.Machine.HardwareUuid)],
        Chip.Apple => throw new NotEmulatedException("system_profiler SPiBridgeDataType on Apple silicon"),
        _ => [],
    };

    // The firmware's version follows macOS's build, as iBoot's does; the numbers are made up of it.
    private static string Firmware(ToolRun run)
    {
        var kernel = Darwin.Version(run.Mac.System.Build).Split('.');
        var major = kernel[0] switch { "25" => "13822", "24" => "11881", "23" => "10151", "22" => "8422", "21" => "7459", "20" => "6723", var older => $"{int.Parse(older, CultureInfo.InvariantCulture) * 100}" };
        return $"{major}.{20 * int.Parse(kernel[1], CultureInfo.InvariantCulture) + 1}.1";
    }

    private static string CoreWord(int cores) => cores switch { 2 => "Dual-Core", 4 => "Quad-Core", 6 => "6-Core", 8 => "8-Core", _ => $"{cores}-Core" };

    private static string YesNo(bool value) => value ? "Yes" : "No";

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes >= 1_000_000_000_000 ? $"{bytes / 1e12:0.##} TB" : bytes >= 1_000_000_000 ? $"{bytes / 1e9:0.##} GB" : $"{bytes / 1e6:0.##} MB")} ({bytes:#,0} bytes)");
}
