using MacStateStore.Releases;

namespace MacToolHost.Declarations;

/// <summary>How much of something is emulated.</summary>
public enum Extent
{
    /// <summary>All that is known of it.</summary>
    Emulated,
    /// <summary>Some of it; the rest is refused with status 78.</summary>
    Partly,
    /// <summary>Nothing: it is refused with status 78.</summary>
    Not,
}

/// <summary>Where what is known of something comes from, the surest first.</summary>
public enum Source
{
    /// <summary>What a real Mac printed is replayed in the tests.</summary>
    Recorded,
    /// <summary>A manual page, a usage text or Apple's documentation.</summary>
    Documented,
    /// <summary>Memory, or a conclusion from what is like it.</summary>
    Inferred,
}

/// <summary>One thing that a tool can be asked for: a verb, or an option.</summary>
/// <param name="Verb">The verb; empty for an option that stands with any, or where the tool has no verbs.</param>
/// <param name="Option">The option; empty for the verb itself.</param>
public sealed record Feature(string Verb, string Option)
{
    /// <summary>Other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
    /// <summary>The first version that has it; null where the oldest one emulated has.</summary>
    public MacOSVersion? Since { get; init; }
    /// <summary>The first version that has it no more; null while it lasts.</summary>
    public MacOSVersion? Before { get; init; }
    /// <summary>Whether Intel Macs lack it.</summary>
    public bool NeedsAppleSilicon { get; init; }
    /// <summary>How much of it is emulated.</summary>
    public Extent Extent { get; init; }
    /// <summary>How sure we are of it.</summary>
    public Source Source { get; init; } = Source.Documented;
    /// <summary>What is missing of it.</summary>
    public string Note { get; init; } = "";

    /// <summary>Verb and option as they are typed.</summary>
    public string Name => Verb.Length == 0 ? Option : Option.Length == 0 ? Verb : $"{Verb} {Option}";

    /// <summary>Whether a version has it.</summary>
    public bool IsIn(MacOSVersion os) => (Since is not { } since || os >= since) && (Before is not { } before || os < before);

    /// <summary>The same, only in versions that have a capability.</summary>
    public Feature From(Capability? capability)
    {
        if (capability is not { } needed) return this;
        var (from, before) = Capabilities.SpanOf(needed);
        return this with { Since = Since is { } since && since > from ? since : from, Before = Before is { } end && (before is null || end < before) ? end : before };
    }
}
