namespace MacEmu.Run;

/// <summary>The program to become in the end.</summary>
/// <param name="Program">Its path, or a name to look for in PATH.</param>
/// <param name="Arguments">Its arguments, its own name first.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="WorkingDirectory">Where it starts.</param>
internal sealed record Launch(
    string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string WorkingDirectory);
