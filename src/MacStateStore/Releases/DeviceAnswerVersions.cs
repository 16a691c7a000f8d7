namespace MacStateStore.Releases;

/// <summary>Which version came with which answer to an MDM server's questions.</summary>
internal static class DeviceAnswerVersions
{
    private static readonly Lazy<Dictionary<string, MacOSVersion>> First =
        new(() => DataTable.NamedRows("device-answers.tsv").ToDictionary(row => row["Key"], row => MacOSVersion.Parse(row["Since"])));

    /// <summary>Whether a version gives the answer.</summary>
    public static bool Has(MacOSVersion version, string key) => !First.Value.TryGetValue(key, out var since) || version >= since;
}
