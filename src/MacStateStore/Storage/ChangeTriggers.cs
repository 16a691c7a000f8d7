using System.Text;

namespace MacStateStore.Storage;

/// <summary>
/// Triggers that record every change of state into the table <c>change</c>, so that no tool has to. They belong to the connection and are made
/// for a table when a run is about to write to it: in the file, every start would read all of them.
/// Secrets are recorded as <c>•••</c>, long values cut, bytes as hex.
/// </summary>
internal static class ChangeTriggers
{
    private const int LongestValue = 400;

    // Happens: which statements the library makes on the table (i, u, d).
    // Tables that aren't named are not recorded: what they hold tells nobody anything, or stands in another one too.
    private sealed record Table(string Name, string Happens, string Key, string Fields);

    // {row} stands for NEW or OLD.
    private static readonly Table[] Tables =
    [
        new("machine", "u", "'machine'", "'activated', {row}.activated, 'find_my', {row}.find_my, 'online', {row}.online, 'full_disk_access', {row}.full_disk_access"),
        new("volume_group", "iud", "{row}.uuid",
            "'unclaimed', {row}.unclaimed_kek IS NOT NULL, 'protected', {row}.open_vek IS NULL, 'oik_generation', {row}.oik_generation"),
        new("installed_system", "iu", "{row}.name", "'os', {row}.os, 'build', {row}.build, 'setup_done', {row}.setup_done, 'erased', {row}.erased, 'security_response', {row}.security_response, 'prepared_update', {row}.prepared_update"),
        new("software_installation", "id", "{row}.name", "'version', {row}.version"),
        new("kernel_extension", "iud", "{row}.team || '/' || {row}.bundle", "'approved_by', {row}.approved_by, 'built', {row}.built"),
        new("owner_identity_key", "i", "{row}.generation", "'generation', {row}.generation"),
        new("local_policy", "ud", "CASE WHEN {row}.volume_group = '' THEN 'system recoveryOS' ELSE {row}.role || ' of ' || {row}.volume_group END", "'settings', {row}.summary"),
        new("nvram", "iud", "{row}.name", $"'value', hex(substr({{row}}.value, 1, {LongestValue / 2}))"),
        new("crypto_user", "iud", "{row}.uuid", $"'type', {{row}}.type, 'hint', {{row}}.hint, 'wrapped_kek', '{Journal.Redacted}'"),
        new("boot", "u", "'boot'", "'environment', {row}.environment, 'system_id', {row}.system_id, 'running', {row}.running, 'problem', {row}.problem, 'next_system', {row}.next_system, 'integrity', {row}.integrity"),
        new("file_vault", "iud", "{row}.volume_group", "'conversion', {row}.conversion, 'paused', {row}.paused, 'restart', {row}.restart,"
            + " 'key_escrowed', {row}.key_escrowed, 'next_unlock', {row}.next_unlock, 'unlocked_by', {row}.unlocked_by"),
        new("file_vault_removed", "id", "{row}.uuid", "'removed', 1"),
        new("file_vault_deferral", "iud", "'deferral'", "'user', {row}.user, 'path', {row}.path, 'bypasses', {row}.bypasses"),
        new("file_vault_support", "u", "'file_vault_support'", "'auth_restart', {row}.auth_restart, 'consent', {row}.consent"),
        new("file_vault_file", "iu", "{row}.path", "'modified', {row}.modified"),
        new("session", "iud", "{row}.user", "'on_console', {row}.on_console"),
        new("fault", "iud", "{row}.tool || coalesce(':' || {row}.verb, '')", "'times', {row}.times"),
        new("launchd_job", "iud", "{row}.domain || '/' || {row}.label", "'path', {row}.path, 'pid', {row}.pid"),
        new("launchd_override", "iud", "{row}.domain || '/' || {row}.label", "'disabled', {row}.disabled"),
        new("package_receipt", "iud", "{row}.identifier", "'version', {row}.version"),
        new("file_attribute", "iud", "{row}.path || ' ' || {row}.name", $"'value', substr({{row}}.value, 1, {LongestValue})"),
        new("host_setting", "iud", "{row}.name", "'value', {row}.value"),
        new("disk", "iud", "'disk' || {row}.number", "'content', {row}.content, 'size', {row}.size"),
        new("partition", "iud", "'disk' || {row}.disk || 's' || {row}.slice",
            "'content', {row}.content, 'size', {row}.size, 'volume_name', {row}.volume_name, 'mount_point', {row}.mount_point, 'owners', {row}.owners"),
        new("volume", "iud", "'disk' || {row}.disk || 's' || {row}.slice",
            "'uuid', {row}.uuid, 'name', {row}.name, 'roles', {row}.roles, 'in_use', {row}.in_use, 'mount_point', {row}.mount_point,"
            + " 'locked', {row}.locked, 'owners', {row}.owners"),
        new("volume_snapshot", "id", "'disk' || {row}.disk || 's' || {row}.slice || ' ' || {row}.name", "'uuid', {row}.uuid"),
        new("logical_volume", "id", "{row}.uuid", "'store', {row}.store"),
        new("home_folder", "id", "{row}.path", "'owner', {row}.owner"),
        new("profile", "iud", "{row}.user || '/' || {row}.identifier", "'uuid', {row}.uuid, 'installed_at', {row}.installed_at, 'managed', {row}.managed"),
        new("downloaded_profile", "id", "{row}.name", "'user', {row}.user"),
        new("startup_profile", "id", "{row}.name", "'retries', {row}.retries"),
        new("enrollment", "iud", "'enrollment'", "'kind', {row}.kind, 'supervised', {row}.supervised, 'server_url', {row}.server_url,"
            + " 'capabilities', {row}.capabilities, 'awaiting_configuration', {row}.awaiting_configuration, 'bootstrap_token_escrowed', {row}.bootstrap_token_escrowed"),
        new("mdm_server", "u", "'mdm_server'", "'url', {row}.url, 'online', {row}.online, 'supports_bootstrap_token', {row}.supports_bootstrap_token,"
            + $" 'bootstrap_token', CASE WHEN {{row}}.bootstrap_token IS NOT NULL THEN '{Journal.Redacted}' END,"
            + $" 'recovery_key', CASE WHEN {{row}}.recovery_key IS NOT NULL THEN '{Journal.Redacted}' END"),
        new("mdm_command", "id", "{row}.uuid", "'queued', 1"),
        new("automated_enrollment", "u", "'automated_enrollment'", "'assigned', {row}.assigned, 'hosts_reachable', {row}.hosts_reachable"),
        new("od_node", "iud", "{row}.name", "'online', {row}.online"),
        new("search_policy", "iu", "{row}.node", "'policy', {row}.policy, 'path', {row}.path"),
        new("dialog_answer", "id", "{row}.id", $"'button', {{row}}.button, 'cancels', {{row}}.cancels, 'text', CASE WHEN {{row}}.text IS NOT NULL THEN '{Journal.Redacted}' END"),
        new("keychain", "iud", "{row}.path", "'locked', {row}.locked"),
        new("keychain_item", "iud", "{row}.keychain || ' ' || {row}.class || ' ' || {row}.name", $"'secret', '{Journal.Redacted}'"),
        new("keychain_choice", "id", "{row}.user || ' ' || {row}.purpose || ' ' || {row}.position", "'path', {row}.path"),
        new("authorization_right", "iud", "{row}.name", "'removed', {row}.definition IS NULL"),
        new("server_password", "u", "(SELECT type || '/' || name FROM od_record WHERE id = {row}.record_id)", $"'password', '{Journal.Redacted}'"),
        new("od_record", "iud", "{row}.type || '/' || {row}.name", "'name', {row}.name"),
        new("od_value", "iud", "(SELECT type || '/' || name FROM od_record WHERE id = {row}.record_id) || ' ' || {row}.attribute",
            "'value', CASE WHEN {row}.attribute IN ('ShadowHashData', 'HeimdalSRPKey', 'KerberosKeys')"
            + $" OR {{row}}.attribute = 'passwd' AND {{row}}.value NOT IN ('', '*', '********') THEN '{Journal.Redacted}'"
            + $" WHEN typeof({{row}}.value) = 'blob' THEN hex(substr({{row}}.value, 1, {LongestValue / 2})) ELSE substr({{row}}.value, 1, {LongestValue}) END"),
    ];

