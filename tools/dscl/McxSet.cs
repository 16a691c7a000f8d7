using MacToolHost;

namespace Dscl;

/// <summary><c>mcxset</c>: manages a preference, or ends that (dossier dscl, section 11).</summary>
internal static class McxSet
{
    private const string None = "none";

    public static int Run(Command command)
    {
        var arguments = McxArguments.Parse(command, McxArguments.Text);
        var settings = McxSettings.Of(arguments.Record);
        switch (arguments.Rest)
        {
            case [var domain, var key, None]:
                settings.Remove(domain, key);
                break;
            case [var domain, var key, McxSettings.Always or McxSettings.Once or McxSettings.Often, _, ..]:
                if (PreferenceValue.Parse([.. arguments.Rest.Skip(3)]) is not { } value) return PreferenceValue.Refuse(command, arguments.Rest.Skip(3));
                settings.Set(new McxSetting(domain, key, arguments.Rest[2], value));
                break;
            case [_, _, McxSettings.Always or McxSettings.Once or McxSettings.Often] or [_, _] or [_] or []:
                throw new NotEmulatedException($"dscl {command.Line.Word} without a value");
            default:
                throw new NotEmulatedException($"dscl {command.Line.Word} … {arguments.Rest[2]}");
        }
        settings.Store(command, arguments.Record);
        return 0;
    }
}
