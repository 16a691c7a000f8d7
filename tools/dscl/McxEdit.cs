using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Dscl;

/// <summary><c>mcxedit</c>: changes a part of a managed preference's value (dossier dscl, section 11).</summary>
internal static class McxEdit
{
    public static int Run(Command command)
    {
        var arguments = McxArguments.Parse(command, McxArguments.Text);
        if (arguments.Rest is not [var domain, var path, _, ..]) throw new NotEmulatedException($"dscl {command.Line.Word} without a value");
        if (PreferenceValue.Parse([.. arguments.Rest.Skip(2)]) is not { } value) return PreferenceValue.Refuse(command, arguments.Rest.Skip(2));
        var settings = McxSettings.Of(arguments.Record);
        var (key, rest) = path.Split(':', 2) is [var head, var tail] ? (head, tail) : (path, null);
        if (settings.Find(domain, key) is not { } setting) throw new DirectoryException(DirectoryStatus.AttributeNotFound);
        if (rest is null) settings.Set(setting with { Value = value });
        else if (PlistPath.Set(setting.Value, rest, value) is null) throw new DirectoryException(DirectoryStatus.AttributeNotFound);
        settings.Store(command, arguments.Record);
        return 0;
    }
}
