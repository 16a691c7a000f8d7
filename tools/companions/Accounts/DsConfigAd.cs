using MacToolHost;

namespace Companions;

/// <summary>
/// The binding to Active Directory: <c>-show</c> prints it, or nothing where there is none. Layout as in fixtures of tools that read it,
/// values as dsconfigad sets them unless told otherwise (memory).
/// </summary>
internal static class DsConfigAd
{
    public static readonly Companion Companion = new("dsconfigad", Run)
    {
        IsSecret = arguments => [.. arguments.Select((_, i) => i > 0 && arguments[i - 1] is "-p" or "-password" or "-lp" or "-localpassword")],
    };

    private static int Run(ToolRun run)
    {
        if (run.Arguments is not ["-show"]) throw new NotEmulatedException(run.Arguments.Count > 0 ? $"dsconfigad {run.Arguments[0]}" : "dsconfigad");
        foreach (var node in run.Mac.Nodes.Bound)
            if (node.Address.IsActiveDirectory)
                run.Console.Out(Show(node.Domain!, ScUtil.LocalHostName(run).ToLowerInvariant()));
        return 0;
    }

    private static string Show(string domain, string computer) =>
        $"""
        Active Directory Forest          = {domain}
        Active Directory Domain          = {domain}
        Computer Account                 = {computer}$

        Advanced Options - User Experience
          Create mobile account at login = Disabled
             Require confirmation        = Enabled
          Force home to startup disk     = Enabled
             Mount home as sharepoint    = Enabled
          Use Windows UNC path for home  = Enabled
             Network protocol to be used = smb
          Default user Shell             = /bin/bash

        Advanced Options - Mappings
          Mapping UID to attribute       = not set
          Mapping user GID to attribute  = not set
          Mapping group GID to attribute = not set
          Generate Kerberos authority    = Enabled

        Advanced Options - Administrative
          Preferred Domain controller    = not set
          Allowed admin groups           = not set
          Authentication from any domain = Enabled
          Packet signing                 = allow
          Packet encryption              = allow
          Password change interval       = 14
          Restrict Dynamic DNS updates   = not set
          Namespace mode                 = domain

        """;
}
