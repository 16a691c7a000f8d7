using MacEmu.Description;
using MacStateStore;

namespace MacEmu.Scenarios;

/// <summary>Something in which the tests of one scenario can differ.</summary>
/// <param name="Name">Its key in <c>matrix</c> and <c>machine</c>.</param>
/// <param name="Path">Where a description says it.</param>
/// <param name="Usual">What counts in conditions where nothing is said.</param>
internal sealed record Dimension(string Name, string[] Path, string Usual)
{
    public static readonly IReadOnlyList<Dimension> All =
    [
        new("os", ["machine", "os"], ""),
        new("chip", ["machine", "chip"], ""),
        new("model", ["machine", "model"], ""),
        new("setup", ["machine", "setup"], "none"),
        new("mdm", ["mdm", "enrollment"], "none"),
        new("bootstrapToken", ["mdm", "bootstrapToken"], "unsupported"),
        new("fileVault", ["fileVault"], "off"),
    ];

    public static Dimension? Find(string name) => All.FirstOrDefault(dimension => dimension.Name == name);

    /// <summary>A value in a word, for names of tests and conditions.</summary>
    public static string Word(DocumentNode value) => value.Kind == NodeKind.Mapping ? Word(value["user"] ?? value["state"] ?? value.Fields[0].Value) : value.Text;

    /// <summary>Checks a value that a matrix names, as far as one value can be checked alone.</summary>
    public void Check(DocumentNode value)
    {
        if (value.Kind == NodeKind.List || value is { Kind: NodeKind.Mapping, Fields: [] }) throw value.Expected("a value");
        if (Name is not ("setup" or "fileVault")) value.AsName();
        try
        {
            // The words that can stand there are the description's.
            var described = MacDescription.Read(DocumentNode.Empty(value.File, value.Line, value.Column).With(Path, value));
            if (Name is "os" or "model") new MachineSpecification { Os = described.Os, Model = described.Model }.ChooseSystem();
        }
        catch (SpecificationException error)
        {
            // A model that doesn't run the newest macOS is none the worse for it.
            if (Name == "os" || error.Place == "machine.model") throw value.Problem(error.Problem);
        }
    }
}
