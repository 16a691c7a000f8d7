using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>append</c>: adds values at the end of an attribute, whether or not they are there already (dossier dscl, section 7).</summary>
internal static class Append
{
    public static int Run(Command command) => command.Write(() =>
    {
        if (command.RecordToWrite(AttributeChange.Append) is { } record)
            command.Session.AppendValues(record, AttributeName.Parse(command.Arguments[1]), [.. command.Arguments.Skip(2).Select(text => new DirectoryValue(text))]);
    });
}
