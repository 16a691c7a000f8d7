using MacToolHost;
using Sysadminctl;

return ToolRun.Main(SysadminctlTool.Tool, args);
