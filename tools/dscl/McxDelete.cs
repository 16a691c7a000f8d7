namespace Dscl;

/// <summary><c>mcxdelete</c> and <c>mcxdeleteall</c>: end the management of preferences (dossier dscl, section 11).</summary>
internal static class McxDelete
{
    public static int Run(Command command)
    {
        var arguments = McxArguments.Parse(command, McxArguments.Text);
        var settings = McxSettings.Of(arguments.Record);
        settings.Remove(arguments.Rest.ElementAtOrDefault(0), arguments.Rest.ElementAtOrDefault(1));
        settings.Store(command, arguments.Record);
        return 0;
    }
}
