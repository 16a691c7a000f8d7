namespace MacEmu.Run.Tests;

public sealed record Outcome(int Status, string Output, string Errors);
