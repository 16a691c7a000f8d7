using System.Text;
using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>diff</c>: the attributes in which two records differ, each as read prints it (dossier dscl, 6.7).</summary>
internal static class Diff
{
    public static int Run(Command command)
    {
        // Both paths are entered before anything is printed.
        if ((command.Walk(command.Arguments[0]), command.Walk(command.Arguments[1])) is not (RecordItem first, RecordItem second)) return 0;
        var keys = command.Arguments.Skip(2).ToList();
        var left = Read.Attributes(command.Session, first.Record, keys);
        var right = Read.Attributes(command.Session, second.Record, keys);
        var text = new StringBuilder();
        var both = left.Concat(right).ToList();
        both.Sort(Formatting.ByName);
        foreach (var name in both.Select(attribute => attribute.Name).Distinct())
        {
            var before = Of(left, name);
            var after = Of(right, name);
            if (before.SequenceEqual(after)) continue;
            Print("- ", before);
            Print("+ ", after);

            void Print(string sign, IReadOnlyList<DirectoryValue> values)
            {
                if (values.Count > 0) command.Formatting.Attribute(text.Append(sign), name, values);
            }
        }
        command.Run.Console.Out(text.ToString());
        return 0;
    }

    private static IReadOnlyList<DirectoryValue> Of(List<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> attributes, AttributeName name) =>
        attributes.Find(attribute => attribute.Name == name).Values ?? [];
}
