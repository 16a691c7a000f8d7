using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>change</c>: puts a new value in the place of an old one (dossier dscl, section 7).</summary>
internal static class Change
{
    public static int Run(Command command) => command.Write(() =>
    {
        if (command.RecordToWrite(AttributeChange.Change) is { } record)
            command.Session.ChangeValue(record, AttributeName.Parse(command.Arguments[1]), command.Arguments[2], command.Arguments[3]);
    });
}
