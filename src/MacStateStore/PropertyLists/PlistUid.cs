namespace MacStateStore.PropertyLists;

/// <summary>
/// A reference of NSKeyedArchiver to another object of its archive. In XML it is a dictionary whose only key is CF$UID.
/// </summary>
/// <param name="Value">The index of the object.</param>
public sealed record PlistUid(uint Value) : PlistValue
{
    /// <summary>The key that marks a UID in XML.</summary>
    internal const string XmlKey = "CF$UID";
}
