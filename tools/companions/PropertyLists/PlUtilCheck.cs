namespace Companions;

/// <summary><c>plutil -lint</c>, which is also what plutil does when no command is given.</summary>
internal static class PlUtilCheck
{
    public static int Lint(PlUtilFiles files)
    {
        if (files.Output is not null) throw new PlUtilException(PlUtilText.NotWith("-o", "-lint"));
        if (files.Extension is not null) throw new PlUtilException(PlUtilText.NotWith("-e", "-lint"));
        return files.ForEach((path, content) =>
        {
            PlistDocument.Parse(content);
            if (!files.IsSilent) files.Run.Console.OutLine($"{PlUtilFiles.NameOf(path)}: OK");
            return null;
        });
    }
}
