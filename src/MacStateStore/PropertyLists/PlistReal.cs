namespace MacStateStore.PropertyLists;

/// <summary>A floating-point number. NaN equals NaN.</summary>
/// <param name="Value">The number.</param>
public sealed record PlistReal(double Value) : PlistValue;
