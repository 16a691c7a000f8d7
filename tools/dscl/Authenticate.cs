using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>auth</c> and <c>authonly</c>: verify a password (dossier dscl, section 8).</summary>
internal static class Authenticate
{
    /// <summary>auth: what follows in the same session is done as that user; outside interactive mode nothing follows.</summary>
    public static int Session(Command command) => Verify(command, command.Session.AuthenticateSession);

    /// <summary>authonly: verifies and no more.</summary>
    public static int Only(Command command) => Verify(command, (nodes, user, password) => command.Session.Authenticate(nodes, user, password));

    private static int Verify(Command command, Action<IReadOnlyList<LocalNode>, string, string> authenticate)
    {
        var password = command.Arguments.Count > 1 ? command.Arguments[1] : command.Run.AskSecret(Messages.PasswordPrompt);
        var node = command.Walk(".") switch
        {
            NodeItem item => item,
            RecordTypeItem item => item.Node,
            RecordItem item => item.Node,
            _ => null,
        };
        try
        {
            if (node is null) throw new DirectoryException(DirectoryStatus.AuthFailed);
            authenticate(node.Parts, command.Arguments[0], password);
            return 0;
        }
        catch (DirectoryException error)
        {
            command.Run.Console.OutLine(Messages.AuthenticationFailed(node?.Name ?? Messages.NoNode, error.Status));
            return error.Status;
        }
    }
}
