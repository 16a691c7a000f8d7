using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>Commands that stand elsewhere on a Mac than on Linux, and do the same.</summary>
internal static class PassedOn
{
    /// <summary>On a Mac in /usr/sbin.</summary>
    public static readonly Companion Chown = new("chown", _ => 0) { IsForHost = _ => true };

    /// <summary>A Perl module's command, which a Mac brings and Debian has in libxml-xpath-perl.</summary>
    public static readonly Companion XPath = new("xpath", _ => throw new NotEmulatedException("xpath, which this host lacks (Debian: apt-get install libxml-xpath-perl)"))
    {
        IsForHost = _ => HostCommand.Find("xpath") is not null,
    };
}
