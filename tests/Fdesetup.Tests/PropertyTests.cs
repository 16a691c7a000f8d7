using System.Text.RegularExpressions;
using Diskutil;
using FsCheck;
using FsCheck.Fluent;
using MacToolEmu.Tests;
using MacStateStore.OpenDirectory;

namespace Fdesetup.Tests;

/// <summary>What must hold whatever happens to FileVault.</summary>
public sealed partial class PropertyTests
{
    private static readonly string[] Names = ["alice", "bob", "carol"];

    private static Gen<string[]> Steps(string by, string other) => Gen.Elements<string[]>(
        ["", "enable", "-user", by], ["", "disable", "-user", by], ["", "add", "-user", by, "-usertoadd", other], ["", "remove", "-user", other], ["", "sync"],
        ["", "changerecovery", "-personal", "-user", by], ["", "removerecovery", "-personal", "-user", by], ["delete", other], ["reset", other], ["restart", by]);

    private static Arbitrary<(string Os, bool IsOn, string[][] Steps)> Histories => Arb.From(
        from os in Gen.Elements("10.13.6", "10.14.6", "10.15.7", "12.7", "14.5", "26.0")
        from isOn in Gen.Elements(true, false)
        from steps in Gen.Elements(Names).SelectMany(who => Gen.Elements(Names).SelectMany(other => Steps(who, other))).ArrayOf(8)
        select (os, isOn, steps));

    [Fact]
    public void Both_tools_list_the_same_users_in_the_same_order_and_each_listed_person_gets_in() =>
        Check.One(Examples.Of(20), Prop.ForAll(Histories, history =>
        {
            using var bench = new Bench(history.Os, history.IsOn ? Bench.Protected : null);
            foreach (var step in history.Steps) Take(bench, step);
            var list = bench.Root("list", "-extended").Ends().Out;
            var users = bench.Run(DiskutilTool.Tool, "root", new MemoryStream(), ["apfs", "listUsers", "/"]).Ends().Out;
            Assert.Equal(Uuid().Matches(users).Select(match => match.Value), Uuid().Matches(list).Select(match => match.Value));
            Assert.Equal(users.Contains("Personal Recovery", StringComparison.Ordinal), list.Contains("Personal Recovery", StringComparison.Ordinal));
            Assert.NotEmpty(bench.Look(mac => mac.FileVault.People.Where(person => person.Record is not null)));
            foreach (var line in bench.Root("list").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Assert.True(bench.Unlocks(line.Split(',')[0]) || history.Steps.Any(step => step[0] == "reset"), line);
        }));

    private static void Take(Bench bench, string[] step)
    {
        switch (step[0])
        {
            case "delete":
                bench.Do(mac =>
                {
                    // dscl leaves the crypto user.
                    try { mac.DirectoryAs(DirectoryCaller.Root).DeleteRecord(mac.Directory.Find(RecordType.Users, step[1])!); }
                    catch (Exception error) when (error is DirectoryException or NullReferenceException) { }
                });
                break;
            case "reset":
                bench.Do(mac =>
                {
                    try { mac.DirectoryAs(DirectoryCaller.Root).ResetPassword(mac.Directory.Find(RecordType.Users, step[1])!, $"pw-{step[1]}"); }
                    catch (Exception error) when (error is DirectoryException or NullReferenceException) { }
                });
                break;
            case "restart": bench.Do(mac => mac.Power.Restart()); break;
            default:
                // The passwords of whoever is named, in that order.
                var outcome = bench.RootTypes(string.Concat(step.Where(Names.Contains).Select(name => $"pw-{name}\n")), step[1..]);
                if (outcome.Status != 0) outcome.ChangesNothing();
                break;
        }
    }

    [GeneratedRegex("[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}")]
    private static partial Regex Uuid();
}
