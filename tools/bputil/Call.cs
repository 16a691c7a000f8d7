using MacStateStore;
using MacStateStore.LocalPolicy;
using MacStateStore.Releases;
using MacToolHost;

namespace Bputil;

/// <summary>One call of bputil.</summary>
/// <param name="run">The run.</param>
/// <param name="line">The arguments as read.</param>
internal sealed class Call(ToolRun run, CommandLine line)
{
    /// <summary>The exit status of every failure (guess).</summary>
    public const int Failed = 1;

    public ToolRun Run => run;

    public CommandLine Line => line;

    public Mac Mac => run.Mac;

    public LocalPolicies Policies => run.Mac.Policies;

    public bool Has(Capability capability) => Mac.System.Version.Has(capability);

    public void Say(string text) => run.Console.OutLine(text);

    /// <summary>A refusal.</summary>
    public CommandFailedException Failure(string message)
    {
        run.Console.ErrorLine(message);
        return new CommandFailedException(Failed);
    }

    /// <summary>A refusal with the usage, since the arguments are wrong.</summary>
    public CommandFailedException UsageFailure(string? message = null)
    {
        if (message is not null) run.Console.ErrorLine(message);
        run.Console.Error(Usage.Of(Mac.System.Version));
        return new CommandFailedException(Failed);
    }

    /// <summary>The system that the call is about: the one that is named, the only one, or one of several that is picked (before macOS 12 the started one).</summary>
    public InstalledSystem Target()
    {
        if (line.Value(Grammar.Group) is { } wanted)
            return Mac.Systems.FirstOrDefault(system => system.VolumeGroup.Equals(wanted, StringComparison.OrdinalIgnoreCase)) ?? throw Failure(Messages.NoSuchGroup(wanted));
        var systems = Mac.Systems;
        if (systems.Count == 1 || !Has(Capability.BputilDisplaysAll)) return Mac.System;
        for (var i = 0; i < systems.Count; i++) Say($"{i + 1}: {systems[i].VolumeGroup}"); // how the choice looks: guess
        run.Console.Out(Messages.AskNumber);
        run.Console.FlushOutput();
        var answer = Mac.Pause(run.Console.ReadLine);
        return int.TryParse(answer?.Trim(), out var number) && number >= 1 && number <= systems.Count ? systems[number - 1] : throw new CommandFailedException(Failed);
    }
}
