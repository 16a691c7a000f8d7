namespace MacStateStore.PropertyLists;

/// <summary>True or false.</summary>
/// <param name="Value">Which of them.</param>
public sealed record PlistBoolean(bool Value) : PlistValue;
