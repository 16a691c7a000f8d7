namespace Dscl;

/// <summary>A command of dscl: how it is called and what it takes (dossier dscl, section 2).</summary>
/// <param name="Names">Its name, then its other names; without the dash that may precede them.</param>
/// <param name="Arguments">Its arguments, as the usage shows them.</param>
/// <param name="MinimumArguments">How many it needs outside interactive mode.</param>
public sealed record Verb(IReadOnlyList<string> Names, string Arguments, int MinimumArguments)
{
    private const string OptionalPath = "[<path> [<key>...]]";
    private const string McxArguments = "<record path> [optArgs] [<appDomain> [<keyName>]]";

    /// <summary>All of them, in the order of the usage.</summary>
    public static readonly IReadOnlyList<Verb> All =
    [
        new(["read", "cat", "."], OptionalPath, 1) { Run = Read.Run },
        new(["readall"], OptionalPath, 1) { Run = ReadAll.Run },
        new(["readpl"], "<path> <key> <plist path>", 3) { Run = ReadPlist.First },
        new(["readpli"], "<path> <key> <value index> <plist path>", 4) { Run = ReadPlist.Indexed },
        new(["list", "ls"], "<path> [<key>]", 1) { Run = List.Run },
        new(["search"], "<path> <key> <val>", 3) { Run = Search.Run },
        new(["create", "mk", "createprop"], "<record path> [<key> [<val>...]]", 1) { Run = Create.Run, SecretsFrom = Secrets.ValuesOfPassword },
        new(["createpl"], "<record path> <key> <plist path> <val1> [<val2>...]", 4) { Run = CreatePlist.First, SecretsFrom = Secrets.ValuesOfPassword },
        new(["createpli"], "<record path> <key> <value index> <plist path> <val1> [<val2>...]", 5) { Run = CreatePlist.Indexed, SecretsFrom = Secrets.ValuesOfPassword },
        new(["append"], "<record path> <key> <val>...", 3) { Run = Append.Run, SecretsFrom = Secrets.ValuesOfPassword },
        new(["merge"], "<record path> <key> <val>...", 3) { Run = Merge.Run, SecretsFrom = Secrets.ValuesOfPassword },
        new(["delete", "rm", "destroy", "destroyprop"], "<path> [<key> [<val>...]]", 1) { Run = Delete.Run, SecretsFrom = Secrets.ValuesOfPassword },
        new(["deletepl"], "<record path> <key> <plist path> [<val>...]", 3) { Run = DeletePlist.First },
        new(["deletepli"], "<record path> <key> <value index> <plist path> [<val>...]", 4) { Run = DeletePlist.Indexed },
        new(["change"], "<record path> <key> <old value> <new value>", 4) { Run = Change.Run, SecretsFrom = Secrets.ValuesOfPassword },
        new(["changei"], "<record path> <key> <value index> <new value>", 4) { Run = ChangeIndexed.Run, SecretsFrom = Secrets.ValuesOfPassword },
        new(["diff"], "<path1> <path2> [<key>...]", 2) { Run = Diff.Run },
        new(["passwd"], "<user path> [<new password> | <old password> <new password>]", 0) { Run = Passwd.Run, SecretsFrom = Secrets.AfterFirst },
        new(["auth", "su"], "[<user> [<password>]]", 1) { Run = Authenticate.Session, TakesUser = true, SecretsFrom = Secrets.AfterFirst },
        new(["authonly"], "[<user> [<password>]]", 1) { Run = Authenticate.Only, TakesUser = true, SecretsFrom = Secrets.AfterFirst },
        new(["cd"], "<dir>", 1) { Run = Navigate.ChangeDirectory },
        new(["pushd", "pd"], "[<dir>]", 0) { Run = Navigate.Push },
        new(["popd"], "", 0) { Run = Navigate.Pop },
        new(["help"], "", 0) { Run = Usage.Print },
        new(["mcxread"], McxArguments, 1) { Run = McxRead.Run, IsPlugIn = true },
        new(["mcxset"], "<record path> [optArgs] <appDomain> <keyName> [<mcxDomain> [<keyValue>]]", 3) { Run = McxSet.Run, IsPlugIn = true },
        new(["mcxedit"], "<record path> [optArgs] <appDomain> <keyPath> [<keyValue>]", 3) { Run = McxEdit.Run, IsPlugIn = true },
        new(["mcxdelete"], McxArguments, 1) { Run = McxDelete.Run, IsPlugIn = true },
        new(["mcxdeleteall"], McxArguments, 1) { Run = McxDelete.Run, IsPlugIn = true },
        new(["mcxexport"], McxArguments, 1) { Run = McxRead.Export, IsPlugIn = true },
        new(["mcximport"], "<record path> [optArgs] <file path>", 2) { Run = McxImport.Run, IsPlugIn = true },
        new(["mcxhelp"], "", 0) { Run = Usage.PrintMcx, IsPlugIn = true },
    ];

    /// <summary>The name in the usage.</summary>
    public string Name => Names[0];

    /// <summary>Whether it belongs to the MCX plug-in, which the usage lists apart (dossier dscl, section 11).</summary>
    public bool IsPlugIn { get; private init; }

    /// <summary>Whether its first argument is a user's name, not a path.</summary>
    internal bool TakesUser { get; private init; }

    private readonly Func<Command, int>? _run;

    /// <summary>Does it; gives the DirectoryService status, 0 for success.</summary>
    internal Func<Command, int> Run { get => command => command.Guard(_run!); private init => _run = value; }

    /// <summary>From which argument on all are secrets; it, or its answer, is null where none is.</summary>
    internal Func<IReadOnlyList<string>, int?>? SecretsFrom { get; private init; }

    /// <summary>The command that a typed word names, with or without one dash; null for none.</summary>
    internal static Verb? Find(string word)
    {
        var name = WithoutDash(word);
        foreach (var verb in All)
            foreach (var known in verb.Names)
                if (known == name) return verb;
        return null;
    }

    internal static string WithoutDash(string word) => word.StartsWith('-') ? word[1..] : word;
}
