using Diskutil;
using MacToolHost;

return ToolRun.Main(DiskutilTool.Tool, args);
