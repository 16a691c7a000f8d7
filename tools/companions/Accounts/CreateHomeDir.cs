using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Companions;

/// <summary>Makes home folders (dossier companions, 7): in the machine's state, and as folders beside its file.</summary>
internal static class CreateHomeDir
{
    public static readonly Companion Companion = new("createhomedir", Run);

    private const string Usage = "usage: createhomedir [[-abcln] [-s] [-u user] [-i]]\n";

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "ablncsu:i");
        if (options.Problem is { } problem) return Fail(run, $"createhomedir: {problem}\n{Usage}");
        if (run.Arguments.Count == 0 || options.Rest.Count > 0) return Fail(run, Usage);
        foreach (var letter in "abnsi")
            if (options.Has(letter)) throw new NotEmulatedException($"createhomedir -{letter}");
        if (!run.IsRoot) throw new NotEmulatedException("createhomedir without root");
        run.Console.OutLine($"creating home directories for ({ScUtil.LocalHostName(run)}.local)");
        foreach (var user in Chosen(run, options.Value('u')))
        {
            var isMade = run.Mac.Accounts.CreateHomeFolder(user);
            if (user.Text(AttributeName.HomeDirectory) is not { } home || !run.Mac.Accounts.HasHomeFolder(home)) continue;
            try
            {
                HomeFolder.Make(run.Mac, home);
            }
            catch (UnauthorizedAccessException error)
            {
                throw new IOException(error.Message, error);
            }
            if (isMade) run.Console.OutLine($"created ({home})");
        }
        return 0;
    }

    private static List<DirectoryRecord> Chosen(ToolRun run, string? name)
    {
        if (name is not null) return Account.Named(run.Mac, name) is { } account ? [account.Record] : [];
        return run.Mac.Directory.Records(RecordType.Users).Where(user => !user.IsBuiltIn).ToList();
    }

    private static int Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        return 1;
    }
}
