using System.Text;
using FsCheck.Fluent;
using MacStateStore.PropertyLists;

namespace MacStateStore.Tests.PropertyLists;

public class HardeningTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mutated_documents_give_a_value_or_the_one_error(bool binary)
    {
        var random = new Random(20260102);
        int refused = 0;
        foreach (PlistValue value in PlistGenerators.Values.Generator.Sample(300, 60))
        {
            byte[] document = binary ? PropertyList.ToBinary(value) : PropertyList.ToXml(value);
            for (int i = 0; i < 40; i++)
            {
                byte[] mutated = Mutate(document, random);
                try
                {
                    PlistValue read = PropertyList.Parse(mutated);
                    Assert.Equal(read, PropertyList.Parse(PropertyList.ToBinary(read)));
                }
                catch (PropertyListException e)
                {
                    refused++;
                    Assert.NotEmpty(e.Message);
                }
            }
        }

        Assert.InRange(refused, 1000, 12_000);
    }

    [Fact]
    public void Every_truncation_of_a_binary_document_is_refused()
    {
        byte[] document = PropertyList.ToBinary(new PlistDictionary { ["a"] = new PlistArray { 1, "é", 2.5 } });
        for (int length = 0; length < document.Length; length++)
            Assert.Throws<PropertyListException>(() => PropertyList.Parse(document.AsSpan(0, length)));
    }

    [Fact]
    public void Every_truncation_of_an_XML_document_is_refused()
    {
        byte[] document = PropertyList.ToXml(new PlistDictionary { ["a"] = new PlistArray { 1, "é", 2.5 } });
        for (int length = 0; length < document.Length - 1; length++)
            Assert.Throws<PropertyListException>(() => PropertyList.Parse(document.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nesting_up_to_the_limit_works_on_a_small_stack(bool binary)
    {
        PlistValue value = Nest(PropertyList.MaximumDepth);
        PlistValue? read = null;
        var thread = new Thread(() => read = PropertyList.Parse(binary ? PropertyList.ToBinary(value) : PropertyList.ToXml(value)), 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.True(value.Equals(read));
        Assert.True(value.Sorted().Equals(read));
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_refused()
    {
        PlistValue value = Nest(PropertyList.MaximumDepth + 1);
        Assert.Throws<PropertyListException>(() => PropertyList.ToXml(value));
        Assert.Throws<PropertyListException>(() => PropertyList.ToBinary(value));
        string deep = string.Concat(Enumerable.Repeat("<array>", 1_000_000));
        var error = Assert.Throws<PropertyListException>(() => PropertyList.Parse(Encoding.ASCII.GetBytes(deep)));
        Assert.Contains("nested deeper than the 512 levels", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("(line 1, column 3585)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_put_into_itself_is_not_written()
    {
        var array = new PlistArray();
        array.Add(array);
        Assert.Throws<PropertyListException>(() => PropertyList.ToXml(array));
        Assert.Throws<PropertyListException>(() => PropertyList.ToBinary(array));
    }

    [Fact]
    public void A_document_beyond_the_size_limit_is_refused()
    {
        var error = Assert.Throws<PropertyListException>(() => PropertyList.Parse(new byte[PropertyList.MaximumSize + 1]));
        Assert.Contains("67108865 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_with_too_many_values_is_refused()
    {
        string document = "<array>" + string.Concat(Enumerable.Repeat("<true/>", PropertyList.MaximumValues)) + "</array>";
        Assert.Throws<PropertyListException>(() => PropertyList.Parse(Encoding.ASCII.GetBytes(document)));
    }

    private static PlistValue Nest(int depth)
    {
        PlistValue value = new PlistArray();
        for (int i = 1; i < depth; i++)
            value = i % 2 == 0 ? new PlistArray { value } : new PlistDictionary { ["a"] = value };
        return value;
    }

    /// <summary>Flips bits, truncates, deletes, or repeats a part.</summary>
    private static byte[] Mutate(byte[] document, Random random)
    {
        int at = random.Next(document.Length);
        int length = random.Next(Math.Min(16, document.Length - at));
        switch (random.Next(5))
        {
            case 0:
                return document[..at];
            case 1:
                return [.. document[..at], .. document[(at + length)..]];
            case 2:
                return [.. document[..(at + length)], .. document[at..]];
            default:
                byte[] flipped = [.. document];
                for (int i = random.Next(1, 4); i > 0; i--)
                    flipped[random.Next(document.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
        }
    }
}
