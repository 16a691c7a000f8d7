using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>change</c>: puts a new value in the place of an old one (dossier dscl, section 7).</summary>
internal static class Change
{
    public static int Run(Command command) => command.Write(() =>
    {
        if (command.RecordAt(command.Arguments[0], command.Arguments[1]) is { } record)
            command.Session.ChangeValue(record, AttributeName.Parse(command.Arguments[1]), command.Arguments[2], command.Arguments[3]);
    });
}
