using MacStateStore;
using MacStateStore.FileVault;
using MacStateStore.Releases;
using MacToolHost;

namespace Fdesetup;

/// <summary>One call of fdesetup: the arguments as read, the Mac, and the means to speak and ask.</summary>
internal sealed class Call(ToolRun run, CommandLine line)
{
    private InputPlist? _input;

    public ToolRun Run => run;

    public Mac Mac => run.Mac;

    public VolumeEncryption FileVault => Mac.FileVault;

    public bool Has(Option option) => line.Has(option);

    public bool Has(Capability capability) => Mac.System.Version.Has(capability);

    public string? Value(Option option) => line.Value(option);

    public IEnumerable<string> Values(Option option) => line.Values(option);

    /// <summary>What standard input says, with -inputplist; nothing where that isn't given.</summary>
    public InputPlist Input => _input ??= Has(Grammar.InputPlist) ? InputPlist.Read(this) : new InputPlist([]);

    /// <summary>Says a line on standard output.</summary>
    public void Say(string text) => run.Console.OutLine(text);

    /// <summary>Prints an answer that is yes or no.</summary>
    public int Answer(bool answer, int otherwise = Status.Good)
    {
        Say(answer ? "true" : "false");
        return answer ? Status.Good : otherwise;
    }

    /// <summary>Says what it is doing, with -verbose.</summary>
    public void Trace(string text)
    {
        if (Has(Grammar.Verbose)) run.Console.ErrorLine(Messages.Trace(text));
    }

    /// <summary>Says with -verbose which volume all is about.</summary>
    public void TraceDevice() => Trace(Messages.DevicePath);

    /// <summary>Says what went wrong; what the call has done is undone.</summary>
    public CommandFailedException Refused(Refusal refusal)
    {
        foreach (var text in refusal.Lines) run.Console.ErrorLine(text);
        return new CommandFailedException(refusal.Status);
    }

    /// <summary>Does what FileVault may refuse.</summary>
    /// <param name="work">Does it.</param>
    /// <param name="special">What this verb says to some refusals; the usual where null.</param>
    public T Try<T>(Func<T> work, Func<FileVaultException, Refusal?>? special = null)
    {
        try
        {
            return work();
        }
        catch (FileVaultException error)
        {
            throw Refused(special?.Invoke(error) ?? Messages.Of(error, FileVault.IsCoreStorage));
        }
    }

    /// <summary>The same for what gives nothing back.</summary>
    public void Try(Action work, Func<FileVaultException, Refusal?>? special = null) => Try(() => { work(); return 0; }, special);

    /// <summary>
    /// Who asks: from the property list and -user, else asked for. With CoreStorage anybody's password will do, so that no name is asked
    /// for (dossier fdesetup, 4 and 9).
    /// </summary>
    public FileVaultCredential Credential()
    {
        if ((Input.KeychainPath ?? Value(Grammar.Key)) is { } keychain) return new FileVaultCredential(null, "") { Keychain = ReadFile(keychain, Status.KeychainError) };
        if (FileVault.IsCoreStorage) return new FileVaultCredential(Input.Username ?? Value(Grammar.User), Input.Password ?? run.AskSecret(Messages.AskAnySecret));
        var name = Input.Username ?? Value(Grammar.User) ?? (Has(Grammar.InputPlist) ? null : run.Ask(Messages.AskName));
        return new FileVaultCredential(name, Input.Password ?? run.AskSecret(Messages.AskPassword(name ?? "", isCoreStorage: false)));
    }

    /// <summary>The users to be added with their passwords: from the property list, else those of -usertoadd, each asked for.</summary>
    public List<(string Name, string Password)> UsersToAdd() =>
    [
        .. Input.AdditionalUsers.Select(user => (user.Name, user.Password ?? run.AskSecret(Messages.AskAddedPassword(user.Name)))),
        .. Values(Grammar.UserToAdd).Select(name => (name, run.AskSecret(Messages.AskAddedPassword(name)))),
    ];

    /// <summary>A file of the Mac.</summary>
    public byte[] ReadFile(string path, int failure)
    {
        try
        {
            if (path.Length == 0) throw new IOException();
            return File.ReadAllBytes(MachineFolder.Locate(Mac.Path, path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Refused(new Refusal(failure, Messages.CannotRead(path)));
        }
    }

    /// <summary>Restarts the Mac, which unlocks itself. What scripts wait for goes to standard error, though nothing has failed.</summary>
    public void RestartBySelf()
    {
        run.Console.ErrorLine(Messages.Restarting);
        Mac.Power.Restart();
    }
}
