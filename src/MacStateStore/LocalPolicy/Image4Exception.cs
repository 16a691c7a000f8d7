namespace MacStateStore.LocalPolicy;

/// <summary>Bytes are no Image4 file, or not one as DER wants it. The message says where and what is wrong.</summary>
public sealed class Image4Exception : Exception
{
    internal Image4Exception(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
