using MacStateStore.Releases;

namespace Csrutil;

/// <summary>What csrutil is asked to do.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Run">Does it.</param>
internal sealed record Verb(string Name, Func<Call, int> Run)
{
    /// <summary>What a release must have to know it; null for every release.</summary>
    public Capability? Since { get; init; }
    /// <summary>Words that may follow.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
    /// <summary>Whether only Macs with Apple silicon have it.</summary>
    public bool IsForAppleSilicon { get; init; }
}
