using MacStateStore.Disks;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolHost;

namespace Diskutil;

/// <summary>One call of a verb.</summary>
/// <param name="Run">The run.</param>
/// <param name="Verb">The verb.</param>
/// <param name="Words">What follows the verb.</param>
/// <param name="IsQuiet">Whether progress isn't printed.</param>
internal sealed record Call(ToolRun Run, Verb Verb, List<string> Words, bool IsQuiet)
{
    private const string Plist = "-plist";
    // The name of a partition that is to have no file system.
    private const string Unformatted = "%noformat%";

    public MacDisks Disks => Run.Mac.Disks;

    /// <summary>Whether a property list is asked for, wherever the option stands.</summary>
    public bool WantsPlist { get; init; } = Words.Any(word => word.Equals(Plist, StringComparison.OrdinalIgnoreCase));

    /// <summary>The words without that option.</summary>
    public List<string> Others => WantsPlist ? [.. Words.Where(word => !word.Equals(Plist, StringComparison.OrdinalIgnoreCase))] : Words;

    public bool Has(Capability capability) => Run.Mac.System.Version.Has(capability);

    /// <summary>What a verb is asked for.</summary>
    public void Print(string line = "") => Run.Console.OutLine(line);

    public int Print(IEnumerable<string> lines)
    {
        foreach (var line in lines) Print(line);
        return 0;
    }

    public int Print(PlistValue value)
    {
        Run.Console.Out(PropertyList.ToXml(value.Sorted()));
        return 0;
    }

    /// <summary>What a verb tells of its work.</summary>
    public void Progress(string line)
    {
        if (!IsQuiet) Print(line);
    }

    /// <summary>A refusal.</summary>
    public CommandFailedException Failure(string message)
    {
        if (WantsPlist) Print(new PlistDictionary { { "Error", true }, { "ErrorMessage", message }, { "ExitCode", 1L } });
        else Run.Console.ErrorLine(message);
        return new CommandFailedException(1);
    }

    /// <summary>A refusal under a number of the framework.</summary>
    public CommandFailedException Failure(DiskProblem problem) => Failure(Messages.Error(problem));

    /// <summary>The verb's usage.</summary>
    public CommandFailedException UsageFailure()
    {
        Run.Console.Error(Usage.Of(Verb));
        return new CommandFailedException(1);
    }

    /// <summary>A partition or volume as three words want it, or the verb's usage.</summary>
    public NewPartition Wanted(string format, string name, long size = 0)
    {
        var wanted = new NewPartition(format, name, size);
        if (wanted.Kind is not { } kind || (name.Length == 0 && !kind.IsFree)) throw UsageFailure();
        return name == Unformatted && !kind.IsFree ? throw new NotEmulatedException($"diskutil {Verb.FullName} with {Unformatted}") : wanted;
    }

    /// <summary>What an argument names.</summary>
    public Place Find(string argument) => Disks.Find(argument) ?? throw NotFound(argument);

    public CommandFailedException NotFound(string argument)
    {
        if (WantsPlist || Has(Capability.DiskutilComplainsOnStandardError)) return Failure(Messages.NotFound(argument));
        Print(Messages.NotFound(argument));
        return new CommandFailedException(1);
    }

    /// <summary>The APFS volume (or snapshot of one) that an argument names.</summary>
    public Place FindVolume(string argument) => Find(argument) is { Volume: not null } place ? place : throw Failure(Messages.NotApfsVolume(argument));

    /// <summary>The container that an argument names by its disk or by a store.</summary>
    public Disk FindContainer(string argument)
    {
        var place = Find(argument);
        if (place is { Disk.Kind: DiskKind.Synthesized, Volume: null }) return place.Disk;
        return place.Partition?.Container is { } number && Disks.Numbered(number) is { } container ? container : throw Failure(Messages.NotApfsContainer(argument));
    }

    /// <summary>
    /// Changing disks takes root or an admin, one that isn't built in no more than who sits at the Mac (dossier diskutil, 1; the number is
    /// recorded for unlockVolume; that a Mac would ask for an admin in a dialog first is left out).
    /// </summary>
    /// <param name="device">What names the disk, where one is meant; what names none is told later.</param>
    public void RequireOwner(string? device = null)
    {
        if (Run.IsRoot) return;
        var user = Run.Mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, Run.User);
        if (user is not null && Run.Mac.Accounts.Describe(user).IsAdmin) return;
        if (device is not null && (Disks.Find(device) is not { } place || (Disks.DeviceOf(place.Disk) is { IsInternal: false } && Run.Mac.Sessions.ConsoleUser == Run.User))) return;
        throw Failure(DiskProblem.InsufficientPrivileges);
    }
}
