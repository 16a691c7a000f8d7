using MacEmu.Run;

if (args is [MacNamespace.EnterVerb, ..]) return MacNamespace.Enter(args);
return 0;
