namespace MacEmu;

/// <summary>Setup Assistant's first user.</summary>
internal static class Setup
{
    public static Verb Define()
    {
        var name = Verb.Required("NAME", "the short name of the first user, who becomes an admin");
        var password = Verb.Valued("--password", "PASSWORD", "the user's password; may be empty", required: true);
        var fullName = Verb.Valued("--full-name", "NAME", "the full name (the short one if left out)");
        return new Verb("setup", "run Setup Assistant: the first user and admin", "macemu setup alice --password s3cret --full-name 'Alice Example'",
            run => Run(run, run.Value(name), run.Value(password)!, run.Value(fullName)))
        { name, password, fullName };
    }

    private static int Run(Invocation run, string name, string password, string? fullName)
    {
        AccountNames.Check("setup", name);
        return run.Event(mac => mac.Power.SetUp(name, password, fullName));
    }
}
