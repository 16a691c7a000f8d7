using MacEmu.Description;

namespace MacEmu.Scenarios;

/// <summary>A key of a mapping: what the reader does with it, and what editors are told of it.</summary>
/// <param name="Name">The key.</param>
/// <param name="Shape">What values it has.</param>
/// <param name="Purpose">What it is for, in a line.</param>
/// <param name="Read">Adds its value to what has been read.</param>
internal sealed record Declared<T>(string Name, StateShape Shape, string Purpose, Func<T, DocumentNode, T> Read);

/// <summary>Reading by such tables.</summary>
internal static class DeclaredKeys
{
    /// <summary>Reads a mapping with a table of its keys.</summary>
    public static T Read<T>(this DocumentNode node, T start, IReadOnlyList<Declared<T>> keys) =>
        node.Read(start, keys.ToDictionary(key => key.Name, key => key.Read));

    /// <summary>The shape of such a mapping.</summary>
    public static StateShape ShapeOf<T>(IReadOnlyList<Declared<T>> keys) =>
        new StateShape.Mapping([.. keys.Select(key => (key.Name, (StateShape)new StateShape.Explained(key.Shape, key.Purpose)))]);
}
