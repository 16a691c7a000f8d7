using MacStateStore.PropertyLists;

namespace MacStateStore.Tests.PropertyLists;

public class PlistValueTests
{
    [Fact]
    public void Values_are_found_by_key_and_kind()
    {
        PlistValue root = new PlistDictionary { ["a"] = new PlistDictionary { ["s"] = "text", ["i"] = 5, ["b"] = true, ["u"] = new PlistInteger(ulong.MaxValue) } };
        Assert.Equal("text", root["a"]?["s"]);
        Assert.Null(root["x"]?["s"]);
        Assert.Null(root["a"]?["s"]?["not a dictionary"]);

        var a = root["a"]!.As<PlistDictionary>();
        Assert.True(a.TryGetString("s", out string? s) && s == "text");
        Assert.True(a.TryGetInteger("i", out long i) && i == 5);
        Assert.True(a.TryGetBoolean("b", out bool b) && b);
        Assert.True(a.TryGet("s", out PlistString? kind) && kind.Value == "text");
        Assert.False(a.TryGetString("i", out _));
        Assert.False(a.TryGetInteger("u", out _));
        Assert.False(a.TryGetInteger("none", out _));
        Assert.False(a.TryGetBoolean("s", out _));
        Assert.False(a.TryGet<PlistArray>("s", out _));
    }

    [Fact]
    public void A_dictionary_keeps_the_place_of_a_replaced_key()
    {
        var dictionary = new PlistDictionary { ["b"] = 1, ["a"] = 2 };
        dictionary["b"] = 3;
        Assert.Equal(["b", "a"], dictionary.Keys);
        Assert.Throws<ArgumentException>(() => dictionary.Add("b", 4));
        Assert.True(dictionary.Remove("b"));
        Assert.False(dictionary.Remove("b"));
        Assert.Equal(1, dictionary.Count);
    }

    [Fact]
    public void A_copied_container_is_independent()
    {
        var dictionary = new PlistDictionary { ["a"] = 1 };
        var array = new PlistArray { 1 };
        (dictionary with { }).Remove("a");
        (array with { }).RemoveAt(0);
        Assert.Equal(1, dictionary.Count);
        Assert.Single(array);
    }

    [Fact]
    public void Kinds_are_distinct()
    {
        Assert.NotEqual<PlistValue>(1, 1.0);
        Assert.NotEqual<PlistValue>("1", 1);
        Assert.NotEqual<PlistValue>(new PlistData("a"u8.ToArray()), "a");
        Assert.NotEqual<PlistValue>(new PlistArray(), new PlistDictionary());
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlistInteger((Int128)ulong.MaxValue + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlistInteger((Int128)long.MinValue - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlistDate(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlistDate(1e16));
        Assert.Throws<ArgumentNullException>(() => new PlistString(null!));
    }

    [Fact]
    public void Dates_convert_to_and_from_the_types_of_NET()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 250, TimeSpan.Zero);
        Assert.Equal(time, new PlistDate(time).ToDateTimeOffset());
        Assert.Equal(0, new PlistDate(new DateTimeOffset(2001, 1, 1, 1, 0, 0, TimeSpan.FromHours(1))).SecondsSince2001);
    }
}