    /// <summary>Records from here on what happens to a table on this connection; gone again where the transaction is rolled back.</summary>
    public static void Create(Database database, string tableName)
    {
        if (Array.Find(Tables, row => row.Name == tableName) is not { } table) return;
        var sql = new StringBuilder();
        if (table.Happens.Contains('i')) Append(sql, table, "INSERT", "NULL", Fields(table, "NEW"), "NEW");
        if (table.Happens.Contains('u')) Append(sql, table, "UPDATE", Fields(table, "OLD"), Fields(table, "NEW"), "NEW");
        if (table.Happens.Contains('d')) Append(sql, table, "DELETE", Fields(table, "OLD"), "NULL", "OLD");
        database.ExecuteScript(sql.ToString());
    }

    private static string Fields(Table table, string row) => $"json_object({table.Fields.Replace("{row}", row, StringComparison.Ordinal)})";

    private static void Append(StringBuilder sql, Table table, string on, string before, string after, string row) => sql.Append(
        $"""
        CREATE TEMP TRIGGER IF NOT EXISTS change_{table.Name}_{on.ToLowerInvariant()} AFTER {on} ON main.{table.Name} BEGIN
        INSERT INTO change (journal_id, table_name, key, before, after) SELECT journal_id, '{table.Name}', {table.Key.Replace("{row}", row, StringComparison.Ordinal)}, {before}, {after} FROM current_run;
        END;

        """);
}
