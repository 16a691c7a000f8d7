namespace MacStateStore.OpenDirectory;

/// <summary>A folder of record files can't be used; the message names the file and says why. Nothing was changed by then.</summary>
/// <param name="path">The file or folder.</param>
/// <param name="problem">What is wrong with it.</param>
/// <param name="inner">What it came from.</param>
public sealed class DslocalException(string path, string problem, Exception? inner = null) : IOException($"{path}: {problem}", inner);
