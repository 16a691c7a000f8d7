using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Dscl;

/// <summary>The directory service command line (dossier dscl).</summary>
public static class DsclTool
{
    private const int UsageError = 64;
    private const int InvalidDataSource = 69;
    private const int PlugInFailed = 71;
    private const int HighestExitStatus = 78;

    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("dscl", Run, Secrets.In) { Fail = Failing.Run, Declare = Declared.Declare };

    private static int Run(ToolRun run)
    {
        var line = CommandLine.Parse(run.Arguments);
        if (run.Arguments is [Option.AppleVersion])
        {
            run.Console.OutLine(Messages.AppleVersion(run.Mac.System.Version.ToString(), run.Mac.System.Build));
            return 0;
        }
        // Asked for before anything is opened, as the option is read.
        var login = line.Login(run);
        if (line.Has(Option.File)) return RunOnFolder(run, line);
        if (DataSource.Open(line.DataSource, run.Mac) is not { } top)
        {
            var isNode = line.DataSource!.StartsWith('/');
            run.Console.OutLine(isNode ? Messages.DataSourceInvalid(line.DataSource) : Messages.RemoteHostFailed);
            // A host that can't be reached leaves the status alone (dossier dscl, 2).
            return isNode ? throw new CommandFailedException(InvalidDataSource) : 0;
        }
        var command = new Command(run, line, new Place(top), run.Mac.DirectoryAs(CallerOf(run)));
        if (login is var (user, password) && top is NodeItem node && !command.LogIn(node, user, password))
        {
            run.Console.OutLine(Messages.DataSourceInvalid(line.DataSource!));
            throw new CommandFailedException(InvalidDataSource);
        }
        return line.Word is null ? Interactive.Run(command) : DoOrFail(command);
    }

    // Instead of the data source, whose word must be there all the same; nobody is authenticated (dossier dscl, 2 and 10).
    private static int RunOnFolder(ToolRun run, CommandLine line)
    {
        var place = new Place(new TopItem(LocalOnly: true));
        if (line.Options[Option.File] is { Length: > 0 } path)
        {
            var folder = DataSource.Folder(path, run.Mac);
            var isNode = folder is null || DslocalFolder.IsOne(folder);
            if (isNode && line.Word is null) throw new NotEmulatedException($"dscl's interactive mode with {Option.File}");
            if (folder is null) return DoOrFail(new Command(run, line, place, run.Mac.DirectoryAs(CallerOf(run))));
            if (isNode)
            {
                using var node = DslocalNode.Open(folder);
                var status = DoOrFail(new Command(run, line, place, run.Mac.DirectoryAs(CallerOf(run), node), node));
                node.Save();
                return status;
            }
        }
        run.Console.OutLine(Messages.DataSourceInvalid(line.DataSource ?? DataSource.LocalOnly));
        throw new CommandFailedException(InvalidDataSource);
    }

    private static DirectoryCaller CallerOf(ToolRun run) => run.IsRoot ? DirectoryCaller.Root : new DirectoryCaller(run.User);

    private static int DoOrFail(Command command) => Do(command) is not 0 and var status ? throw new CommandFailedException(status) : 0;

    /// <summary>Does one command; gives the exit status. One that isn't 0 asks that what it changed be undone.</summary>
    internal static int Do(Command command)
    {
        var console = command.Run.Console;
        if (Verb.Find(command.Line.Word!) is not { } verb)
        {
            console.Error(Usage.Text(command.Run.Mac.System.Version));
            return 0;
        }
        if (command.Arguments.Count < verb.MinimumArguments)
        {
            console.ErrorLine(Messages.TooFewParameters(command.Word));
            console.Error(Usage.Text(command.Run.Mac.System.Version));
            return UsageError;
        }
        var status = verb.Run(command);
        if (status == 0) return 0;
        // The plug-in's failures have no line of dscl's own, and what is no exit status becomes one (dossier dscl, 11).
        if (verb.IsPlugIn) return status is > 0 and <= HighestExitStatus ? status : PlugInFailed;
        console.ErrorLine(Messages.CommandStatus(status));
        return -status & 0xFF;
    }
}
