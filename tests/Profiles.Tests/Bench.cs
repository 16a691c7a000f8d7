using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacToolEmu.Tests;

namespace Profiles.Tests;

/// <summary>What one call printed, ended with and changed.</summary>
/// <param name="Status">The exit status.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Err">Standard error.</param>
/// <param name="Changes">The changed rows.</param>
public sealed record Outcome(int Status, string Out, string Err, IReadOnlyList<string> Changes)
{
    /// <summary>Exactly these lines on standard output, nothing on standard error.</summary>
    public Outcome Says(params IReadOnlyList<string> lines)
    {
        Assert.Equal("", Err);
        Assert.Equal(string.Concat(lines.Select(line => line + "\n")), Out);
        return this;
    }

    /// <summary>Exactly these lines on standard error, nothing on standard output.</summary>
    public Outcome Complains(params IReadOnlyList<string> lines)
    {
        Assert.Equal("", Out);
        Assert.Equal(string.Concat(lines.Select(line => line + "\n")), Err);
        return this;
    }

    public Outcome Ends(int status)
    {
        Assert.Equal(status, Status);
        return this;
    }

    public Outcome ChangesNothing()
    {
        Assert.Empty(Changes);
        return this;
    }
}

/// <summary>A Mac in a folder of its own, and profiles on it.</summary>
public sealed class Bench : ToolBench
{
    public Bench(MachineSpecification specification) : base(ProfilesTool.Tool, specification)
    {
    }

    /// <summary>alice, an admin with a token, and bob.</summary>
    public Bench(string os = "14.5", MdmSpecification? mdm = null, params IReadOnlyList<ProfileSpecification> profiles) : this(new MachineSpecification
    {
        Os = os,
        Users = [Person("alice", admin: true, token: true), Person("bob")],
        Mdm = mdm ?? new MdmSpecification(),
        Profiles = profiles,
        Clock = new DateTimeOffset(2024, 5, 2, 9, 15, 0, TimeSpan.Zero),
    })
    { }

    /// <summary>A person whose password is pw- and the name.</summary>
    public static UserSpecification Person(string name, bool admin = false, bool token = false) =>
        new(new NewAccount(name) { IsAdmin = admin }) { Password = $"pw-{name}", HasSecureToken = token };

    public Outcome Root(params IReadOnlyList<string> arguments) => Run("root", [], arguments);

    public Outcome RootTypes(string input, params IReadOnlyList<string> arguments) => Run("root", Encoding.UTF8.GetBytes(input), arguments);

    public Outcome As(string user, params IReadOnlyList<string> arguments) => Run(user, [], arguments);

    public Outcome Run(string user, byte[] input, IReadOnlyList<string> arguments)
    {
        var (status, output, errors, row) = Call(user, input, arguments);
        JournalLine = row.Entry.Arguments;
        return new Outcome(status, output, errors, ChangesOf(row));
    }

    /// <summary>The arguments of the last call as the journal has them.</summary>
    public string JournalLine { get; private set; } = "";

    /// <summary>The identifiers of what is installed, with the user's name before a slash.</summary>
    public IReadOnlyList<string> Installed => On(mac => mac.Profiles.All.Select(installed => $"{installed.User}/{installed.Profile.Identifier}").ToList());

    /// <summary>A file with these bytes.</summary>
    public string FileOf(byte[] content, string name = "test.mobileconfig")
    {
        var path = System.IO.Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string FileOf(PlistDictionary profile, string name = "test.mobileconfig") => FileOf(PropertyList.ToXml(profile), name);
}
