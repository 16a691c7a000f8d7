using Dscl;
using MacToolHost;

return ToolRun.Main(DsclTool.Tool, args);
