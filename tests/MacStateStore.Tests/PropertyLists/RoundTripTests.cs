using FsCheck;
using FsCheck.Fluent;
using MacToolEmu.Tests;
using MacStateStore.PropertyLists;

namespace MacStateStore.Tests.PropertyLists;

public class RoundTripTests
{
    private static readonly Config Many = Examples.Of(1500);

    [Fact]
    public void Xml_keeps_every_value_and_the_order_of_keys() =>
        Check.One(Many, Prop.ForAll(PlistGenerators.Values, value => Same(value, PropertyList.Parse(PropertyList.ToXml(value)))));

    [Fact]
    public void Binary_keeps_every_value_and_the_order_of_keys() =>
        Check.One(Many, Prop.ForAll(PlistGenerators.Values, value => Same(value, PropertyList.Parse(PropertyList.ToBinary(value)))));

    [Fact]
    public void Equal_values_have_equal_hashes_whatever_the_order_of_keys() =>
        Check.One(Many, Prop.ForAll(PlistGenerators.Values, value =>
            value.Sorted().Equals(value) && value.Sorted().GetHashCode() == value.GetHashCode()));

    [Fact]
    public void A_value_is_unequal_to_a_changed_copy() =>
        Check.One(Many, Prop.ForAll(PlistGenerators.Values, value => !new PlistArray([value]).Equals(new PlistArray([value, value]))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Long_strings_and_data_are_kept(bool binary)
    {
        var value = new PlistArray
        {
            new string('é', 5_000_000),
            new PlistData(Enumerable.Range(0, 10_000_000).Select(i => (byte)(i * 7)).ToArray()),
        };
        Assert.Equal(value, PropertyList.Parse(binary ? PropertyList.ToBinary(value) : PropertyList.ToXml(value)));
    }

    [Fact]
    public void Binary_keeps_fractions_of_a_second() =>
        Assert.Equal(new PlistDate(1.25), PropertyList.Parse(PropertyList.ToBinary(new PlistDate(1.25))));

    [Theory]
    [InlineData(20)]
    [InlineData(300)]
    [InlineData(70_000)]
    public void Binary_references_of_every_size_are_kept(int count)
    {
        var value = new PlistArray(Enumerable.Range(0, count).Select(i => (PlistValue)(long)i));
        Assert.Equal(value, PropertyList.Parse(PropertyList.ToBinary(value)));
    }

    // Equality ignores the order of keys; the XML text does not.
    private static bool Same(PlistValue expected, PlistValue actual) =>
        expected.Equals(actual) && PropertyList.ToXml(expected).AsSpan().SequenceEqual(PropertyList.ToXml(actual));
}
