using MacStateStore.PropertyLists;

namespace MacStateStore.Tests.PropertyLists;

internal static class PlistTestExtensions
{
    /// <summary>The value as the kind the test expects.</summary>
    internal static T As<T>(this PlistValue value) where T : PlistValue => Assert.IsType<T>(value);
}
