using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Dscl;

/// <summary>How dscl fails through no fault of the command: opendirectoryd can't be reached, or refuses what it mostly does (dossier dscl, 3).</summary>
internal static class Failing
{
    private const int CannotOpenSession = 70;

    // What these write is refused with a line of its own.
    private static readonly string[] Writing = ["create", "createpl", "createpli", "append", "merge", "change", "changei", "delete", "deletepl", "deletepli"];

    public static int Run(ToolRun run, Fault fault)
    {
        if (fault.Verb is null)
        {
            run.Console.ErrorLine(Messages.OperationFailed(fault.Status ?? DirectoryStatus.ServerError));
            return CannotOpenSession;
        }
        // The one that real Macs show now and then, where nothing else is said (dossier dscl, 7).
        var status = fault.Status ?? DirectoryStatus.NotYetImplemented;
        var line = CommandLine.Parse(run.Arguments);
        var command = new Command(run, line, new Place(new TopItem(LocalOnly: true)), run.Mac.DirectoryAs(DirectoryCaller.Root));
        if (Verb.Find(line.Word ?? "") is { } verb && Writing.Contains(verb.Name))
            command.Write(Refuse, verb.Name == "delete" && line.Arguments.Count == 1 ? Messages.DeleteStatus : Messages.AttributeStatus);
        else
            command.Guard(_ => { Refuse(); return 0; });
        run.Console.ErrorLine(Messages.CommandStatus(status));
        return -status & 0xFF;

        void Refuse() => throw new DirectoryException(status);
    }
}
