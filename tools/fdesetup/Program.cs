using Fdesetup;
using MacToolHost;

return ToolRun.Main(FdesetupTool.Tool, args);
