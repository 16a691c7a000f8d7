using Bputil;
using MacToolHost;

return ToolRun.Main(BputilTool.Tool, args);
