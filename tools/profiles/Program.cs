using MacToolHost;
using Profiles;

return ToolRun.Main(ProfilesTool.Tool, args);
