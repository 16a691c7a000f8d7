using MacEmu;
using MacEmu.Run;
using MacToolHost;

// Before all else: inside the namespace this process only has to become the script.
if (args is [MacNamespace.EnterVerb, ..]) return MacNamespace.Enter(args);
using var console = ToolConsole.OfProcess();
return MacEmuProgram.Run(args, console);
