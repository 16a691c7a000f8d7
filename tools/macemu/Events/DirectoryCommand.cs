using MacEmu.Description;
using MacStateStore;
using MacStateStore.OpenDirectory;

namespace MacEmu;

/// <summary>The directory servers that the Mac is bound to, with the records that they hold.</summary>
internal static class DirectoryCommand
{
    private const string NameHelp = "the node, such as /LDAPv3/ldap.example.com or \"/Active Directory/CORP/All Domains\"; in short ldap.example.com or CORP";

    public static Verb Define()
    {
        var name = Verb.Required("NAME", NameHelp);
        var unbound = Verb.Required("NAME", NameHelp);
        var online = Verb.Required("NAME", NameHelp);
        var offline = Verb.Required("NAME", NameHelp);
        var from = Verb.Valued("--from", "FILE", "its users, groups and records: a YAML, JSON or property-list file (- for standard input)");
        var domain = Verb.Valued("--domain", "DOMAIN", "of Active Directory, its DNS name (corp.example.com for CORP if left out)");
        var isOffline = Verb.Flag("--offline", "a server that can't be reached");
        return new Verb("directory", "bind the Mac to network directories", "macemu directory bind '/Active Directory/CORP/All Domains' --from corp.yaml")
        {
            new Verb("bind", "bind the Mac to a directory server; one that it is bound to gets the new records instead of its own",
                "macemu directory bind /LDAPv3/ldap.example.com --from people.yaml", run => Bind(run, run.Value(name), run.Value(from), run.Value(domain), run.Value(isOffline)))
            {
                name, from, domain, isOffline,
            },
            new Verb("unbind", "end a binding", "macemu directory unbind /LDAPv3/ldap.example.com", run => run.Event(mac => mac.Nodes.Unbind(Known(mac, "unbind", run.Value(unbound))))) { unbound },
            new Verb("online", "let a server be reached", "macemu directory online CORP", run => run.Event(mac => mac.Nodes.SetOnline(Known(mac, "online", run.Value(online)), isOnline: true))) { online },
            new Verb("offline", "let a server be out of reach", "macemu directory offline CORP", run => run.Event(mac => mac.Nodes.SetOnline(Known(mac, "offline", run.Value(offline)), isOnline: false))) { offline },
            new Verb("list", "print the servers, whether they can be reached, and how many users and groups they have", "macemu directory list", run => run.Look(mac => List(run, mac))),
        };
    }

    private static int Bind(Invocation run, string name, string? from, string? domain, bool isOffline)
    {
        var (address, named) = Address("bind", name);
        if (domain is not null && !address.IsActiveDirectory) throw new MacEmuException("directory bind: --domain: only Active Directory has one");
        if (domain is not null && !MacDescription.IsDomain(domain)) throw new MacEmuException($"directory bind: --domain: '{domain}' is no DNS name like corp.example.com");
        if (domain is not null && named is not null && named != domain) throw new MacEmuException($"directory bind: --domain is {domain}, but the node's name says {named}");
        var wanted = new NodeSpecification(name, address) { Domain = domain ?? named };
        var document = from is null ? null : PlistDocument.Read(from, run.Console);
        if (document is not null) wanted = MacDescription.ReadServer(document, wanted);
        if (isOffline) wanted = wanted with { IsOnline = false };
        return run.Event(mac =>
        {
            try
            {
                mac.Nodes.Bind(wanted);
            }
            catch (SpecificationException error)
            {
                throw new MacEmuException($"directory bind: {(document?.Find(error.Place) is { } found ? $"{document.File}:{found.Line}:{found.Column}: " : "")}{error.Message}", Status.Usage);
            }
        });
    }

    private static int List(Invocation run, Mac mac)
    {
        TextTable.Write(run.Console, ["NODE", "REACHED", "USERS", "GROUPS"], mac.Nodes.Bound.Select(node => (string[])
        [
            node.Name, node.IsOnline ? "yes" : "no", $"{node.Records.Names(RecordType.Users).Count()}", $"{node.Records.Names(RecordType.Groups).Count()}",
        ]));
        return Status.Good;
    }

    private static BoundNode Known(Mac mac, string verb, string name) => mac.Nodes.Find(Address(verb, name).Address)
        ?? throw new MacEmuException($"directory {verb}: the Mac isn't bound to {name}; {(mac.Nodes.Bound.Count == 0 ? "it is bound to no server" : $"it is to {string.Join(", ", mac.Nodes.Bound.Select(node => node.Name))}")}");

    private static (NodeAddress Address, string? Domain) Address(string verb, string name) => NodeAddress.Parse(name) is { } known && (known.Domain is null || MacDescription.IsDomain(known.Domain))
        ? known : throw new MacEmuException($"directory {verb}: '{name}' is no name of a node; {MacDescription.NodeNames}", Status.Usage);
}
