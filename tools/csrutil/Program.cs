using Csrutil;
using MacToolHost;

return ToolRun.Main(CsrutilTool.Tool, args);
