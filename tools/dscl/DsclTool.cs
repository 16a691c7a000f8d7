using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Dscl;

/// <summary>The directory service command line (dossier dscl).</summary>
public static class DsclTool
{
    private const int UsageError = 64;
    private const int InvalidDataSource = 69;

    /// <summary>What the host runs.</summary>
    public static readonly Tool Tool = new("dscl", Run, Secrets.In);

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
        var command = new Command(run, line, top);
        if (login is var (user, password) && top is NodeItem && !command.LogIn(user, password))
        {
            run.Console.OutLine(Messages.DataSourceInvalid(line.DataSource!));
            throw new CommandFailedException(InvalidDataSource);
        }
        return Run(command);
    }

    // Instead of the data source, whose word must be there all the same; nobody is authenticated (dossier dscl, 2 and 10).
    private static int RunOnFolder(ToolRun run, CommandLine line)
    {
        var top = new TopItem(LocalOnly: true);
        var path = line.Options[Option.File];
        if (path is { Length: > 0 })
        {
            if (DataSource.Folder(path, run.Mac) is not { } folder) return Run(new Command(run, line, top));
            if (DslocalFolder.IsOne(folder))
            {
                using var node = DslocalNode.Open(folder);
                var status = Run(new Command(run, line, top, node));
                node.Save();
                return status;
            }
        }
        run.Console.OutLine(Messages.DataSourceInvalid(line.DataSource ?? DataSource.LocalOnly));
        throw new CommandFailedException(InvalidDataSource);
    }

    private static int Run(Command command)
    {
        if (command.Line.Word is null) throw new NotEmulatedException("dscl's interactive mode");
        var console = command.Run.Console;
        if (Verb.Find(command.Line.Word) is not { } verb)
        {
            console.Error(Usage.Text(command.Run.Mac.System.Version));
            return 0;
        }
        if (command.Arguments.Count < verb.MinimumArguments)
        {
            console.ErrorLine(Messages.TooFewParameters(command.Word));
            console.Error(Usage.Text(command.Run.Mac.System.Version));
            throw new CommandFailedException(UsageError);
        }
        if (!verb.IsEmulated) throw new NotEmulatedException($"dscl {command.Line.Word}");
        var status = verb.Run(command);
        if (status == 0) return 0;
        console.ErrorLine(Messages.CommandStatus(status));
        throw new CommandFailedException(-status & 0xFF);
    }
}
