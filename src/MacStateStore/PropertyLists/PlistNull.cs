namespace MacStateStore.PropertyLists;

/// <summary>JSON's null. No property list can hold it: neither format writes it.</summary>
public sealed record PlistNull : PlistValue;
