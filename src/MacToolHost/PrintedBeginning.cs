using System.Text;

namespace MacToolHost;

/// <summary>The beginning of what went to a stream, and how much it was in all.</summary>
/// <param name="most">How many bytes are kept to be read.</param>
public sealed class PrintedBeginning(int most)
{
    // More than is told, so that a secret which the end would cut is known for one.
    private const int Margin = 1024;

    private byte[] _bytes = [];
    private int _kept;

    /// <summary>How many bytes there were in all.</summary>
    public long Size { get; private set; }

    /// <summary>Takes note of what is printed.</summary>
    public void Add(ReadOnlySpan<byte> printed)
    {
        Size += printed.Length;
        var part = printed[..Math.Min(printed.Length, most + Margin - _kept)];
        if (part.Length == 0) return;
        if (_kept + part.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Min(most + Margin, Math.Max(512, 2 * (_kept + part.Length))));
        part.CopyTo(_bytes.AsSpan(_kept));
        _kept += part.Length;
    }

    /// <summary>The beginning as text, secrets hidden.</summary>
    public string Text(IReadOnlyCollection<string> secrets)
    {
        if (_kept == 0) return "";
        var text = SecretText.Hide(Encoding.UTF8.GetString(_bytes, 0, _kept), secrets, isCut: Size > _kept);
        if (Size <= most) return text;
        var end = Math.Min(text.Length, most);
        return text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)];
    }
}
