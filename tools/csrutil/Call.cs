using MacStateStore;
using MacStateStore.LocalPolicy;
using MacStateStore.Releases;
using MacToolHost;

namespace Csrutil;

/// <summary>One call of csrutil.</summary>
/// <param name="run">The run.</param>
internal sealed class Call(ToolRun run)
{
    /// <summary>The exit status of every failure (guess).</summary>
    public const int Failed = 1;

    public ToolRun Run => run;

    public Mac Mac => run.Mac;

    /// <summary>What follows the verb.</summary>
    public IReadOnlyList<string> Words { get; } = [.. run.Arguments.Skip(1)];

    public bool IsAppleSilicon => Mac.Policies.Exist;

    public bool IsInMacOS => Mac.Boot.Environment == BootState.MacOS;

    public bool Has(Capability capability) => Mac.System.Version.Has(capability);

    public int Say(string line)
    {
        run.Console.OutLine(line);
        return 0;
    }

    /// <summary>A refusal.</summary>
    public CommandFailedException Failure(string message)
    {
        run.Console.ErrorLine(message);
        return new CommandFailedException(Failed);
    }

    /// <summary>A refusal of a change to a policy.</summary>
    public CommandFailedException Failure(PolicyException error, string system) => Failure(Messages.Of(error.Problem, system));

    /// <summary>The usage, after what is wrong.</summary>
    public CommandFailedException UsageFailure(string? problem = null)
    {
        if (problem is not null) run.Console.ErrorLine(problem);
        run.Console.Error(Usage.Of(Mac.System.Version, IsAppleSilicon));
        return new CommandFailedException(Failed);
    }

    /// <summary>Refuses what only recoveryOS may do; on a virtual Mac macOS may, too (cross-check 8).</summary>
    public void RequireRecovery()
    {
        if (IsInMacOS && !Mac.Machine.IsVirtual) throw Failure(Messages.NeedsRecovery);
    }

    /// <summary>Refuses words after the verb.</summary>
    public void RequireNoWords()
    {
        if (Words.Count > 0) throw UsageFailure();
    }
}
