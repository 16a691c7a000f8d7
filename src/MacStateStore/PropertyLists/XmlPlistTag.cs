namespace MacStateStore.PropertyLists;

/// <summary>An open tag: its name, and whether it ends with "/>".</summary>
internal readonly record struct XmlPlistTag(string Name, bool IsEmpty);
