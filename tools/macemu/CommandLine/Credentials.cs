using System.CommandLine;

namespace MacEmu;

/// <summary>The options <c>--user</c> and <c>--password</c>, which say who authorizes something.</summary>
internal static class Credentials
{
    /// <exception cref="MacEmuException">Only one of them is given.</exception>
    public static (string? Name, string Password) Of(Invocation run, string command, Option<string?> user, Option<string?> password) =>
        (run.Value(user) is null) != (run.Value(password) is null) ? throw new MacEmuException($"{command}: --user and --password belong together")
        : (run.Value(user), run.Value(password) ?? "");
}
