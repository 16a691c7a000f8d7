namespace Companions.Tests;

/// <summary>One Mac for all tests of a class whose tests leave nothing behind that another would see.</summary>
public sealed class SharedBench : IDisposable
{
    internal Bench Bench { get; } = new(Bench.Usual("15.1"));

    public void Dispose() => Bench.Dispose();
}
