namespace Companions;

/// <summary>A use that a Mac's command refuses before it does anything.</summary>
/// <param name="problem">What it says, without its name before it; null where it prints its usage alone.</param>
/// <param name="usage">The usage it prints then, with its line ends; empty where it prints none.</param>
/// <param name="status">Its exit status.</param>
internal sealed class BadUseException(string? problem, string usage = "", int status = 1) : Exception(problem ?? usage)
{
    /// <summary>What it says.</summary>
    public string? Problem => problem;

    /// <summary>What is printed behind the message.</summary>
    public string Usage => usage;

    /// <summary>The exit status.</summary>
    public int Status => status;
}
