namespace Csrutil;

/// <summary>
/// <c>csrutil report</c>: hidden, run by launchd to tell Apple's analytics of the configuration (dossier csrutil, 2). That it prints nothing is a guess.
/// </summary>
internal static class Report
{
    public static int Run(Call call)
    {
        call.RequireNoWords();
        return 0;
    }
}
