namespace Diskutil;

/// <summary>The letters of volume roles (dossier diskutil, 9.1).</summary>
internal static class Roles
{
    private static readonly (char Letter, string Name)[] Table =
    [
        ('B', "Preboot"), ('R', "Recovery"), ('V', "VM"), ('I', "Installer"), ('T', "Backup"), ('S', "System"), ('D', "Data"), ('E', "Update"), ('X', "xART"),
        ('H', "Hardware"), ('C', "Sidecar"), ('Y', "Enterprise Data"),
    ];

    /// <summary>The roles of a word; null where a letter is none.</summary>
    public static IReadOnlyList<string>? Parse(string word)
    {
        if (word is "0" || word.Equals("clear", StringComparison.OrdinalIgnoreCase)) return [];
        var roles = word.ToUpperInvariant().Distinct().Select(letter => Array.Find(Table, row => row.Letter == letter).Name).ToList();
        return roles.Count == 0 || roles.Contains(null!) ? null : roles;
    }
}
