namespace MacToolHost.Processes;

/// <summary>Runs commands as another user of the emulated Mac: what `sudo`, `su` and `launchctl asuser` stand on.</summary>
public static class EmulatedUser
{
    /// <summary>The variable that names the emulated user who runs a command.</summary>
    public const string NameVariable = "MACEMU_USER";

    /// <summary>Set where namespaces are refused (or unwanted): user IDs then stay the host's, and only names change.</summary>
    public const string NoNamespaceVariable = "MACEMU_NO_NAMESPACE";

    /// <summary>
    /// Becomes <paramref name="arguments"/> (a command and its arguments), run as the emulated user of this name and these
    /// IDs, from whatever user we are now, also from an ordinary user to root: a nested user namespace shows the same host
    /// user under the other number, so neither a set-user-ID file nor a privilege is needed.
    /// Returns only when that failed, with the exit status a shell would give.
    /// </summary>
    /// <param name="reporter">The name that a line on stderr begins with.</param>
    /// <param name="name">The emulated user's name.</param>
    /// <param name="userId">The user ID to appear as (negative ones of macOS as unsigned numbers).</param>
    /// <param name="groupId">The group ID to appear as.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="environment">The command's environment, MACEMU_USER is set in it; null for our own.</param>
    public static int Become(
        string reporter, string name, uint userId, uint groupId, IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Dictionary<string, string> variables = environment is null ? ProcessImage.InheritedEnvironment : new(environment);
        variables[NameVariable] = name;

        bool same = ProcessImage.EffectiveUserId == userId && ProcessImage.EffectiveGroupId == groupId;
        bool namesOnly = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(NoNamespaceVariable));
        if (same || namesOnly)
            return ProcessImage.Replace(reporter, arguments[0], arguments, variables);

        IReadOnlyList<string> unshare = UserNamespace.Arguments(userId, groupId);
        if (!UserNamespace.IsInside() && UserNamespace.Refusal(unshare) is { } refusal)
        {
            Console.Error.WriteLine($"{reporter}: macemu: user namespaces are refused here ({refusal}): the user ID stays {ProcessImage.EffectiveUserId}, not {userId}");
            return ProcessImage.Replace(reporter, arguments[0], arguments, variables);
        }
        string program = HostCommand.Find("unshare") ?? "unshare";
        return ProcessImage.Replace(reporter, program, [.. unshare, "--", .. arguments], variables);
    }
}
