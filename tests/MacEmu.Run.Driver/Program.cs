using MacEmu.Run;
using MacToolHost.Processes;

// run-driver --tools DIR [--machine FILE] [--as NAME:UID:GID] [--passwd FILE] [--shell SH] [--keep-env] [--cwd DIR] (SCRIPT ARG… | -- COMMAND…)
// run-driver become NAME UID GID COMMAND…        what the sudo stand-in does
// run-driver host NAME ARG…                      what a stand-in does that passes a use on
if (args is [MacNamespace.EnterVerb, ..])
    return MacNamespace.Enter(args);
if (args is ["become", var name, var uid, var gid, .. var become])
    return EmulatedUser.Become("sudo", name, uint.Parse(uid), uint.Parse(gid), become);
if (args is ["host", var command, .. var rest])
    return HostCommand.Replace(command, rest);

var environment = new ScriptEnvironment { ToolsDirectory = "." };
for (int i = 0; ; i++)
{
    switch (args[i])
    {
        case "--tools": environment = environment with { ToolsDirectory = args[++i] }; break;
        case "--machine": environment = environment with { MachineFile = args[++i] }; break;
        case "--passwd": environment = environment with { PasswdText = File.ReadAllText(args[++i]) }; break;
        case "--shell": environment = environment with { Shell = args[++i] }; break;
        case "--keep-env": environment = environment with { KeepEnvironment = true }; break;
        case "--cwd": environment = environment with { WorkingDirectory = args[++i] }; break;
        case "--as":
            string[] user = args[++i].Split(':');
            environment = environment with
            {
                UserName = user[0],
                UserId = uint.Parse(user[1]),
                GroupId = uint.Parse(user[2]),
                HomeDirectory = "/Users/" + user[0],
                LoginShell = "/bin/zsh",
            };
            break;
        case "--":
            return MacNamespace.Run(environment, args[(i + 1)..]);
        default:
            return MacNamespace.RunScript(environment, args[i], args[(i + 1)..]);
    }
}
