using FsCheck;

namespace MacToolEmu.Tests;

/// <summary>
/// How many examples a property is tried on. The tests take the same ones each time, so that a run can be repeated; `make properties`
/// takes others, and more of them.
/// </summary>
internal static class Examples
{
    private static readonly int Factor = int.TryParse(Environment.GetEnvironmentVariable("MACEMU_TEST_EXAMPLES"), out var factor) ? factor : 0;

    public static Config Of(int count) => Factor > 0
        ? Config.QuickThrowOnFailure.WithMaxTest(count * Factor)
        : Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(1013, 2027);
}
