using FsCheck;
using FsCheck.Fluent;
using MacStateStore.OpenDirectory;

namespace Dscl.Tests;

/// <summary>What holds of every name and value.</summary>
public sealed class PropertyTests : IDisposable
{
    private readonly TestMachine _mac = new();

    public void Dispose() => _mac.Dispose();

    [Fact]
    public void Every_name_that_is_escaped_comes_back()
    {
        var characters = Gen.Elements([.. "ab_- %\\/.:\"'$é🦊".EnumerateRunes().Select(rune => rune.ToString())]);
        var names = characters.NonEmptyListOf().Select(string.Concat).Where(name => name is not ("." or "..") && !name.Contains('%', StringComparison.Ordinal));
        Prop.ForAll(names.ToArbitrary(), name =>
        {
            var path = "/Machines/" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal);
            var made = _mac.Dscl(".", "-create", path, "Comment", name);
            var found = _mac.Values(RecordType.Standard("Machines"), name, "Comment");
            var deleted = _mac.Dscl(".", "-delete", path);
            return made == Outcome.Silent && found is [var comment] && comment == name && deleted == Outcome.Silent
                && _mac.Dscl(".", "-list", "/Machines") == Outcome.Silent;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void A_value_shows_as_it_was_written()
    {
        var values = ArbMap.Default.GeneratorFor<NonEmptyString>().Select(text => text.Get.Replace("\0", "", StringComparison.Ordinal))
            .Where(text => text.Length > 0 && System.Text.Unicode.Utf8.IsValid(System.Text.Encoding.UTF8.GetBytes(text)) && !text.Any(char.IsSurrogate) && !text.Contains('\uFFFD', StringComparison.Ordinal));
        Prop.ForAll(values.ToArbitrary(), value =>
        {
            _mac.Dscl(".", "-create", "/Users/bob", "Comment", value);
            var separator = value.Contains(' ', StringComparison.Ordinal) ? "\n " : " ";
            return _mac.Dscl(".", "-read", "/Users/bob", "Comment") == Outcome.Printed($"Comment:{separator}{value}\n");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }
}
