namespace Scripts.Tests;

/// <summary>Prompts answered by expect under `macemu run`, as scripts do it: on a terminal of their own, with the tools' exact words.</summary>
public sealed class ExpectTests
{
    private const string Users = "users: {alice: {admin: true, fullName: Alice Example, password: alice-pw, secureToken: true}, bob: {fullName: Bob, password: bob-pw}}";
    private const string Key = "ABCD-EFGH-JKLM-NPQR-TUVW-XYZ2";

    [SkippableTheory]
    // Both passwords of a grant are asked for.
    [InlineData("", "sysadminctl -secureTokenOn bob -password - -adminUser alice -adminPassword -", "Enter password for Alice Example :=alice-pw|Enter password for Bob :=bob-pw",
        "sysadminctl -secureTokenStatus bob", "ENABLED")]
    [InlineData("", "fdesetup enable -user alice", "Enter the password for user 'alice':=alice-pw", "fdesetup isactive", "true")]
    [InlineData(", fileVault: on", "fdesetup add -usertoadd bob", "Enter the user name:=alice|Enter the password for user 'alice':=alice-pw|Enter the password for the added user 'bob':=bob-pw",
        "fdesetup list", "bob,")]
    [InlineData(", fileVault: on, recoveryKeys: {personal: " + Key + "}", "fdesetup changerecovery -personal", "Enter the user name:=alice|Enter the password for user 'alice':=alice-pw",
        "printf '" + Key + "\\n' | fdesetup validaterecovery", "false")]
    [InlineData(", mdm: {enrollment: ade, bootstrapToken: supported}", "profiles install -type bootstraptoken", "Enter the admin user name:=alice|Enter the password for user 'alice':=alice-pw",
        "profiles status -type bootstraptoken", "escrowed to server: YES")]
    [InlineData("", "passwd bob", "New password:=new-pw|Retype new password:=new-pw", "dscl . -authonly bob new-pw && echo right", "right")]
    public void A_prompt_is_answered(string state, string command, string dialogue, string look, string found)
    {
        Skip.IfNot(File.Exists("/usr/bin/expect"), "this host lacks expect");
        using var rehearsal = new Rehearsal($"{{machine: {{os: '14.5'}}, {Users}{state}}}");
        var steps = dialogue.Split('|').Select(step => step.Split('=')).Select(step => $"expect {{\n \"{step[0]}\" {{ send \"{step[1]}\\r\" }}\n timeout {{ exit 9 }}\n eof {{ exit 8 }}\n}}");
        File.WriteAllText(Path.Combine(rehearsal.Folder, "answer.exp"), $"#!/usr/bin/expect\nset timeout 20\nspawn {command}\n{string.Join('\n', steps)}\nexpect eof\nexit [lindex [wait] 3]\n");

        var ended = rehearsal.Run("macemu", "run", "answer.exp");

        Assert.True(ended.Status == 0, ended.ToString());
        // What is typed at a prompt for a secret isn't shown.
        Assert.DoesNotContain("-pw", ended.Output, StringComparison.Ordinal);
        Assert.Contains(found, rehearsal.Bash(look, "").Output, StringComparison.Ordinal);
    }
}
