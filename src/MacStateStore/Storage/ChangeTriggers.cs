using System.Text;

namespace MacStateStore.Storage;

/// <summary>
/// Writes the triggers that record every change of state into the table <c>change</c>, so that no tool has to.
/// Secrets are recorded as <c>•••</c>, long values cut, bytes as hex.
/// </summary>
internal static class ChangeTriggers
{
    private const int LongestValue = 400;

    private sealed record Table(string Name, string Key, string[] Columns, string[] Secrets);

    // The key is an SQL expression over {row}, which stands for NEW or OLD.
    private static readonly Table[] Tables =
    [
        new("machine", "'machine'",
            ["model", "chip", "serial", "hardware_uuid", "activated", "full_disk_access", "kdf_iterations"], []),
        new("volume_group", "{row}.uuid", ["unclaimed_kek", "wrapped_oik", "wrapped_vek", "oik_generation"],
            ["unclaimed_kek", "wrapped_oik", "wrapped_vek"]),
        new("installed_system", "{row}.name", ["name", "os", "build", "volume_group", "setup_done"], []),
        new("owner_identity_key", "{row}.generation", ["public_key"], []),
        new("crypto_user", "{row}.uuid", ["volume_group", "type", "hint", "wrapped_kek"], ["wrapped_kek"]),
        new("boot", "'boot'", ["environment", "system_id", "running"], []),
        new("session", "{row}.user", ["on_console"], []),
        new("host_setting", "{row}.name", ["value"], []),
        new("home_folder", "{row}.path", ["owner"], []),
        new("od_record", "{row}.type || '/' || {row}.name", ["name", "type"], []),
    ];

    /// <summary>Makes the triggers. Done last when a machine is made, so that its first content is no change.</summary>
    public static void Create(Database database)
    {
        var sql = new StringBuilder();
        foreach (var table in Tables)
        {
            var fields = (string row) => "json_object(" + string.Join(", ", table.Columns.Select(column =>
                $"'{column}', {(table.Secrets.Contains(column) ? Secret(row, column) : Readable($"{row}.{column}"))}")) + ")";
            var key = (string row) => table.Key.Replace("{row}", row, StringComparison.Ordinal);
            var changed = string.Join(" OR ", table.Columns.Select(column => $"OLD.{column} IS NOT NEW.{column}"));
            Append(sql, table.Name, key, fields, changed);
        }
        var valueKey = (string row) => $"(SELECT type || '/' || name FROM od_record WHERE id = {row}.record_id) || ' ' || {row}.attribute";
        Append(sql, "od_value", valueKey, SecretAttribute, "OLD.value IS NOT NEW.value");
        database.ExecuteScript(sql.ToString());
    }

    private static void Append(StringBuilder sql, string table, Func<string, string> key, Func<string, string> fields, string changed)
    {
        Append("insert", "INSERT", "", key("NEW"), "NULL", fields("NEW"));
        Append("update", "UPDATE", $" WHEN {changed}", key("NEW"), fields("OLD"), fields("NEW"));
        Append("delete", "DELETE", "", key("OLD"), fields("OLD"), "NULL");

        void Append(string name, string on, string when, string keyValue, string before, string after) => sql.Append(
            $"""
            CREATE TRIGGER change_{table}_{name} AFTER {on} ON {table}{when} BEGIN
              INSERT INTO change (journal_id, table_name, key, before, after)
              VALUES ((SELECT journal_id FROM current_run), '{table}', {keyValue}, {before}, {after});
            END;

            """);
    }

    private static string Readable(string value) =>
        $"CASE typeof({value}) WHEN 'blob' THEN substr(hex({value}), 1, {LongestValue}) WHEN 'text' THEN substr({value}, 1, {LongestValue}) ELSE {value} END";

    // Whether it is there at all may be told, what it is not.
    private static string Secret(string row, string column) => $"CASE WHEN {row}.{column} IS NULL THEN NULL ELSE '{Journal.Redacted}' END";

    private static string SecretAttribute(string row) =>
        $"json_object('value', CASE WHEN {row}.attribute IN ('ShadowHashData', 'HeimdalSRPKey', 'KerberosKeys')"
        + $" OR ({row}.attribute = 'passwd' AND {row}.value NOT IN ('', '*', '********')) THEN '{Journal.Redacted}' ELSE {Readable($"{row}.value")} END)";
}
