using FsCheck;
using FsCheck.Fluent;
using MacStateStore.PropertyLists;

namespace MacStateStore.Tests.PropertyLists;

/// <summary>Random property lists of all kinds.</summary>
internal static class PlistGenerators
{
    // Characters that are special in XML or UTF-16, control characters, and some of every UTF-8 length.
    private static readonly string[] Characters =
        ["a", "Z", "0", " ", "\t", "\n", "\r", "\0", "\u0001", "<", ">", "&", "\"", "'", "]]>", "<!--", "é", "ß", "\u0301", "漢", "\ufeff", "\uffff", "😀", "\U0010ffff"];

    private static readonly Gen<string> Strings =
        from parts in Gen.Elements(Characters).ArrayOf()
        select string.Concat(parts);

    private static readonly Gen<Int128> Integers = Gen.OneOf(
        Gen.Choose(-300, 300).Select(i => (Int128)i),
        Gen.Choose(int.MinValue, int.MaxValue).Select(i => (Int128)i),
        ArbMap.Default.GeneratorFor<long>().Select(i => (Int128)i),
        Gen.Elements<Int128>(long.MinValue, long.MaxValue, (Int128)long.MaxValue + 1, ulong.MaxValue, uint.MaxValue, (Int128)uint.MaxValue + 1, 65535, 65536));

    private static readonly Gen<double> Reals = Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>(),
        Gen.Elements(0, 1e-320, double.MaxValue, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e16, 1e17, 1e-4, 1e-5, Math.PI));

    private static readonly Gen<double> Seconds = Gen.OneOf(
        Gen.Choose(int.MinValue, int.MaxValue).Select(s => (double)s),
        Gen.Choose(-900_000_000, 900_000_000).Select(s => s * 1e7),
        Gen.Elements(0d, -63_114_076_800, 63_113_904_000, 9e15, -9e15));

    private static readonly Gen<PlistValue> Scalars = Gen.OneOf(
        Strings.Select(s => (PlistValue)new PlistString(s)),
        Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().Select(b => (PlistValue)new PlistData(b)),
        Integers.Select(i => (PlistValue)new PlistInteger(i)),
        Reals.Select(r => (PlistValue)new PlistReal(r)),
        ArbMap.Default.GeneratorFor<bool>().Select(b => (PlistValue)new PlistBoolean(b)),
        Seconds.Select(s => (PlistValue)new PlistDate(s)),
        Gen.OneOf(Gen.Choose(0, 300), Gen.Choose(0, int.MaxValue)).Select(u => (PlistValue)new PlistUid((uint)u)));

    /// <summary>Any value. Dates have whole seconds, so that XML keeps them.</summary>
    internal static readonly Arbitrary<PlistValue> Values = Gen.Sized(size => Value(Math.Min(size, 60))).ToArbitrary();

    private static Gen<PlistValue> Value(int size)
    {
        if (size == 0)
            return Scalars;
        Gen<PlistValue> smaller = Value(size / 3);
        return Gen.OneOf(
            Scalars,
            smaller.ArrayOf().Resize(size / 4).Select(items => (PlistValue)new PlistArray(items)),
            Strings.Zip(smaller).ArrayOf().Resize(size / 4).Select(ToDictionary));
    }

    private static PlistValue ToDictionary((string Key, PlistValue Value)[] entries)
    {
        var dictionary = new PlistDictionary();
        foreach ((string key, PlistValue value) in entries)
            dictionary[key] = value;
        return dictionary;
    }
}
