using Companions;
using MacToolHost;

using var console = ToolConsole.OfProcess();
return Call.Run(Call.NameOfProcess(), args, console);
