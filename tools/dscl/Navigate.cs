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
        Enter(command, command.Arguments[0]);
        return 0;
    }

    /// <summary>Goes to a place, or back to the last one left, and leaves this one on the stack; prints the stack.</summary>
    public static int Push(Command command)
    {
        var place = command.Place;
        var here = place.Components;
        if (command.Arguments.Count > 0) Enter(command, command.Arguments[0]);
        else if (place.Left.TryPop(out var last)) place.Components = last;
        else return Refuse(command, Messages.NoOtherDirectory);
        place.Left.Push(here);
        command.Run.Console.OutLine(place.Stack);
        return 0;
    }

    public static int Pop(Command command)
    {
        var place = command.Place;
        if (!place.Left.TryPop(out var last)) return Refuse(command, Messages.StackEmpty);
        place.Components = last;
        command.Run.Console.OutLine(place.Stack);
        return 0;
    }

    private static void Enter(Command command, string path)
    {
        var components = command.Components(path);
        command.Walk(components);
        command.Place.Components = components;
    }

    private static int Refuse(Command command, string message)
    {
        command.Run.Console.OutLine(message);
        return DirectoryStatus.UnknownNodeName;
    }
}
