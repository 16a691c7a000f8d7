using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>merge</c>: adds those values that an attribute doesn't have yet (dossier dscl, section 7).</summary>
internal static class Merge
{
    public static int Run(Command command) => command.Write(() =>
    {
        if (command.RecordToWrite(AttributeChange.Merge) is { } record)
            command.Session.MergeValues(record, AttributeName.Parse(command.Arguments[1]), [.. command.Arguments.Skip(2).Select(text => new DirectoryValue(text))]);
    });
}
