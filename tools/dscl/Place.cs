namespace Dscl;

/// <summary>Where a session is: it begins at the top and moves only in interactive mode (dossier dscl, section 9).</summary>
internal sealed class Place(PathItem top)
{
    /// <summary>Where absolute paths begin.</summary>
    public PathItem Top { get; } = top;

    /// <summary>The way from the top to where relative paths begin.</summary>
    public IReadOnlyList<string> Components { get; set; } = [];

    /// <summary>The places that pushd has left, the last one on top.</summary>
    public Stack<IReadOnlyList<string>> Left { get; } = new();

    /// <summary>The way as the prompt shows it; empty at the top.</summary>
    public string Path => PathOf(Components);

    /// <summary>This place and those left, each with a blank after it.</summary>
    public string Stack => string.Concat(Left.Prepend(Components).Select(components => PathOf(components) + " "));

    private static string PathOf(IReadOnlyList<string> components) => string.Concat(components.Select(component => "/" + component));
}
