namespace MacStateStore.PropertyLists;

/// <summary>
/// The one error of this folder: bytes that are no well-formed property list, or a value that can't be written as one.
/// The message says what is wrong and where (line and column in XML, byte offset in a binary property list).
/// </summary>
public sealed class PropertyListException : Exception
{
    /// <summary>Creates the error with its message.</summary>
    public PropertyListException(string message) : base(message)
    {
    }

    /// <summary>Creates the error with its message and the decoding error it came from.</summary>
    public PropertyListException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
