using FsCheck;
using FsCheck.Fluent;
using MacToolEmu.Tests;
using MacStateStore.OpenDirectory;

namespace Sysadminctl.Tests;

/// <summary>What must hold whatever scripts do to the accounts of a Mac.</summary>
public sealed class PropertyTests
{
    private static readonly string[] Names = ["alice", "ada", "tess", "bob", "new1", "new2"];
    private static readonly string[] Passwords = ["pw-alice", "pw-ada", "pw-tess", "pw-bob", "s3cret", "no"];

    // What a failure says; a call that says one of these must not have changed anything.
    private static readonly string[] Failures =
    [
        Bench.Refused5402, Bench.Unlock, "can not be deleted", "not found", "Unknown user", "setSecureTokenAuthorizationEnabled error", "own SEP credential", "already in use", "should be run as root",
    ];

    /// <summary>One step: sysadminctl as a caller, or something that dscl does.</summary>
    private sealed record Step(string Caller, IReadOnlyList<string> Arguments, Action<DirectorySession, DirectoryRecord>? Directory = null)
    {
        public override string ToString() => $"{Caller}: {string.Join(' ', Arguments)}";
    }

    private static Gen<string> Name => Gen.Elements(Names);

    private static Gen<string> Password => Gen.Elements(Passwords);

    private static Gen<string[]> Credentials => Gen.Frequency(
        (1, Gen.Constant(Array.Empty<string>())),
        (4, Gen.Elements(Names).Select(name => new[] { "-adminUser", name, "-adminPassword", name.StartsWith("new", StringComparison.Ordinal) ? "s3cret" : $"pw-{name}" })),
        (1, Name.Zip(Password, (name, password) => new[] { "-adminUser", name, "-adminPassword", password })));

    private static Gen<Step> Sysadminctl => Gen.Frequency((5, Gen.Constant("root")), (1, Name)).SelectMany(caller =>
        Gen.OneOf(
            Name.SelectMany(name => Password.SelectMany(password => Gen.Elements<string[]>([], ["-admin"], ["-UID", "501"]).Select(extra => (string[])["-addUser", name, "-password", password, .. extra]))),
            Name.SelectMany(name => Gen.Elements<string[]>([], ["-secure"], ["-keepHome"]).Select(extra => (string[])["-deleteUser", name, .. extra])),
            Name.Zip(Password, (name, password) => new[] { "-secureTokenOn", name, "-password", password }),
            Name.SelectMany(name => Gen.Elements(Passwords.Append($"pw-{name}")).Select(password => new[] { "-secureTokenOff", name, "-password", $"pw-{name}" })),
            Name.Zip(Password, (name, password) => new[] { "-resetPasswordFor", name, "-newPassword", password }),
            Password.Zip(Password, (old, password) => new[] { "-newPassword", password, "-oldPassword", old }))
        .Zip(Credentials, (verb, credentials) => new Step(caller, [.. verb, .. credentials])));

    private static Gen<Step> Dscl => Gen.OneOf(
        Name.Select(name => new Step("root", ["dscl", "delete", name], (root, user) => root.DeleteRecord(user))),
        Name.SelectMany(DsclEdits));

    private static Gen<Step> DsclEdits(string name) => Gen.Elements(
        new Step("root", ["dscl", "passwd", name], (root, user) => root.ResetPassword(user, "s3cret")),
        new Step("root", ["dscl", "authonly", name], (root, user) => root.Authenticate(user.Name, "s3cret")),
        new Step("root", ["dscl", "append", name, "tag"], (root, user) => root.AppendValues(user, AttributeName.AuthenticationAuthority, [";DisabledTags;SecureToken"])),
        new Step("root", ["dscl", "append", name, "mark"], (root, user) => root.AppendValues(user, AttributeName.AuthenticationAuthority, [";SecureToken;"])),
        new Step("root", ["dscl", "delete", name, "AuthenticationAuthority"], (root, user) => root.DeleteAttribute(user, AttributeName.AuthenticationAuthority)),
        new Step("root", ["dscl", "merge", "admin", name], (root, user) => root.MergeValues(root.Node.Find(RecordType.Groups, "admin")!, AttributeName.GroupMembership, [user.Name])),
        new Step("root", ["dscl", "delete", "admin", name], (root, user) => root.DeleteValues(root.Node.Find(RecordType.Groups, "admin")!, AttributeName.GroupMembership, [user.Name])));

    private static Arbitrary<(string Os, bool FullDiskAccess, Step[] Steps)> Lives => Arb.From(
        from os in Gen.Elements("10.13", "10.14", "10.15", "11", "13", "15", "26")
        from access in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from steps in Gen.Frequency((2, Sysadminctl), (1, Dscl)).ArrayOf(14)
        select (os, access, steps));

    [Fact]
    public void Whoever_holds_the_last_token_keeps_it_and_refusals_change_nothing()
    {
        var (refusals, deletions, grants) = (0, 0, 0);
        var births = new Dictionary<(string, bool), Bench>();
        Check.One(Examples.Of(60), Prop.ForAll(Lives, life =>
        {
            var birth = (life.Os, life.FullDiskAccess);
            if (!births.TryGetValue(birth, out var template))
                births[birth] = template = new Bench(Bench.Household(life.Os) with { HasFullDiskAccess = life.FullDiskAccess });
            using var bench = new Bench(template);
            foreach (var step in life.Steps)
            {
                if (step.Directory is null)
                {
                    var outcome = bench.Run(step.Caller, "", step.Arguments);
                    Assert.Contains(outcome.Status, new[] { 0, 255 });
                    Assert.Equal("", outcome.Out);
                    if (Failures.Any(failure => outcome.Err.Contains(failure, StringComparison.Ordinal)))
                    {
                        outcome.ChangesNothing();
                        refusals++;
                    }
                    else if (outcome.Err.Contains("Deleting record", StringComparison.Ordinal)) deletions++;
                    else if (outcome.Err.Contains("- Done!", StringComparison.Ordinal)) grants++;
                }
                else Apply(bench, step);
                Assert.NotEmpty(Holders(bench));
            }
        }));
        foreach (var template in births.Values) template.Dispose();
        Assert.True(refusals > 100 && deletions > 10 && grants > 20, $"the lives are too dull: {refusals} refusals, {deletions} deletions, {grants} grants");
    }

    private static List<string> Holders(Bench bench) => bench.On(mac => mac.Accounts.People.Where(user => user.HasSecureToken).Select(user => user.Name).ToList());

    private static void Apply(Bench bench, Step step) => bench.On(mac =>
    {
        var root = mac.DirectoryAs(DirectoryCaller.Root);
        var name = step.Arguments[^1] is "tag" or "mark" or "AuthenticationAuthority" ? step.Arguments[2] : step.Arguments[^1];
        if (mac.Directory.Find(RecordType.Users, name) is not { } user) return;
        try
        {
            step.Directory!(root, user);
        }
        catch (DirectoryException)
        {
            mac.Undo();
        }
    });
}
