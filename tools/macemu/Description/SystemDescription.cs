using MacStateStore;
using MacStateStore.OpenDirectory;

namespace MacEmu.Description;

/// <summary>Reads systems beside the started one.</summary>
internal static class SystemDescription
{
    private sealed record Draft(FurtherSystemSpecification System, MachineSpecification Mac, DocumentNode? Owners = null);

    private static readonly Dictionary<string, Func<Draft, DocumentNode, Draft>> Keys = new()
    {
        ["volumeGroup"] = (draft, node) => draft with { System = draft.System with { VolumeGroup = node.AsUuid() } },
        ["os"] = (draft, node) => draft with { System = draft.System with { Os = node.AsName() } },
        ["disk"] = (draft, node) => draft with { System = draft.System with { IsExternal = node.AsOneOf("internal", "external") == "external" } },
        ["securityMode"] = (draft, node) => WithSecurity(draft, security => security with { Mode = SecurityDescription.Mode(node) }),
        ["owners"] = (draft, node) => node.AsTexts() is var _ ? draft with { Owners = node } : draft,
        ["users"] = (draft, node) => draft with { System = draft.System with { Users = MacDescription.UsersOf(node) } },
        ["installUser"] = (draft, node) => draft with { System = draft.System with { InstallUser = InstallUser(node) } },
        ["localPolicy"] = (draft, node) => WithSecurity(draft, security => security with { Policy = SecurityDescription.Policy(node) }),
        ["pairing"] = (draft, node) => WithSecurity(draft, security => security with { HasBrokenPairing = node.AsOneOf("valid", "invalid") == "invalid" }),
    };

    private static readonly Dictionary<string, Func<InstallUserSpecification, DocumentNode, InstallUserSpecification>> InstallUserKeys = new()
    {
        ["user"] = (user, node) => user with { Name = node.AsText() },
        ["password"] = (user, node) => user with { Password = node.AsText() },
    };

    /// <summary>Reads one.</summary>
    /// <param name="field">Its name, and what is said of it.</param>
    /// <param name="mac">The Mac, whose started system's users its owners are copied from unless it has users of its own.</param>
    public static FurtherSystemSpecification Read(DocumentField field, MachineSpecification mac)
    {
        var draft = field.Value.IsNull ? new Draft(new FurtherSystemSpecification(field.Key), mac)
            : field.Value.Read(new Draft(new FurtherSystemSpecification(field.Key), mac), Keys);
        return draft.Owners is { } owners ? draft.System with { Users = WithOwners(draft, owners) } : draft.System;
    }

    /// <summary>Null, a name (empty for nobody's), or a name and password.</summary>
    public static InstallUserSpecification? InstallUser(DocumentNode node) =>
        node.IsNull ? null : node.Kind == NodeKind.Mapping ? node.Read(new InstallUserSpecification(""), InstallUserKeys) : new InstallUserSpecification(node.AsText());

    private static IReadOnlyList<UserSpecification> WithOwners(Draft draft, DocumentNode owners)
    {
        var names = owners.AsTexts();
        if (draft.System.Users.Count > 0)
        {
            foreach (var item in owners.Items)
                if (draft.System.Users.All(user => user.Account.Name != item.Text)) throw item.Problem($"{draft.System.Name} has no user {item.Text}");
            return [.. draft.System.Users.Select(user => user with { IsVolumeOwner = names.Contains(user.Account.Name) })];
        }
        return [.. owners.Items.Select(item => Copy(draft.Mac.Users.FirstOrDefault(user => user.Account.Name == item.Text) ?? throw item.Problem($"there is no user {item.Text} to copy; say who is there with users")))];
    }

    // What an installer takes along of a user.
    private static UserSpecification Copy(UserSpecification user) =>
        new(new NewAccount(user.Account.Name) { Uid = user.Account.Uid, FullName = user.Account.FullName, GeneratedUid = user.Account.GeneratedUid, IsAdmin = true }) { Password = user.Password, HasSecureToken = true };

    private static Draft WithSecurity(Draft draft, Func<SecuritySpecification, SecuritySpecification> change) => draft with { System = draft.System with { Security = change(draft.System.Security) } };
}
