using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>changei</c>: puts a new value in the place of the one with a number, counted from 1 (dossier dscl, section 7).</summary>
internal static class ChangeIndexed
{
    public static int Run(Command command) => command.Write(() =>
    {
        if (command.RecordToWrite(AttributeChange.ChangeIndexed) is { } record)
            command.Session.ChangeNumbered(record, AttributeName.Parse(command.Arguments[1]), Number.Parse(command.Arguments[2]), command.Arguments[3]);
    });
}
