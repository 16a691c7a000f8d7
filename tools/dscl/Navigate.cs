using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary>
/// <c>cd</c>, <c>pushd</c> and <c>popd</c>: outside interactive mode nothing follows that would begin at the new place, so all they
/// do is look whether it is there (dossier dscl, sections 2 and 9).
/// </summary>
internal static class Navigate
{
    public static int ChangeDirectory(Command command)
    {
        command.Walk(command.Arguments[0]);
        return 0;
    }

    /// <summary>Prints the stack: the new place, then the top that was left, whose path is empty.</summary>
    public static int Push(Command command)
    {
        if (command.Arguments.Count == 0) return Refuse(command, Messages.NoOtherDirectory);
        command.Walk(command.Arguments[0]);
        var path = string.Concat(DirectoryPath.Components(command.Arguments[0]).Select(component => "/" + component));
        command.Run.Console.OutLine($"{path}  ");
        return 0;
    }

    public static int Pop(Command command) => Refuse(command, Messages.StackEmpty);

    private static int Refuse(Command command, string message)
    {
        command.Run.Console.OutLine(message);
        return DirectoryStatus.UnknownNodeName;
    }
}
